import { describe, expect, test } from 'vitest'
import { type Client, call, signIn } from './client.ts'
import { corpus, hasCorpus, NO_CORPUS, readJson } from './corpus.ts'
import { planned, plannedOrg } from './planned.ts'

/** The status of a call with a token of one scope. */
async function statusWith(scope: string, path: string): Promise<number> {
  const { emulator } = await planned()
  return (await (await signIn(emulator, { scope: `ZohoCRM.settings.${scope}.READ` })).get(path)).status
}

async function refusal(client: Client, path: string): Promise<unknown> {
  const { status, body } = await client.get(path)
  return { status, code: body.code, details: body.details, message: body.message }
}

describe('dependencies of picklists', () => {
  const list = '/settings/layouts/881/map_dependency?module=Leads'

  test('are those of a layout, as they are in its file', async () => {
    const { get } = await planned()
    expect(await get(list)).toMatchObject({
      status: 200,
      text: JSON.stringify(plannedOrg['map_dependency_881.json']),
    })
    expect((await get('/settings/layouts/882/map_dependency?module=Leads')).status).toBe(204)
    const one = await get('/settings/layouts/881/map_dependency/331?module=Leads')
    expect(one.body.map_dependency).toMatchObject([
      { id: '331', pick_list_values: [{ maps: [{ id: '9911' }] }] },
    ])
    expect(one.body.map_dependency[0]).not.toHaveProperty('sub_module')
  })

  test('may have their values in the answer for one only', async () => {
    const { get } = await planned({ dependencyValues: 'single' })
    const { body } = await get(list)
    expect(body).toMatchObject({ map_dependency: [{ id: '331', sub_module: null }], info: { count: 1 } })
    expect(body.map_dependency[0]).not.toHaveProperty('pick_list_values')
    const one = await get('/settings/layouts/881/map_dependency/331?module=Leads')
    expect(one.body.map_dependency).toMatchObject([{ pick_list_values: [{ id: '661' }] }])
  })

  test.each([
    ['881/map_dependency', 'REQUIRED_PARAM_MISSING', { param_name: 'module' }],
    ['881/map_dependency?module=Nope', 'INVALID_MODULE', { param_name: 'module' }],
    ['881/map_dependency?module=Home', 'API_NOT_SUPPORTED', {}],
    ['99/map_dependency?module=Leads', 'INVALID_DATA', { resource_path_index: 2 }],
    ['881/map_dependency?module=Deals', 'INVALID_DATA', { resource_path_index: 2 }],
    ['883/map_dependency?module=Leads', 'INVALID_DATA', { resource_path_index: 2 }],
    ['881/map_dependency/99?module=Leads', 'INVALID_DATA', { resource_path_index: 4 }],
    ['882/map_dependency/331?module=Leads', 'INVALID_DATA', { resource_path_index: 4 }],
  ])('%s is refused', async (path, code, details) => {
    const refused = await refusal(await planned(), `/settings/layouts/${path}`)
    expect(refused).toMatchObject({ status: 400, code, details })
  })

  test('need their scope', async () => {
    expect(await statusWith('map_dependency', list)).toBe(200)
    expect(await statusWith('layouts', list)).toBe(401)
  })
})

describe('pipelines', () => {
  test('are those of a layout of Deals, as they are in its file', async () => {
    const { get } = await planned()
    expect((await get('/settings/pipeline?layout_id=884')).text).toBe(
      JSON.stringify(plannedOrg['pipeline_884.json']),
    )
    expect((await get('/settings/pipeline?layout_id=885')).status).toBe(204)
    expect((await get('/settings/pipeline/443?layout_id=884')).body).toMatchObject({
      pipeline: [{ id: '443', display_value: 'Fleet' }],
    })
  })

  test.each([
    ['', 'REQUIRED_PARAM_MISSING', { param_name: 'layout_id' }],
    ['?layout_id=99', 'INVALID_DATA', { param_name: 'layout_id' }],
    // A layout of another module.
    ['?layout_id=881', 'INVALID_DATA', { param_name: 'layout_id' }],
    ['/449?layout_id=884', 'INVALID_DATA', { resource_path_index: 2 }],
    ['/441?layout_id=885', 'INVALID_DATA', { resource_path_index: 2 }],
  ])('%s is refused', async (path, code, details) => {
    const refused = await refusal(await planned(), `/settings/pipeline${path}`)
    expect(refused).toMatchObject({ status: 400, code, details })
  })

  test('need their scope', async () => {
    expect(await statusWith('pipeline', '/settings/pipeline?layout_id=884')).toBe(200)
    expect(await statusWith('layouts', '/settings/pipeline?layout_id=884')).toBe(401)
  })

  test.skipIf(!hasCorpus)(
    `were refused by version 2 as it was recorded ${hasCorpus ? '' : NO_CORPUS}`,
    async () => {
      const { emulator, headers } = await planned()
      const reply = await call(`${emulator.apiUrl}/crm/v2/settings/pipeline?layout_id=884`, { headers })
      expect(reply.body).toEqual(readJson(corpus, 'brokerage', 'error_pipelines.json'))
    },
  )
})

describe('associations of a global picklist', () => {
  const path = (id: string): string => `/settings/global_picklists/${id}/actions/associations`

  test('are the fields that take their values from it, and the layouts that have them', async () => {
    const { get } = await planned()
    expect((await get(path('991'))).body).toEqual({
      associations: [
        {
          field: { api_name: 'Depot', id: '6601' },
          module: { plural_label: 'Enquiries', api_name: 'Leads', id: '771' },
          layouts: [{ name: 'Standard', id: '881', status: 'active' }],
        },
      ],
      info: { per_page: 200, count: 1, page: 1, more_records: false },
    })
  })

  test('204 where there is none, 400 where there is no such picklist', async () => {
    const client = await planned()
    expect((await client.get(path('992'))).status).toBe(204)
    expect(await refusal(client, path('99'))).toMatchObject({
      status: 400,
      code: 'INVALID_DATA',
      details: { resource_path_index: 2 },
    })
  })

  test('need their scope', async () => {
    expect(await statusWith('global_picklist', path('991'))).toBe(200)
    expect(await statusWith('fields', path('991'))).toBe(401)
  })
})
