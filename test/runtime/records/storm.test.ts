import {
  type Identified,
  Module,
  type RowResult,
  type WriteOptions,
  WriteOutcomeUnknownError,
} from '@zcrm/runtime'
import { expect, test } from 'vitest'
import type { Emulator, FaultPreset } from '../../../emulator/index.ts'
import { opened } from './write-support.ts'

/** How many rows each storm has: creates, updates and upserts, a third of each. */
const ROWS = Number(process.env['ZCRM_TEST_STORM'] ?? 1_500)
const COUNT = Math.ceil(ROWS / 3)
/** Rows of a call: few, so that there are many calls to go wrong. */
const BATCH = { batchSize: 15, parallel: 4 } as const
/** Each so many-th row is one that Zoho refuses. */
const REFUSED = 23

interface Lead {
  readonly Last_Name?: string | null
  readonly Company?: string
  readonly Email?: string
}
class Leads extends Module<Identified & Lead, Lead, Lead> {
  static override readonly apiName = 'Leads'
}
type Row = Lead & Partial<Identified>
type Stored = Readonly<Record<string, unknown>>

/** What a run says of its rows. */
interface Told {
  readonly confirmed: readonly (RowResult<Row> & { readonly ok: true })[]
  /** Rows of which it is known that they were not written: refused, or not sent. */
  readonly not: readonly Row[]
  /** Those that Zoho refused. */
  readonly refused: number
  readonly unknown: readonly Row[]
}

function told(results: readonly RowResult<Row>[]): Told {
  const failed = results.flatMap((result) => (result.ok ? [] : [result]))
  const isUnknown = ({ error }: (typeof failed)[number]) => error instanceof WriteOutcomeUnknownError
  const not = failed.filter((one) => !isUnknown(one))
  return {
    confirmed: results.filter((result) => result.ok),
    not: not.map(({ row }) => row),
    refused: not.filter(({ error }) => error.code === 'INVALID_DATA').length,
    unknown: failed.filter(isUnknown).map(({ row }) => row),
  }
}

const rowsOf = (name: string): readonly Row[] =>
  Array.from({ length: COUNT }, (_, index) => ({
    Last_Name: index % REFUSED === 7 ? 'x'.repeat(81) : `${name} ${index}`,
    Company: `new ${name} ${index}`,
    Email: `${name}.${index}@acme.example`,
  }))

/** The records that are stored, by what tells them apart. */
function storedBy(zoho: Emulator, field: string): ReadonlyMap<unknown, readonly Stored[]> {
  const records = new Map<unknown, Stored[]>()
  for (const record of zoho.records('Leads'))
    records.set(record[field], [...(records.get(record[field]) ?? []), record])
  return records
}

/** That what was created is stored as the run says. */
function expectCreated(zoho: Emulator, { confirmed, not, unknown }: Told): void {
  const stored = storedBy(zoho, 'Email')
  for (const { id, row } of confirmed)
    expect(stored.get(row.Email)).toEqual([expect.objectContaining({ ...row, id })])
  for (const row of not) expect(stored.get(row.Email)).toBeUndefined()
  for (const row of unknown) expect(stored.get(row.Email)?.length ?? 0).toBeLessThanOrEqual(1)
}

/** That what was changed is stored as the run says; `before` is what it was. */
function expectUpdated(zoho: Emulator, { confirmed, not, unknown }: Told, before: string): void {
  const stored = storedBy(zoho, 'id')
  const companyOf = ({ id }: Row) => stored.get(id)?.map(({ Company }) => Company)
  for (const { id, row } of confirmed) expect([id, companyOf(row)]).toEqual([row.id, [row.Company]])
  for (const row of not) expect(companyOf(row)).toEqual([before])
  for (const row of unknown) expect([before, row.Company]).toContain(companyOf(row)?.[0])
}

