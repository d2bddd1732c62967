import {
  ConfigurationError,
  type Leases,
  MemoryStore,
  type StoredToken,
  type TokenKey,
  type TokenRows,
} from '@zcrm/runtime'
import { verifyTokenStore } from '@zcrm/runtime/stores'
import { describe, expect, test } from 'vitest'
import { caught, storedToken } from '../support.ts'

type Whole = TokenRows & Leases

/** A store that keeps the contract, with its rows in reach. */
class Rows extends MemoryStore {
  readonly rows = new Map<string, StoredToken>()

  override async find(key: TokenKey): Promise<StoredToken | null> {
    const isIt = (row: StoredToken) => ('id' in key ? row.id === key.id : row.fingerprint === key.fingerprint)
    return (await this.list()).find(isIt) ?? null
  }

  override async list(): Promise<readonly StoredToken[]> {
    return [...this.rows.values()].map((row) => ({ ...row })).sort(byId)
  }

  override async save(token: StoredToken): Promise<boolean> {
    return token.version === this.versionOf(token.id) + 1 && this.put(token)
  }

  override async remove(id: string): Promise<void> {
    this.rows.delete(id)
  }

  versionOf(id: string): number {
    return this.rows.get(id)?.version ?? 0
  }

  put(token: StoredToken): true {
    this.rows.set(token.id, { ...token })
    return true
  }
}

const byId = (one: StoredToken, other: StoredToken): number => (one.id < other.id ? -1 : 1)
const tick = () => new Promise((resolve) => setImmediate(resolve))

/** What is wrong with a store, over one that is right. */
type Break = (good: Rows) => Partial<Whole>

function broken(change: Break): Whole {
  const good = new Rows()
  return {
    find: (key) => good.find(key),
    list: () => good.list(),
    save: (token) => good.save(token),
    remove: (id) => good.remove(id),
    lease: (key, holder, milliseconds) => good.lease(key, holder, milliseconds),
    release: (key, holder) => good.release(key, holder),
    ...change(good),
  }
}

function forgetful(good: Rows): Partial<Whole> {
  const versions = new Map<string, number>()
  return {
    save: async (token) => {
      if (token.version !== (versions.get(token.id) ?? 0) + 1) return false
      versions.set(token.id, token.version)
      return good.put(token)
    },
  }
}

function neverProlonging(good: Rows): Partial<Whole> {
  const held = new Set<string>()
  return {
    lease: async (key, holder, milliseconds) => {
      if (held.has(key + holder)) return true
      held.add(key + holder)
      return good.lease(key, holder, milliseconds)
    },
  }
}

function anybodyReleases(good: Rows): Partial<Whole> {
  const holders = new Map<string, string>()
  return {
    lease: async (key, holder, milliseconds) => {
      const given = await good.lease(key, holder, milliseconds)
      if (given) holders.set(key, holder)
      return given
    },
    release: (key) => good.release(key, holders.get(key) ?? ''),
  }
}

