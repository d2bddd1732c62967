import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartKind, PullOptions } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../emulator/index.ts'
import { append } from '../../emulator/edits.ts'
import { module, orgFolder } from '../../emulator/org.ts'
import { plannedOrg } from '../../emulator/planned.ts'
import { emulator } from '../../support/cli.ts'
import { caught } from '../support.ts'
import {
  age,
  apiCalls,
  asked,
  DESCRIBED,
  find,
  type Org,
  org,
  orgOf,
  rewrite,
  SUPPORTED,
  WHOLE,
} from './org.ts'

/** An organisation with layouts that depend on more, whose metadata is there already. */
async function planned(options: EmulatorOptions = {}): Promise<Org> {
  const found = await org({ org: await orgFolder(plannedOrg), ...options })
  await found.pull()
  return found
}

const NONE: PullOptions = { maxAge: 0, isInUse: () => false }
const TRUSTING: PullOptions = { maxAge: 0, trustModifiedTime: true }

describe('where nothing has changed', () => {
  test('and the hour is not over, no call is made', async () => {
    const { zoho, folder, pull } = await org()
    await pull()
    await rewrite(folder, () => ({ pulledAt: Date.now() - 59 * 60_000 }))
    expect(await asked(zoho, () => pull())).toEqual([])
    await rewrite(folder, () => ({ pulledAt: Date.now() - 61 * 60_000 }))
    expect(await asked(zoho, () => pull(TRUSTING))).toEqual(['settings/modules'])
  })

  test('one call says so, where modified times are trusted', async () => {
    const { pull } = await org()
    const first = await pull()
    const second = await pull(TRUSTING)
    expect([second.calls, second.metadata]).toEqual([1, first.metadata])
  })

  test('beside it the fields of modules in use are read, where they are not', async () => {
    const { zoho, pull } = await org()
    await pull()
    const used = ['Leads', 'Trips', '客户']
    const paths = await asked(zoho, () => pull({ maxAge: 0, isInUse: (name) => used.includes(name) }))
    expect(paths.toSorted()).toEqual([
      ...used.map((name) => `settings/fields?module=${name}&type=all`).sort(),
      'settings/modules',
    ])
    expect((await pull({ maxAge: 0 })).calls).toBe(1 + SUPPORTED)
    expect((await pull(NONE)).calls).toBe(1)
  })

  test('users in other time zones see the same times', async () => {
    const { zoho, pull } = await org()
    await pull()
    const elsewhere = (modified_time: unknown): unknown =>
      modified_time === '2026-01-10T10:00:00+02:00' ? '2026-01-10T09:00:00+01:00' : modified_time
    zoho.editOrg('modules.json', (body) => ({
      modules: [
        ...(body['modules'] as { modified_time: unknown }[]).map((each) => ({
          ...each,
          modified_time: elsewhere(each.modified_time),
        })),
        // Something else is news, so that the list is sent.
        module('New', { api_supported: false, modified_time: '2999-01-01T00:00:00Z' }),
      ],
    }))
    expect((await pull(TRUSTING)).calls).toBe(1)
  })
})