/** That what was upserted is stored as the run says: half of the rows were there before, the even ones. */
function expectUpserted(zoho: Emulator, { confirmed, not, unknown }: Told, before: string): void {
  const stored = storedBy(zoho, 'Email')
  const wasThere = (row: Row) => Number(/\d+/.exec(row.Email ?? '')?.[0]) % 2 === 0
  for (const result of confirmed) {
    const { id, row } = result
    expect(stored.get(row.Email)).toEqual([expect.objectContaining({ ...row, id })])
    expect(result).toMatchObject({ action: wasThere(row) ? 'update' : 'insert' })
  }
  for (const row of not)
    expect(stored.get(row.Email)?.map(({ Company }) => Company)).toEqual(wasThere(row) ? [before] : undefined)
  for (const row of unknown) {
    const records = stored.get(row.Email) ?? []
    if (wasThere(row)) expect(records).toHaveLength(1)
    else expect(records.length).toBeLessThanOrEqual(1)
  }
}

/** What a storm must not bring about: rows of which nobody knows, where each answer says what happened. */
const CERTAIN: readonly FaultPreset[] = ['rate-limit-storm', 'revoked-token', 'slow-answers']
const presets: readonly FaultPreset[] = [
  ...CERTAIN,
  'flaky',
  'server-errors',
  'resets',
  'lost-answers',
  'failed-after',
  'truncated',
  'storm',
]

test.each(presets)(
  '%s: each row is confirmed and stored once, refused and not stored, or said to be unknown',
  async (preset) => {
    const { zoho, client } = await opened()
    const leads = new Leads(client)
    const quietly: WriteOptions = { trigger: [] }
    const OLD = 'old'
    const there = await leads.createMany(
      rowsOf('update').map((_, index) => ({ Last_Name: `before ${index}`, Company: OLD })),
      quietly,
    )
    const ids = there.map((result) => (result.ok ? result.id : ''))
    const upserts = rowsOf('upsert')
    await leads.createMany(
      upserts.filter((_, index) => index % 2 === 0).map((row) => ({ ...row, Last_Name: 'b', Company: OLD })),
    )
    const updates = rowsOf('update').map((row, index) => ({ ...row, id: ids[index] ?? '' }))

    zoho.setFaults(preset)
    const created = told(await leads.createMany(rowsOf('create'), BATCH))
    const updated = told(await leads.updateMany(updates, BATCH))
    const upserted = told(await leads.upsertMany(upserts, { ...BATCH, by: ['Email'] }))
    zoho.setFaults([])

    expectCreated(zoho, created)
    expectUpdated(zoho, updated, OLD)
    expectUpserted(zoho, upserted, OLD)
    const all = [created, updated, upserted]
    const sum = (of: (one: Told) => number) => all.reduce((total, one) => total + of(one), 0)
    const [confirmed, refused, unknown] = [
      sum((one) => one.confirmed.length),
      sum((one) => one.refused),
      sum((one) => one.unknown.length),
    ]
    const notSent = sum((one) => one.not.length) - refused
    expect(confirmed + refused + notSent + unknown).toBe(3 * COUNT)
    const share = ((100 * unknown) / (3 * COUNT)).toFixed(1)
    process.stdout.write(
      `${preset}: ${3 * COUNT} rows, ${confirmed} confirmed, ${refused} refused, ${notSent} not sent, ${unknown} unknown (${share} %)\n`,
    )
    if (CERTAIN.includes(preset)) expect(unknown).toBe(0)
    else expect(unknown).toBeGreaterThan(0)

    // Who upserts what is unknown or was not sent once more has written each of the others exactly once.
    const again = upserts.filter(({ Last_Name }) => Last_Name?.startsWith('upsert'))
    const results = await leads.upsertMany(again, { by: ['Email'] })
    const stored = storedBy(zoho, 'Email')
    expect(results.every(({ ok }) => ok)).toBe(true)
    for (const result of results)
      if (result.ok) expect(stored.get(result.row.Email)?.map(({ id }) => id)).toEqual([result.id])
  },
  300_000,
)
