import { type Identified, ValidationError, WriteOutcomeUnknownError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { accessClient, caught, server } from '../support.ts'
import { inShort, Leads, type LeadWrite, manyLeads } from './write-support.ts'

const ok = (id: string, rest: object = {}) => ({
  code: 'SUCCESS',
  status: 'success',
  details: { id },
  ...rest,
})
const bad = (details: object, code = 'INVALID_DATA') => ({ code, status: 'error', message: 'm', details })
const at = (index: number) => ({ api_name: 'Company', json_path: `$.data[${index}].Company` })

async function answering(status: number, data: unknown): Promise<Leads> {
  const zoho = await server((response) => response.writeHead(status).end(JSON.stringify({ data })))
  return new Leads(accessClient(zoho.environment))
}

const UNKNOWN = 'OUTCOME_UNKNOWN'

describe('an answer whose rows are not those that were sent is given to no wrong row', () => {
  test.each([
    ['none', []],
    ['fewer, and it does not say which', [ok('1'), ok('2')]],
    ['more', [ok('1'), ok('2'), ok('3'), ok('4')]],
    ['no objects', [null, 7, 'text']],
    [
      'no ids',
      [{ status: 'success', details: {} }, { status: 'success' }, { status: 'success', details: null }],
    ],
  ])('of rows to create: %s', async (_, data) => {
    const leads = await answering(201, data)
    const results = await leads.createMany(manyLeads(3))
    expect(inShort(results)).toEqual([UNKNOWN, UNKNOWN, UNKNOWN])
    for (const result of results)
      expect(result.ok === false && result.error).toBeInstanceOf(WriteOutcomeUnknownError)
  })

  test.each([
    ['one that is about another row', [ok('1'), bad(at(2)), ok('3')], ['1', UNKNOWN, '3']],
    ['fewer, of which one says its place', [ok('1'), bad(at(2))], [UNKNOWN, UNKNOWN, 'INVALID_DATA']],
    ['two about the same row', [bad(at(1)), bad(at(1))], [UNKNOWN, UNKNOWN, UNKNOWN]],
    ['in order, with their places', [bad(at(0)), ok('2'), bad(at(2))], ['INVALID_DATA', '2', 'INVALID_DATA']],
    ['without places', [bad({}), bad({ api_name: 'x' }), ok('3')], ['INVALID_DATA', 'INVALID_DATA', '3']],
  ])('of rows to create: %s', async (_, data, wanted) => {
    expect(inShort(await (await answering(207, data)).createMany(manyLeads(3)))).toEqual(wanted)
  })

  test.each([
    ['in order', [ok('1'), ok('2'), ok('3')], ['1', '2', '3']],
    ['in another order', [ok('1'), ok('3'), ok('2')], ['1', UNKNOWN, UNKNOWN]],
    ['fewer: their ids say which', [ok('1'), ok('3')], ['1', UNKNOWN, '3']],
    ['of other records', [ok('1'), ok('9')], ['1', UNKNOWN, UNKNOWN]],
    [
      'a duplicate, whose id is that of another record',
      [bad({ api_name: 'Email', id: '3' }, 'DUPLICATE_DATA'), ok('2'), ok('3')],
      ['DUPLICATE_DATA', '2', '3'],
    ],
    [
      'fewer, one a duplicate',
      [bad({ api_name: 'Email', id: '3' }, 'DUPLICATE_DATA')],
      [UNKNOWN, UNKNOWN, UNKNOWN],
    ],
  ])('of rows to change: %s', async (_, data, wanted) => {
    const rows: readonly (LeadWrite & Identified)[] = ['1', '2', '3'].map((id) => ({ id, Company: 'x' }))
    expect(inShort(await (await answering(207, data)).updateMany(rows))).toEqual(wanted)
  })

  test('of records to delete: their ids say which', async () => {
    const leads = await answering(207, [bad({ id: '2' }), ok('3')])
    expect(inShort(await leads.deleteMany(['1', '2', '3']))).toEqual([UNKNOWN, 'INVALID_DATA', '3'])
  })

  test('of one record to change or delete: another one is not believed', async () => {
    const leads = await answering(200, [ok('2')])
    for (const write of [() => leads.update('1', {}), () => leads.delete('1')])
      expect(await caught(write())).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(await leads.update('2', {})).toEqual({ id: '2' })
  })
})

test('an upsert says what it did', async () => {
  const update = ok('1', { action: 'update', duplicate_field: 'Email' })
  const insert = ok('2', { action: 'insert', duplicate_field: null })
  const leads = await answering(200, [update, insert, bad(at(2))])
  const results = await leads.upsertMany(manyLeads(3))
  expect(results).toMatchObject([
    { ok: true, id: '1', action: 'update', duplicateField: 'Email' },
    { ok: true, id: '2', action: 'insert', duplicateField: null },
    { ok: false, error: { code: 'INVALID_DATA', field: 'Company' } },
  ])
  const single = await answering(200, [update])
  expect(await single.upsert(manyLeads(1)[0] ?? {})).toEqual({
    id: '1',
    action: 'update',
    duplicateField: 'Email',
  })
  const refused = await answering(400, [bad(at(0))])
  expect(await caught(refused.upsert({}))).toBeInstanceOf(ValidationError)
})

test('other writes do not', async () => {
  const leads = await answering(201, [ok('1')])
  const [result] = await leads.createMany(manyLeads(1))
  expect(result).toEqual({ ok: true, index: 0, row: manyLeads(1)[0], id: '1', record: { id: '1' } })
})