describe('an option that was added', () => {
  const optionsOf = async (pulling: ReturnType<Org['pull']>) => {
    const { metadata } = await pulling
    const field = find(metadata, 'Leads')?.fields.find(({ apiName }) => apiName === 'Lead_Source')
    return field?.options.map(({ display }) => display)
  }
  /** Everything of a module: the layout that is active and shows two picklists is asked for its dependencies. */
  const PARTS = [
    'settings/custom_views?module=Leads',
    'settings/fields?module=Leads&type=all',
    'settings/layouts/881/map_dependency?module=Leads',
    'settings/layouts?module=Leads',
    'settings/modules',
    'settings/related_lists?module=Leads',
  ]

  test('makes all parts of its module be read again, where it moves the modified time', async () => {
    const { zoho, pull } = await planned()
    zoho.addOption('Leads', 'Lead_Source', 'Fair')
    let found: unknown
    const paths = await asked(zoho, async () => {
      found = await optionsOf(pull(TRUSTING))
    })
    expect(found).toEqual(['Shop', 'Fair'])
    expect(paths.toSorted()).toEqual(PARTS)
    expect((await pull(TRUSTING)).calls).toBe(1)
  })

  test('in the second in which the list was made, too', async () => {
    const { zoho, pull } = await planned()
    const [list] = apiCalls(zoho)
    const modified_time = `${new Date(list?.at ?? 0).toISOString().slice(0, 19)}Z`
    zoho.editOrg('modules.json', (body) => ({
      modules: (body['modules'] as { api_name: string }[]).map((each) =>
        each.api_name === 'Leads' ? { ...each, modified_time } : each,
      ),
    }))
    expect((await asked(zoho, () => pull(TRUSTING))).toSorted()).toEqual(PARTS)
  })

  test('in a module that is not in use, too', async () => {
    const { zoho, pull } = await planned()
    zoho.addOption('Leads', 'Lead_Source', 'Fair')
    expect((await asked(zoho, () => pull(NONE))).toSorted()).toEqual(PARTS)
  })

  test('is seen in modules in use all the same, where it moves nothing', async () => {
    const { zoho, pull } = await planned({ movesModifiedTime: false })
    zoho.addOption('Leads', 'Lead_Source', 'Fair')
    expect(await optionsOf(pull({ maxAge: 0, isInUse: (name) => name === 'Leads' }))).toEqual([
      'Shop',
      'Fair',
    ])
  })

  test('is seen within a day in the others, and where modified times are trusted', async () => {
    for (const options of [NONE, TRUSTING]) {
      const { zoho, folder, pull } = await planned({ movesModifiedTime: false })
      zoho.addOption('Leads', 'Lead_Source', 'Fair')
      expect(await optionsOf(pull(options))).toEqual(['Shop'])
      await age(folder, 23)
      expect(await optionsOf(pull(options))).toEqual(['Shop'])
      await age(folder, 25)
      expect(await optionsOf(pull(options))).toEqual(['Shop', 'Fair'])
    }
  })
})

describe('what is a day old', () => {
  test('is read again: every part, global picklists and the user', async () => {
    const { folder, pull } = await org()
    const first = await pull()
    await age(folder, 25)
    // Related lists and views are calls of their own then.
    const again = await pull(NONE)
    expect(again.calls).toBe(WHOLE + 2 * DESCRIBED)
    expect(again.metadata).toEqual(first.metadata)
    expect((await pull(NONE)).calls).toBe(1)
  })

  test('is read again where it seems to be of the future', async () => {
    const { folder, pull } = await org()
    await pull()
    await age(folder, -2)
    expect((await pull(NONE)).calls).toBe(WHOLE + 2 * DESCRIBED)
  })

  test('is read again by itself', async () => {
    const { zoho, folder, pull } = await org()
    await pull()
    await rewrite(folder, ({ states }) => ({
      states: states.map((state) =>
        state.entry.apiName === 'Leads' ? { ...state, readAt: { ...state.readAt, layouts: 1 } } : state,
      ),
    }))
    expect(await asked(zoho, () => pull(NONE))).toEqual(['settings/modules', 'settings/layouts?module=Leads'])
    await rewrite(folder, () => ({ globalsReadAt: 1 }))
    expect((await asked(zoho, () => pull(NONE))).toSorted()).toEqual([
      'settings/global_picklists?include=pick_list_values',
      'settings/modules',
      'users?type=CurrentUser',
    ])
  })
})

describe('global picklists', () => {
  const asks = (paths: readonly string[]): boolean => paths.some((path) => path.includes('global_picklists'))

  test('are read again where a field that has one has changed', async () => {
    const { zoho, pull } = await planned({ movesModifiedTime: false })
    zoho.addOption('Leads', 'Depot', 'South')
    let options: unknown
    const paths = await asked(zoho, async () => {
      const { metadata } = await pull({ maxAge: 0 })
      options = metadata.globalPicklists.find(({ apiName }) => apiName === 'Depot')?.options.length
    })
    expect([asks(paths), options]).toEqual([true, 2])
    // Who it is has nothing to do with that.
    expect(paths.filter((path) => path.startsWith('users'))).toEqual([])
  })

  test('and not where another one has', async () => {
    const { zoho, pull } = await planned({ movesModifiedTime: false })
    zoho.addOption('Leads', 'Lead_Source', 'Fair')
    expect(asks(await asked(zoho, () => pull({ maxAge: 0 })))).toBe(false)
  })
})

