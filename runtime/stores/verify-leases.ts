import { sleep } from '../http/signals.ts'
import { type Rule, same, type Trial } from './verify-trial.ts'

const NUMBERS: readonly number[] = Array.from({ length: 10 }, (_, index) => index)
/** Milliseconds of a lease that is to end, and within which it has to. */
const SHORT = 100
const PATIENCE = 5_000

const excludes: Rule = {
  promise: 'of holders that ask at once exactly one gets a lease, and while it lasts no other does',
  async check(trial) {
    const key = trial.name('key')
    const given = await Promise.all(NUMBERS.map((index) => trial.lease(index, key, trial.name(`${index}`))))
    same('how many of 10 holders got the lease', given.filter(Boolean).length, 1)
    const others = NUMBERS.filter((index) => given[index] !== true)
    for (const index of others) {
      same('a lease that is held', await trial.lease(index, key, trial.name(`${index}`)), false)
    }
  },
}

const prolongs: Rule = {
  promise: 'a lease is prolonged by its holder, from now on',
  async check(trial) {
    const [key, mine, theirs] = names(trial)
    same('the first lease', await trial.lease(0, key, mine, SHORT), true)
    same('the lease again, by its holder', await trial.lease(0, key, mine), true)
    const until = performance.now() + SHORT * 2
    while (performance.now() < until) {
      same('a lease that was prolonged', await trial.lease(1, key, theirs), false)
      await sleep(20, undefined)
    }
  },
}

const releases: Rule = {
  promise: 'a lease is given back by its holder alone, and then another one gets it',
  async check(trial) {
    const [key, mine, theirs] = names(trial)
    // One that is nobody's is no error.
    await trial.release(key, mine)
    same('the first lease', await trial.lease(0, key, mine), true)
    await trial.release(key, theirs)
    same('a lease that another one gave back', await trial.lease(1, key, theirs), false)
    await trial.release(key, mine)
    same('a lease that was given back', await trial.lease(1, key, theirs), true)
    await trial.release(key, mine)
    same('a lease that its former holder gave back', await trial.lease(0, key, mine), false)
  },
}

const ends: Rule = {
  promise: 'a lease that is not prolonged ends by itself, and not before',
  async check(trial) {
    const [key, mine, theirs] = names(trial)
    const since = performance.now()
    same('the first lease', await trial.lease(0, key, mine, SHORT), true)
    while (!(await trial.lease(1, key, theirs))) {
      const passed = performance.now() - since
      if (passed > PATIENCE) throw new Error(`a lease of ${SHORT} ms is still held after ${PATIENCE} ms`)
      await sleep(10, undefined)
    }
    const passed = Math.round(performance.now() - since)
    // Clocks of stores may count in coarse steps, but a lease is none that ends at once.
    if (passed < SHORT / 2) throw new Error(`a lease of ${SHORT} ms was another's after ${passed} ms`)
    same('the lease of a holder that was too late', await trial.lease(0, key, mine), false)
  },
}

const separates: Rule = {
  promise: 'leases of different keys have nothing to do with each other, nor with tokens',
  async check(trial) {
    const keys = ['x', 'X', 'x ', 'é', "'", '😀'].map((suffix) => trial.name(suffix))
    for (const [index, key] of keys.entries()) {
      same(`the lease of ${JSON.stringify(key)}`, await trial.lease(index, key, trial.name(`${index}`)), true)
    }
    const [id = ''] = keys
    same('the save of a token of that name', await trial.one.save(trial.token({ id })), true)
    same('the list of ids', trial.mine(await trial.one.list()), [id])
    same('the lease after the save', await trial.lease(0, id, trial.name('another')), false)
    await trial.one.remove(id)
    same('the lease after a removal', await trial.lease(0, id, trial.name('another')), false)
  },
}

const shares: Rule = {
  promise: 'a lease that one store gave, another one respects',
  async check(trial) {
    const [key, mine, theirs] = names(trial)
    same('the first lease', await trial.lease(0, key, mine), true)
    same('the lease through another store', await trial.lease(1, key, theirs), false)
    same('the lease through another store, by its holder', await trial.lease(1, key, mine), true)
    await trial.release(key, mine)
    same('the lease after it was given back', await trial.lease(1, key, theirs), true)
  },
}

function names(trial: Trial): [key: string, mine: string, theirs: string] {
  return [trial.name('key'), trial.name('holder'), trial.name('Holder')]
}

/** What a store promises that leases. */
export const LEASE_RULES: readonly Rule[] = [excludes, prolongs, releases, ends, separates]

/** What stores promise that share their leases. */
export const SHARED_LEASE_RULES: readonly Rule[] = [shares]