/** Broken stores, each with the beginning of the rule that has to find it. */
const BROKEN: Readonly<Record<string, readonly [rule: string, change: Break]>> = {
  'says that it saved, and did not': ['find gives the token of an id', () => ({ save: async () => true })],
  'throws for an unknown id': [
    'find gives the token of an id',
    (good) => ({ find: async (key) => (await good.find(key)) ?? Promise.reject(new Error('unknown')) }),
  ],
  'forgets a column': [
    'find gives the token of an id',
    (good) => ({ save: (token) => good.save({ ...token, organization: null }) }),
  ],
  'turns an empty text into null, as some databases do': [
    'find gives the token of an id',
    (good) => ({ save: (token) => good.save({ ...token, user: token.user || null }) }),
  ],
  'gives any token of a fingerprint': [
    'find gives the token of a fingerprint',
    (good) => ({
      find: async (key) => {
        if ('id' in key) return good.find(key)
        return [...good.rows.values()].find((row) => row.fingerprint === key.fingerprint) ?? null
      },
    }),
  ],
  'lists in the order of saves': [
    'list gives every token, sorted',
    (good) => ({ list: async () => [...good.rows.values()].map((row) => ({ ...row })) }),
  ],
  'sorts as people do': [
    'list gives every token, sorted',
    (good) => ({
      list: async () => (await good.list()).toSorted((one, other) => one.id.localeCompare(other.id)),
    }),
  ],
  'takes upper and lower case for the same': [
    'ids, fingerprints and values are kept to the letter',
    (good) => ({
      find: async (key) => {
        if (!('id' in key)) return good.find(key)
        return (await good.list()).find(({ id }) => id.toLowerCase() === key.id.toLowerCase()) ?? null
      },
    }),
  ],
  'cuts what is long': [
    'ids, fingerprints and values are kept to the letter',
    (good) => ({ save: (token) => good.save({ ...token, fingerprint: token.fingerprint.slice(0, 200) }) }),
  ],
  'keeps the very object that it was given': [
    'every value is a copy',
    (good) => ({
      save: async (token) => {
        const saved = await good.save(token)
        if (saved) good.rows.set(token.id, token)
        return saved
      },
    }),
  ],
  'lists the very objects that it keeps': [
    'every value is a copy',
    (good) => ({ list: async () => [...good.rows.values()].sort(byId) }),
  ],
  'finds the very object that it keeps': [
    'every value is a copy',
    (good) => ({
      find: async (key) => {
        const found = await good.find(key)
        return found === null ? null : (good.rows.get(found.id) ?? null)
      },
    }),
  ],
  'does not look at versions': [
    'save writes version 1 first',
    (good) => ({ save: async (token) => good.put(token) }),
  ],
  'takes any higher version': [
    'save writes version 1 first',
    (good) => ({ save: async (token) => token.version > good.versionOf(token.id) && good.put(token) }),
  ],
  'refuses and writes all the same': [
    'save writes version 1 first',
    (good) => ({
      save: async (token) => {
        const saved = await good.save(token)
        const version = good.versionOf(token.id)
        if (!saved && version > 0) good.put({ ...token, version: version + 1 })
        return saved
      },
    }),
  ],
  'looks at the version and writes later': [
    'of saves of the same version at once',
    (good) => ({
      save: async (token) => {
        const version = good.versionOf(token.id)
        await tick()
        return token.version === version + 1 && good.put(token)
      },
    }),
  ],
  'writes all rows with each save': [
    'saves and removals of different tokens at once',
    (good) => ({
      save: async (token) => {
        const before = [...good.rows.values()]
        await tick()
        if (token.version !== good.versionOf(token.id) + 1) return false
        good.rows.clear()
        return [...before, token].every((row) => good.put(row))
      },
    }),
  ],
  'removes nothing': ['remove takes away the token', () => ({ remove: async () => {} })],
  'removes everything': [
    'remove takes away the token',
    (good) => ({ remove: async () => good.rows.clear() }),
  ],
  'refuses to remove what is not there': [
    'remove takes away the token',
    (good) => ({
      remove: async (id) => {
        if (!good.rows.delete(id)) throw new Error('unknown')
      },
    }),
  ],
  'remembers the version of a removed token': ['remove takes away the token', forgetful],
  'gives a lease to everybody': [
    'of holders that ask at once exactly one gets a lease',
    () => ({ lease: async () => true }),
  ],
  'gives a lease to nobody': [
    'of holders that ask at once exactly one gets a lease',
    () => ({ lease: async () => false }),
  ],
  'never prolongs': ['a lease is prolonged by its holder', neverProlonging],
  'lets anybody give a lease back': ['a lease is given back by its holder alone', anybodyReleases],
  'keeps a lease that was given back': [
    'a lease is given back by its holder alone',
    () => ({ release: async () => {} }),
  ],
  'never ends a lease': [
    'a lease that is not prolonged ends by itself',
    (good) => ({ lease: (key, holder) => good.lease(key, holder, 1e9) }),
  ],
  'ends a lease at once': [
    'a lease that is not prolonged ends by itself, and not before',
    (good) => ({ lease: (key, holder) => good.lease(key, holder, 0) }),
  ],
  'has one lease for all keys': [
    'leases of different keys',
    (good) => ({
      lease: (_, holder, milliseconds) => good.lease('', holder, milliseconds),
      release: (_, holder) => good.release('', holder),
    }),
  ],
}

describe.concurrent('verifyTokenStore', () => {
  test.each(Object.entries(BROKEN))('finds a store that %s', async (_, [rule, change]) => {
    const error = await caught(verifyTokenStore(() => broken(change), { shared: false }))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toMatch(/^the token store breaks \d+ of 15 rules of its contract:\n- /)
    const rules = error.message.split('\n- ').slice(1)
    expect(rules.filter((sentence) => sentence.startsWith(rule))).toHaveLength(1)
    expect(error.hint).toMatch(/\.$/)
  })

  test('gives the rules that a good store keeps', async () => {
    const rules = await verifyTokenStore(() => broken(() => ({})), { shared: false })
    expect(new Set(rules).size).toBe(15)
    for (const [rule] of Object.values(BROKEN)) {
      expect(rules.filter((sentence) => sentence.startsWith(rule))).toHaveLength(1)
    }
  })

  test('finds stores that should share what they keep, and do not', async () => {
    const { message } = await caught(verifyTokenStore(() => new MemoryStore()))
    expect(message).toContain('\n- what one store saves or removes, another one sees: ')
    expect(message).toContain('\n- a lease that one store gave, another one respects: ')
  })

  test('finds a store that neither leases nor says that it does not', async () => {
    const { lease, release, ...rows } = broken(() => ({}))
    const error = await caught(verifyTokenStore(() => rows as never, { shared: false }))
    expect(error.message.split('\n- ').slice(1)).toEqual([
      'a store has lease and release, or says singleProcess: true',
    ])
  })

  test('a store for one process is not asked for leases', async () => {
    const { lease, release, ...rows } = broken(() => ({}))
    const store = { ...rows, singleProcess: true as const }
    expect(await verifyTokenStore(() => store, { shared: false })).toHaveLength(10)
  })

  test('leaves a store with tokens as it was', async () => {
    const store = new MemoryStore()
    const tokens = [storedToken({ id: '__proto__' }), storedToken({ id: 'a' })]
    for (const token of tokens) await store.save(token)
    await verifyTokenStore(() => store)
    expect(await store.list()).toEqual(tokens)
  })
})