describe('maxCalls', () => {
  test('stops a pull, and the next one goes on: together they make the calls of one', async () => {
    const zoho = await emulator({ dependencyValues: 'single' })
    const whole = await (await orgOf(zoho)).pull({ includes: false })
    const { cache, pull } = await orgOf(zoho)
    const before = apiCalls(zoho).length
    let result: Awaited<ReturnType<typeof pull>> | undefined
    let stops = 0
    while (result === undefined) {
      const error = await caught(
        pull({ maxCalls: 7, includes: false }).then((found) => {
          result = found
          throw new Error('it is done')
        }),
      )
      if (result !== undefined) break
      stops++
      expect(error).toMatchObject({ name: 'RateLimitError', code: 'MAX_CALLS' })
      expect(error.hint).toContain('goes on')
      expect(await cache.read()).toBeNull()
      expect(apiCalls(zoho).length - before).toBe(7 * stops)
    }
    expect(apiCalls(zoho).length - before).toBe(whole.calls)
    expect(stops).toBe(Math.ceil(whole.calls / 7) - 1)
    expect(result.metadata).toEqual(whole.metadata)
  })

  test('that are enough stop nothing', async () => {
    expect((await (await org()).pull({ maxCalls: WHOLE })).calls).toBe(WHOLE)
  })

  test('that are too few leave what was there', async () => {
    const { cache, pull } = await org()
    const first = await pull()
    expect(await caught(pull({ maxAge: 0, maxCalls: 5 }))).toMatchObject({ code: 'MAX_CALLS' })
    expect(await cache.read()).toMatchObject({ pulledAt: first.pulledAt, metadata: first.metadata })
  })
})

