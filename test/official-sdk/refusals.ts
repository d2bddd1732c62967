import { beforeAll, expect, test } from 'vitest'
import { type Played, play } from './scenario.ts'

/** What the SDK makes of an error object of the API. */
const exception = (code: string, details: object): object => ({
  APIException: {
    code: { Choice: code },
    status: { Choice: 'error' },
    message: { Choice: expect.any(String) },
    details,
  },
})

/** A call that is refused as a whole by 400. */
const refused = (code: string, details: object): object => ({ status: 400, object: exception(code, details) })

/** A row of a batch that is refused. */
const rowRefused = (code: string, details: object): object => ({
  status: 400,
  object: { ActionWrapper: { data: [exception(code, details)] } },
})

/** Where a field is in the body. */
const at = (api_name: string, index = 0): object => ({ api_name, json_path: `$.data[${index}].${api_name}` })

/** Tests of refusals: each is an APIException with the code and the details that the API gave. */
export function refusals(): void {
  let played: Played
  beforeAll(async () => {
    played = await play('refusals', {
      unknownId: 400,
      hidden: { Administrator: { modules: ['Deals'] } },
    })
  })

  test('of rows', () => {
    const { got, emulator } = played
    expect(got.missing).toEqual(rowRefused('MANDATORY_NOT_FOUND', at('Last_Name')))
    expect(got.cleared).toEqual(rowRefused('MANDATORY_NOT_FOUND', at('Last_Name')))
    const tooLong = (index: number): object => ({ ...at('City', index), maximum_length: '100' })
    expect(got.tooLong).toEqual(rowRefused('INVALID_DATA', tooLong(0)))
    expect(got.wrongLookup).toEqual(rowRefused('INVALID_DATA', at('Account_Name')))
    expect(got.mixed.status).toBe(207)
    expect(got.mixed.object.ActionWrapper.data).toEqual([
      { SuccessResponse: expect.objectContaining({ message: { Choice: 'record added' } }) },
      exception('INVALID_DATA', tooLong(1)),
    ])
    const names = emulator.records('Leads').map((row) => row['Last_Name'])
    expect(names).toEqual(['Refused', 'Refused'])
  })

  test('of duplicates, which say what they are duplicates of', () => {
    const twins = played.emulator.records('Contacts').filter((row) => row['Email'] === 'twin@example.com')
    const id = `${twins[0]?.['id']}n`
    const owner = { MinifiedUser: { name: expect.any(String), id: expect.any(String) } }
    const module = { MinifiedModule: { apiName: 'Contacts', id: expect.any(String) } }
    const duplicate_record = { DuplicateRecord: { id, owner, module } }
    expect(twins).toHaveLength(1)
    expect(played.got.duplicate).toEqual(
      rowRefused('DUPLICATE_DATA', { ...at('Email'), id, duplicate_record, more_records: false }),
    )
  })

  test('of ids', () => {
    const { got } = played
    expect(got.wrongIdRead).toEqual(refused('INVALID_DATA', { resource_path_index: 1 }))
    expect(got.wrongIdUpdated).toEqual(rowRefused('INVALID_DATA', at('id')))
    expect(got.wrongIdDeleted).toEqual(rowRefused('INVALID_DATA', { id: '1n' }))
  })

  test('of bodies', () => {
    const place = { api_name: 'data', json_path: '$.data' }
    expect(played.got.tooMany).toEqual(refused('LIMIT_EXCEEDED', { ...place, limit: 100 }))
    const trigger = { api_name: 'trigger', json_path: '$.trigger[0]', supported_values: expect.any(Array) }
    expect(played.got.wrongTrigger).toEqual(refused('INVALID_DATA', trigger))
    const feature = { api_name: 'name', json_path: '$.apply_feature_execution[0].name' }
    expect(played.got.wrongFeature).toEqual(refused('MANDATORY_NOT_FOUND', feature))
  })

  test('of parameters', () => {
    const { got } = played
    expect(got.noFields).toEqual(refused('REQUIRED_PARAM_MISSING', { param_name: 'fields' }))
    expect(got.tooManyFields).toEqual(refused('LIMIT_EXCEEDED', { param_name: 'fields', limit: 50 }))
    expect(got.wrongView).toEqual(refused('INVALID_DATA', { param_name: 'cvid' }))
    const token = { api_name: 'page_token', json_path: '$.query.page_token' }
    expect(got.wrongToken).toEqual(refused('EXPIRED_VALUE', token))
    expect(got.wrongType).toEqual(refused('PATTERN_NOT_MATCHED', { param_name: 'type' }))
    expect(got.twoCounts).toEqual(
      refused('AMBIGUITY_DURING_PROCESSING', {
        ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'word' }],
      }),
    )
  })

  test('of searches', () => {
    const { got } = played
    expect(got.nothingSearched).toEqual(
      refused('EXPECTED_PARAM_MISSING', { param_names: ['criteria', 'email', 'phone', 'word'] }),
    )
    expect(got.wrongCriteria).toEqual(refused('INVALID_QUERY', { reason: expect.any(String) }))
    expect(got.limitReached).toEqual(refused('LIMIT_REACHED', { limit: 2000 }))
  })

  test('of queries', () => {
    const { got } = played
    expect(got.syntax).toEqual(refused('SYNTAX_ERROR', { near: 'from', line: 1, column: 8 }))
    expect(got.wrongColumn).toEqual(refused('INVALID_QUERY', { column_name: 'Nothing' }))
    expect(got.wrongModule).toEqual(refused('INVALID_MODULE', {}))
    expect(got.tooMuch).toEqual(refused('LIMIT_EXCEEDED', { clause: 'limit', limit: 2000 }))
  })

  test('of modules', () => {
    const { got } = played
    expect(got.unknownModule).toEqual(refused('INVALID_MODULE', { resource_path_index: 0 }))
    const details = { permissions: ['Crm_Implied_View_Deals'] }
    expect(got.hidden).toEqual({ status: 403, object: exception('NO_PERMISSION', details) })
  })

  // Whatever needs the fields of a module asks for them first, and the SDK throws where that is refused. It also checks
  // picklist values by itself; mandatory fields it leaves to the API.
  test('by the SDK itself', () => {
    const { got } = played
    expect(got.unknownModuleAtHome).toEqual({
      code: 'API_EXCEPTION',
      details: { code: 'INVALID_MODULE', status: 'error', message: expect.any(String) },
    })
    expect(got.valueAtHome).toMatchObject({
      code: 'UNACCEPTED VALUES ERROR',
      details: { field: 'leadSource', 'given-value': 'No option' },
    })
  })
}
