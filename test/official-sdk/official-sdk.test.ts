import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from './queries.ts'
import { reads } from './reads.ts'
import { refusals } from './refusals.ts'
import { installed, play } from './scenario.ts'
import { writes } from './writes.ts'

beforeAll(installed, 300_000)

test('the official SDK works on the emulator, unmodified', async () => {
  const { emulator, got } = await play('organisation', { records: 250 })

  expect(got.user).toEqual({ id: expect.stringMatching(/^\d+$/), email: expect.stringContaining('@') })
  const profile = { Profile: { name: expect.any(String), id: expect.stringMatching(/^\d+n$/) } }
  expect(got.users).toContainEqual({ id: `${got.user.id}n`, profile })
  expect(got.org).toEqual({ zgid: emulator.zgid, name: expect.any(String) })
  expect(got.modules).toEqual(expect.arrayContaining(['Leads', 'Contacts', 'Accounts']))
  expect(got.fields).toEqual(expect.arrayContaining(['Last_Name', 'Lead_Source', 'Owner']))
  expect([got.firstPage.records.length, got.firstPage.more]).toEqual([200, true])
  expect([got.secondPage.records.length, got.secondPage.more]).toEqual([50, false])
  const all = [...got.firstPage.records, ...got.secondPage.records]
  expect(new Set(all.map((record) => record.id)).size).toBe(250)
  expect(new Set(all.map((record) => record.owner))).toEqual(new Set(['MinifiedUser']))
  expect(all.some((record) => record.source !== null)).toBe(true)
  expect(got.created).toEqual({ code: 'SUCCESS', id: expect.stringMatching(/^\d{18,19}$/) })
  expect(got.read).toMatchObject({ id: got.created.id, lastName: 'Judge' })

  const statuses = emulator.calls().map((call) => call.status)
  expect(statuses.filter((status) => status >= 400)).toEqual([])
})

describe('records are read', reads)
describe('records are searched, counted and queried', queries)
describe('records are written', writes)
describe('refusals are understood', refusals)