describe('a budget', () => {
  const HOUR = 3_600_000

  /** Makes parts so many hours old, by kind and module. */
  async function ages(folder: string, hours: Readonly<Record<string, number>>): Promise<void> {
    await rewrite(folder, ({ states }) => ({
      states: states.map((state) => ({
        ...state,
        readAt: Object.fromEntries(
          Object.entries(state.readAt).map(([kind, at]) => {
            const old = hours[`${kind} ${state.entry.apiName}`]
            return [kind, old === undefined ? at : Date.now() - old * HOUR]
          }),
        ),
      })),
    }))
  }

  /** Of what was pulled before, nothing counts any more. */
  async function forgetSpending(folder: string): Promise<void> {
    const path = join(folder, 'spent.json')
    const { spending, ...file } = JSON.parse(await readFile(path, 'utf8')) as { spending: { at: number }[] }
    const yesterday = spending.map((each) => ({ ...each, at: each.at - 24 * HOUR }))
    await writeFile(path, JSON.stringify({ ...file, spending: yesterday }))
  }

  const OLD = {
    'layouts Leads': 30,
    'fields Trips': 40,
    'customViews Accounts': 50,
    'layouts Lead_Items': 25,
  }

  test('reaches for what is oldest, and says what it does not reach for', async () => {
    const { zoho, folder, pull } = await org()
    await pull()
    await ages(folder, OLD)
    let result = { calls: 0, postponed: 0 }
    // The calls of the first pull count, and so does the list of modules.
    const paths = await asked(zoho, async () => {
      result = await pull({ ...NONE, budget: WHOLE + 1 + 2 })
    })
    expect(paths).toEqual([
      'settings/modules',
      'settings/custom_views?module=Accounts',
      'settings/fields?module=Trips&type=all',
    ])
    expect([result.calls, result.postponed]).toEqual([3, 2])
    const next = await pull({ ...NONE, budget: WHOLE + 3 + 1 + 1 })
    expect([next.calls, next.postponed]).toEqual([2, 1])
    expect(await asked(zoho, () => pull(NONE))).toEqual([
      'settings/modules',
      'settings/layouts?module=Lead_Items',
    ])
  })

  test.each([true, false])(
    'what moved and had to wait is not forgotten (the list answers 304: %s)',
    async (isUnmoved) => {
      const { zoho, folder, pull } = await org()
      await pull()
      await forgetSpending(folder)
      zoho.editOrg('fields_Leads.json', append('fields', { api_name: 'Added', data_type: 'text' }))
      const poor = await pull({ ...NONE, trustModifiedTime: true, budget: 1 })
      const names = (metadata: typeof poor.metadata) =>
        find(metadata, 'Leads')?.fields.map(({ apiName }) => apiName)
      expect([poor.calls, poor.postponed]).toEqual([1, 4])
      expect(names(poor.metadata)).not.toContain('Added')
      if (!isUnmoved) zoho.editOrg('fields_Trips.json', (body) => body)
      const next = await pull({ ...NONE, trustModifiedTime: true })
      expect(names(next.metadata)).toContain('Added')
    },
  )

  test('is of 24 hours', async () => {
    const { folder, cache, pull } = await org()
    await pull()
    expect(await cache.spent()).toBe(WHOLE)
    await ages(folder, OLD)
    expect((await pull({ ...NONE, budget: 5 })).postponed).toBe(4)
    await forgetSpending(folder)
    expect(await cache.spent()).toBe(0)
    const { calls, postponed } = await pull({ ...NONE, budget: 5 })
    expect([calls, postponed, await cache.spent()]).toEqual([5, 0, 5])
  })

  test('is not used up by calls that seem to be of the future', async () => {
    const { folder, cache } = await org()
    await cache.spend(3)
    const spending = [{ at: Date.now() + 1_000_000, calls: 1_000 }]
    await writeFile(join(folder, 'spent.json'), JSON.stringify({ version: 2, spending }))
    await cache.spend(2)
    expect(await cache.spent()).toBe(2)
  })

  test('never postpones what was never read', async () => {
    const { zoho, pull } = await org()
    const { calls, postponed, metadata } = await pull({ budget: 1 })
    expect([calls, postponed, metadata.modules.length]).toEqual([WHOLE, 0, 13])
    zoho.editOrg('modules.json', append('modules', module('New', { modified_time: '2999-01-01T00:00:00Z' })))
    zoho.editOrg('fields_New.json', () => ({ fields: [{ api_name: 'Name' }] }))
    // Its four parts are read; the fields of the twelve others, all in use, wait.
    const again = await pull({ maxAge: 0, budget: 1 })
    expect([again.calls, again.postponed]).toEqual([1 + 4, SUPPORTED])
    expect(find(again.metadata, 'New')?.fields).toHaveLength(1)
  })

  test('reads modules in use in turns where it does not reach for all of them', async () => {
    const { zoho, folder, pull } = await org()
    await pull()
    await forgetSpending(folder)
    const read: string[] = []
    for (let turn = 1; turn <= 3; turn++) {
      const paths = await asked(zoho, () => pull({ maxAge: 0, budget: turn * 5 }))
      read.push(...paths.filter((path) => path.includes('fields')))
    }
    // Three times the list and four modules: every module once.
    expect(read.length).toBe(SUPPORTED)
    expect(new Set(read).size).toBe(SUPPORTED)
  })

  test('prefers what moved to what is in use, and that to what is old', async () => {
    const { zoho, folder, pull } = await planned()
    await ages(folder, { 'layouts Accounts': 90 })
    zoho.addOption('Deals', 'Stage', 'Lost')
    const order = await asked(zoho, () =>
      pull({ maxAge: 0, concurrency: 1, isInUse: (name) => name === 'Leads' }),
    )
    const place = (path: string) => order.findIndex((each) => each.startsWith(path))
    expect(place('settings/fields?module=Deals')).toBeLessThan(place('settings/fields?module=Leads'))
    expect(place('settings/fields?module=Leads')).toBeLessThan(place('settings/layouts?module=Accounts'))
  })

  test('counts a part by the calls that it took the last time', async () => {
    const { zoho, folder, pull } = await planned()
    await forgetSpending(folder)
    const parts: readonly PartKind[] = ['layouts', 'customViews']
    await ages(folder, { 'layouts Leads': 90, 'customViews Deals': 30 })
    // The layouts of Leads take two: themselves, and what depends on what.
    const paths = await asked(zoho, async () => {
      expect((await pull({ ...NONE, parts, budget: 2 })).postponed).toBe(1)
    })
    expect(paths).toEqual(['settings/modules', 'settings/custom_views?module=Deals'])
  })
})

test('a plan says how many calls there are to make', async () => {
  const plans: unknown[] = []
  const onPlan = (plan: unknown) => plans.push(plan)
  const { folder, pull } = await org()
  await pull({ onPlan })
  await pull({ ...TRUSTING, onPlan })
  await age(folder, 25)
  await pull({ ...NONE, onPlan })
  expect(plans).toEqual([
    // The list is there by then, and with it related lists and views; nobody knows yet that two modules are not described.
    { calls: 2 * SUPPORTED + 2, modules: SUPPORTED },
    { calls: 0, modules: 0 },
    { calls: SUPPORTED + 3 * DESCRIBED + 2, modules: SUPPORTED },
  ])
})
