import { beforeAll, expect, test } from 'vitest'
import { type Played, play } from './scenario.ts'

type Row = Readonly<Record<string, unknown>>

const PERSON = { MinifiedUser: { name: expect.any(String), id: expect.stringMatching(/^\d+n$/) } }

/** What the SDK gives for a row that was written. */
const written = (message: string, id: unknown, rest: object = {}): object => ({
  SuccessResponse: {
    code: { Choice: 'SUCCESS' },
    status: { Choice: 'success' },
    message: { Choice: message },
    details: expect.objectContaining({
      id,
      Modified_By: PERSON,
      Created_By: PERSON,
      Modified_Time: { Date: expect.any(String) },
      Created_Time: { Date: expect.any(String) },
    }),
    ...rest,
  },
})

const removed = (id: unknown): object => ({
  SuccessResponse: {
    code: { Choice: 'SUCCESS' },
    status: { Choice: 'success' },
    message: { Choice: 'record deleted' },
    details: { id },
  },
})

const answered = (status: number, ...data: readonly unknown[]): object => ({
  status,
  object: { ActionWrapper: { data } },
})

/** Tests of writes, each of which is found in the records. */
export function writes(): void {
  let played: Played
  /** The ids of the hundred leads that were created, in the order of their rows. */
  let ids: readonly string[]
  beforeAll(async () => {
    played = await play('writes')
    ids = played.got.created.object.ActionWrapper.data.map(
      (row: { SuccessResponse: { details: { id: string } } }) => row.SuccessResponse.details.id,
    )
  })
  const stored = (module: string, id: unknown): Row | undefined =>
    played.emulator.records(module).find((row) => row['id'] === id)
  const lead = (index: number): Row | undefined => stored('Leads', ids[index])

  test('a hundred are created', () => {
    expect(played.got.created).toEqual(answered(201, ...ids.map((id) => written('record added', id))))
    expect(new Set(ids).size).toBe(100)
    expect(lead(50)).toMatchObject({
      Last_Name: 'Judge 50',
      Company: 'Official SDK',
      Lead_Source: 'Cold Call',
      No_of_Employees: 50,
      Annual_Revenue: 50.5,
      Email_Opt_Out: true,
      Preferred_Season: ['Spring'],
    })
  })

  test('long numbers, lookups and dates are written; triggers and features are named', () => {
    const [account] = played.emulator.records('Accounts')
    const contact = played.emulator.records('Contacts').find((row) => row['Last_Name'] === 'Typed')
    expect(account).toMatchObject({ Account_Name: 'Bench', Account_Number: '9007199254740993' })
    expect(played.got.typed).toEqual(answered(201, written('record added', contact?.['id'])))
    expect(contact).toMatchObject({ Account_Name: { id: account?.['id'] }, Date_of_Birth: '1990-05-01' })
    const record = played.got.typedRead.object.ResponseWrapper.data[0].Record
    expect(record).toMatchObject({
      Account_Name: { Record: { id: `${account?.['id']}n`, name: 'Bench' } },
      Date_of_Birth: { Date: '1990-05-01T00:00:00.000Z' },
    })
  })

  test('subforms and lookups of many are written', () => {
    const [bicycle] = played.emulator.records('Bicycles')
    const [rental] = played.emulator.records('Rentals')
    expect(played.got.structured).toEqual(answered(201, written('record added', rental?.['id'])))
    expect(rental).toMatchObject({
      Starts: expect.stringContaining('2026-06-01T'),
      Extras: [{ Extra: 'Lock', Count: 2 }],
      Bicycles: [{ Bicycle: { id: bicycle?.['id'] } }],
    })
    const record = played.got.structuredRead.object.ResponseWrapper.data[0].Record
    expect(record).toMatchObject({
      Rider: { Record: { name: 'Rider' } },
      Starts: { Date: '2026-06-01T10:00:00.000Z' },
      Extras: [{ Record: { id: expect.stringMatching(/^\d+n$/), Extra: { Choice: 'Lock' }, Count: 2 } }],
      Bicycles: [{ Record: { Bicycle: { Record: { id: `${bicycle?.['id']}n`, name: 'One' } } } }],
    })
  })

  test('one is updated, and a field cleared', () => {
    expect(played.got.updated).toEqual(answered(200, written('record updated', ids[0])))
    expect(lead(0)).toMatchObject({ City: 'Paris', Company: 'Other', Last_Name: 'Judge 0' })
    expect(played.got.cleared).toEqual(answered(200, written('record updated', ids[1])))
    expect(lead(1)).toMatchObject({ City: null, Last_Name: 'Judge 1' })
  })

  test('many are updated, and no other', () => {
    const changed = ids.slice(2, 5)
    const rows = changed.map((id) => written('record updated', id))
    expect(played.got.updatedMany).toEqual(answered(200, ...rows))
    expect([2, 3, 4].map((index) => lead(index)?.['City'])).toEqual(changed.map((id) => `Town ${id}`))
    expect(lead(5)?.['City']).toBe('London')
  })

  test('values are appended', () => {
    expect(played.got.appended).toEqual(answered(200, written('record updated', ids[0])))
    expect(lead(0)?.['Preferred_Season']).toEqual(['Spring', 'Winter'])
  })

  test('an update can be conditional', () => {
    expect(played.got.unmodified).toEqual(answered(200, written('record updated', ids[5])))
    expect(lead(5)?.['Designation']).toBe('Judge')
    const modified = {
      APIException: {
        code: { Choice: 'ALREADY_MODIFIED' },
        status: { Choice: 'error' },
        message: { Choice: expect.any(String) },
        details: expect.any(Object),
      },
    }
    expect(played.got.modified).toEqual(answered(412, modified))
    expect(lead(6)?.['Designation'] ?? null).toBeNull()
  })

  test('an upsert updates by the duplicate check field, or creates', () => {
    const contacts = played.emulator.records('Contacts')
    const byEmail = (email: string): readonly Row[] => contacts.filter((row) => row['Email'] === email)
    const [first] = byEmail('upsert@example.com')
    const [second] = byEmail('other@example.com')
    expect([byEmail('upsert@example.com').length, byEmail('other@example.com').length]).toEqual([1, 1])
    expect(first?.['Last_Name']).toBe('Updated')
    expect(played.got.upserted).toEqual(
      answered(
        200,
        written('record updated', first?.['id'], { action: { Choice: 'update' }, duplicateField: 'Email' }),
        written('record added', second?.['id'], { action: { Choice: 'insert' } }),
      ),
    )
  })

  test('one is deleted, and many, of which one is not there', () => {
    expect(played.got.deleted).toEqual(answered(200, removed(ids[98])))
    const unknown = {
      APIException: {
        code: { Choice: 'INVALID_DATA' },
        status: { Choice: 'error' },
        message: { Choice: expect.any(String) },
        details: { id: '1n' },
      },
    }
    expect(played.got.deletedMany).toEqual(answered(207, removed(ids[97]), removed(ids[99]), unknown))
    expect([96, 97, 98, 99].map((index) => lead(index)?.['id'])).toEqual([
      ids[96],
      undefined,
      undefined,
      undefined,
    ])
  })

  test('what was deleted is listed', () => {
    const { status, object } = played.got.bin
    const { data, info } = object.DeletedRecordsWrapper
    const deleted = [99, 97, 98].map((index) => ({
      DeletedRecord: {
        id: `${ids[index]}n`,
        displayName: `Judge ${index}`,
        type: 'recycle',
        createdBy: PERSON,
        deletedBy: PERSON,
        deletedTime: { Date: expect.any(String) },
      },
    }))
    expect([status, data]).toEqual([200, deleted])
    expect(info.Info).toEqual({ perPage: 200, moreRecords: false, count: 3, page: 1 })
    expect(played.got.laterBin).toEqual({ status: 304, object: null })
  })
}
