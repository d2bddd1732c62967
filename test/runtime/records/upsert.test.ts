import { DuplicateError, type Identified, Module, ValidationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { callsTo, caught, clientOf } from '../support.ts'
import { errorsOf, inShort, lead, manyLeads, opened } from './write-support.ts'

const withEmail = (index: number) => ({ ...lead(index), Email: `doe.${index}@acme.example` })

describe('upsert', () => {
  test('creates what is not there and changes what is', async () => {
    const { zoho, leads } = await opened()
    const first = await leads.upsert(withEmail(1), { by: ['Email'] })
    expect(first).toMatchObject({ action: 'insert', duplicateField: null })
    const second = await leads.upsert({ ...withEmail(1), Company: 'Other' }, { by: ['Email'] })
    expect(second).toMatchObject({ id: first.id, action: 'update', duplicateField: 'Email' })
    expect(zoho.records('Leads')).toMatchObject([{ id: first.id, Company: 'Other' }])
    expect(callsTo(zoho, 'POST /crm/v8/Leads/upsert')).toHaveLength(2)
  })

  test('undefined leaves a value, null clears it', async () => {
    class Any extends Module<Identified, Record<string, unknown>, Record<string, unknown>> {
      static override readonly apiName = 'Leads'
    }
    const { zoho, client } = await opened()
    const leads = new Any(client)
    const phone = () => zoho.records('Leads').map(({ Phone }) => Phone)
    await leads.upsert({ ...withEmail(1), Phone: '1' })
    await leads.upsert({ ...withEmail(1), Phone: undefined })
    expect(phone()).toEqual(['1'])
    await leads.upsertMany([{ ...withEmail(1), Phone: null }])
    expect(phone()).toEqual([null])
  })

  test('throws what is wrong with the row', async () => {
    const { leads } = await opened()
    const error = await caught(leads.upsert({ Company: 'Acme' }, { by: ['Email'] }))
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ code: 'MANDATORY_NOT_FOUND', field: 'Last_Name' })
  })
})

describe('upsertMany', () => {
  test('says of each row what it did', async () => {
    const { zoho, leads } = await opened()
    const ids = inShort(await leads.createMany([1, 3, 5].map(withEmail)))
    const rows = [0, 1, 2, 3, 4, 5].map((index) => ({ ...withEmail(index), Company: `C ${index}` }))
    const results = await leads.upsertMany(rows, { by: ['Email'], batchSize: 4 })
    expect(results.map((result) => result.ok && [result.action, result.duplicateField])).toEqual(
      rows.map((_, index) => (index % 2 === 0 ? ['insert', null] : ['update', 'Email'])),
    )
    expect([1, 3, 5].map((index) => inShort(results)[index])).toEqual(ids)
    const companies = new Map(zoho.records('Leads').map(({ id, Company }) => [id, Company]))
    expect(inShort(results).map((id) => companies.get(id))).toEqual(rows.map(({ Company }) => Company))
    expect(companies.size).toBe(6)
  })

  test('what nobody knows of is written exactly once when it is sent again', async () => {
    const { zoho, leads } = await opened()
    zoho.setFaults([{ method: 'POST', path: '/upsert', skip: 1, every: 2, dropAfter: true }])
    const rows = manyLeads(60).map((_, index) => withEmail(index))
    const results = await leads.upsertMany(rows, { by: ['Email'], batchSize: 10 })
    const unknown = results.filter(({ ok }) => !ok).map(({ row }) => row)
    expect(unknown.length).toBeGreaterThan(0)
    zoho.setFaults([])
    const again = await leads.upsertMany(unknown, { by: ['Email'] })
    expect(again.every((result) => result.ok && result.action === 'update')).toBe(true)
    expect(zoho.records('Leads').map(({ Email }) => Email)).toEqual(rows.map(({ Email }) => Email))
  })

  test('a value that another record has is a duplicate of it', async () => {
    interface Bicycle {
      readonly Name: string
      readonly Frame_Number: string
      readonly Fleet_Status: string
    }
    class Bicycles extends Module<Identified & Bicycle, Bicycle, Bicycle> {
      static override readonly apiName = 'Bicycles'
    }
    const bicycles = new Bicycles(clientOf(await emulator()))
    const bicycle = (Frame_Number: string) => ({ Name: 'One', Frame_Number, Fleet_Status: 'Available' })
    const { id } = await bicycles.create(bicycle('F-1'))
    const results = await bicycles.upsertMany([bicycle('F-1'), bicycle('F-2')], { by: ['Frame_Number'] })
    expect(results).toMatchObject([
      { ok: true, id, action: 'update', duplicateField: 'Frame_Number' },
      { ok: true, action: 'insert' },
    ])
    const other = results[1]?.ok ? results[1].id : ''
    const [result] = await bicycles.updateMany([{ id: other, ...bicycle('F-1') }])
    const [error] = result === undefined ? [] : errorsOf([result])
    expect(error).toBeInstanceOf(DuplicateError)
    expect(error).toMatchObject({ field: 'Frame_Number', duplicateId: id })
  })
})
