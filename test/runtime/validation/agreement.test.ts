import { type Choices, type Client, type FieldRow, ValidationError } from '@zcrm/runtime'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Leads } from '../../../generated/leads.ts'
import { Rentals } from '../../../generated/rentals.ts'
import { fieldRows } from '../../../runtime/records/field-rows.ts'
import { emulator } from '../../support/cli.ts'
import { clientOf } from '../support.ts'
import { messagesOf } from './support.ts'

type Row = Record<string, unknown>

const TEXT = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '')
const DAY = fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') })

/** Values that are right, by the kind of a field. Lookups point to what the emulator has. */
const RIGHT: Readonly<Record<string, (detail: FieldRow[2], ids: Ids) => fc.Arbitrary<unknown>>> = {
  text: (limit) => TEXT.map((text) => text.slice(0, Number(limit ?? 30))),
  email: () => fc.emailAddress({ size: 'small' }).filter((text) => text.length <= 100),
  integer: (limit) => fc.integer({ min: 0, max: 10 ** Math.min(Number(limit ?? 9), 9) - 1 }),
  number: () => fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: () => fc.boolean(),
  datetime: () => DAY.map((day) => day.toISOString().replace(/\.\d+Z$/, '+00:00')),
}

interface Ids {
  readonly contact: string
}

/** A record of a module that is right, without what is kept elsewhere. */
async function rightRow(module: { choices(): Promise<Choices> }, ids: Ids): Promise<fc.Arbitrary<Row>> {
  const { fields = '', picklists } = await module.choices()
  const values: Record<string, fc.Arbitrary<unknown>> = {}
  const needed: string[] = []
  for (const [name, kind = 'any', detail = null, use = 'optional'] of fieldRows(fields)) {
    const options = picklists.find(([field]) => field === name)?.[1].options ?? []
    const wires = options.flatMap(({ used, value }) => (used && value !== null ? [value] : []))
    if (name === 'Rider') values[name] = fc.constant({ id: ids.contact })
    else if (kind === 'option') values[name] = fc.constantFrom(...wires)
    else if (kind === 'options') values[name] = fc.uniqueArray(fc.constantFrom(...wires), { minLength: 1 })
    else if (RIGHT[kind]) values[name] = RIGHT[kind](detail, ids)
    if (use === 'mandatory') needed.push(name)
  }
  return fc.record(values, { requiredKeys: needed })
}

/** What makes a right row wrong, so that Zoho refuses it; its data types and lengths are those of the emulator. */
const WRONG: readonly ((row: Row) => Row)[] = [
  (row) => ({ ...row, Email: 'nobody', Ends: 'today' }),
  (row) => ({ ...row, Email: 5, Ends: 5 }),
  (row) => ({ ...row, Last_Name: null, Name: null }),
  (row) => ({ ...row, Last_Name: '', Name: '' }),
  (row) => ({ ...row, Last_Name: 'x'.repeat(121), Name: 'x'.repeat(121) }),
  ({ Last_Name: _, Name: __, ...row }) => row,
  (row) => ({ ...row, Annual_Revenue: '5', Price: '5' }),
  (row) => ({ ...row, No_of_Employees: 1.5, Days: 1.5 }),
  (row) => ({ ...row, No_of_Employees: 10 ** 10, Days: 10 ** 10 }),
  (row) => ({ ...row, Email_Opt_Out: 'yes', Deposit_Paid: 1 }),
  (row) => ({ ...row, Owner: '5' }),
  (row) => ({ ...row, Owner: { id: 5 } }),
  (row) => ({ ...row, Preferred_Season: 'Summer', Extras: [{ Count: 1 }] }),
  (row) => ({ ...row, Preferred_Season: [5], Extras: 5 }),
]

/** Sends rows as they are, past all that looks at them here. */
async function sent(client: Client, module: string, data: readonly Row[]): Promise<readonly unknown[]> {
  const answer = await client.request<{ data: { code: string; details: { api_name?: string } }[] }>({
    method: 'POST',
    path: `/${module}`,
    body: { data },
  })
  return (answer.body?.data ?? []).map(({ code, details }) =>
    code === 'SUCCESS' ? code : `${code} ${details.api_name}`,
  )
}

describe.each([
  ['Leads', Leads],
  ['Rentals', Rentals],
] as const)('%s', (name, module) => {
  test('a row that passes is taken, and one that Zoho refuses does not pass', async () => {
    const client = clientOf(await emulator({ records: 3 }))
    const ids = {
      contact:
        (
          await client.request<{ data: { id: string }[] }>({
            method: 'GET',
            path: '/Contacts',
            query: { fields: 'id' },
          })
        ).body?.data[0]?.id ?? '',
    }
    const rows = fc.sample(await rightRow(module, ids), { numRuns: 90, seed: 1 })
    // The emulator does not know which options go together; that rule has its own test.
    const free = rows.map(({ Pickup_Depot: _, ...row }) => row)
    for (const row of free) expect(await messagesOf(module, 'create', row)).toEqual([])
    expect(new Set(await sent(client, name, free))).toEqual(new Set(['SUCCESS']))

    const wrong = free.slice(0, WRONG.length).map((row, index) => WRONG[index]?.(row) ?? row)
    for (const row of wrong)
      expect(await messagesOf(module, 'create', row), JSON.stringify(row)).not.toEqual([])
    expect(await sent(client, name, wrong)).not.toContain('SUCCESS')
  })

  test('what a write refuses for its options does not pass, and the reverse', async () => {
    const client = clientOf(await emulator())
    const check = await client.prepare(module)
    const { picklists } = await module.choices()
    const texts = picklists.flatMap(([, { options }]) =>
      options.flatMap(({ value, label, actual }) => [value ?? '', label, actual]),
    )
    const value = fc.oneof(
      fc.constantFrom(...texts),
      fc.string(),
      fc.constantFrom(null, 5, true, {}, [], ['x']),
    )
    const isOption = (message: string) => /option|not a list|go with/.test(message)
    const settable = ['Lead_Source', 'Rating', 'Pickup_Region', 'Pickup_Depot'].filter((field) =>
      picklists.some(([one]) => one === field),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.record(Object.fromEntries(settable.map((field) => [field, value])), { requiredKeys: [] }),
        async (row) => {
          // What clears a picklist in a write may be the option of that name; types and validators have null for it.
          fc.pre(
            !Object.values(row).some((one) => one === '-None-' || (Array.isArray(one) && one.length === 0)),
          )
          const messages = (await messagesOf(module, 'update', row)).filter(isOption)
          expect(messages.length > 0).toBe(isRefused(check, row))
        },
      ),
      { numRuns: 300 },
    )
  })
})

function isRefused(check: (row: object) => object, row: object): boolean {
  try {
    check(row)
    return false
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError)
    return true
  }
}
