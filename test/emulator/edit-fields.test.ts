import { describe, expect, test } from 'vitest'
import { planned } from './planned.ts'

interface Named {
  readonly api_name: string
  readonly [key: string]: unknown
}

describe('a field', () => {
  const setUp = async () => {
    const client = await planned()
    const fields = async (): Promise<readonly Named[]> =>
      (await client.get('/settings/fields?module=Leads')).body.fields
    const placed = async (): Promise<readonly string[]> =>
      (await client.get('/settings/layouts?module=Leads')).body.layouts[0].sections[0].fields.map(
        (field: Named) => field.api_name,
      )
    const named = async (name: string) => (await fields()).find((field) => field.api_name === name)
    return { ...client, named, placed }
  }

  test('that is added can be written and read, and is in the layouts', async () => {
    const { emulator, named, placed, send, get } = await setUp()
    emulator.addField('Leads', { api_name: 'Shoe_Size', data_type: 'integer' })
    emulator.addField('Leads', {
      api_name: 'Colour',
      data_type: 'picklist',
      options: ['Red', 'Blue'],
      length: 120,
    })
    expect(await named('Shoe_Size')).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      field_label: 'Shoe Size',
      json_type: 'integer',
      type: 'used',
    })
    const options = [
      { display_value: 'Red', actual_value: 'Red', sequence_number: 1 },
      { display_value: 'Blue', actual_value: 'Blue', sequence_number: 2 },
    ]
    expect(await named('Colour')).toMatchObject({ length: 120, pick_list_values: options })
    expect(await placed()).toEqual(['Lead_Source', 'Depot', 'Shoe_Size', 'Colour'])
    const row = { Last_Name: 'x', Shoe_Size: 43, Colour: 'Blue' }
    const { id } = (await send('POST', '/Leads', { data: [row] })).body.data[0].details
    expect((await get(`/Leads/${id}`)).body.data[0]).toMatchObject(row)
    const wrong = await send('POST', '/Leads', { data: [{ ...row, Shoe_Size: 'large' }] })
    expect(wrong.status).toBe(400)
  })

  test('that is changed says so in the layouts, keeps its id under another name, and is gone when removed', async () => {
    const { emulator, named, placed, send } = await setUp()
    emulator.changeField('Leads', 'Email', { system_mandatory: true })
    const refused = await send('POST', '/Leads', { data: [{ Last_Name: 'x' }] })
    expect(refused.body.data[0]).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'Email' },
    })
    emulator.changeField('Leads', 'Depot', { api_name: 'Base' })
    expect(await named('Base')).toMatchObject({ id: '6601' })
    expect(await placed()).toEqual(['Lead_Source', 'Base'])
    emulator.removeField('Leads', 'Base')
    expect(await named('Base')).toBeUndefined()
    expect(await placed()).toEqual(['Lead_Source'])
    emulator.reset()
    expect(await placed()).toEqual(['Lead_Source', 'Depot'])
  })

  test('must be there, or not yet', async () => {
    const { emulator } = await setUp()
    const text = { api_name: 'Email', data_type: 'text' }
    expect(() => emulator.addField('Leads', text)).toThrow('There is a field Email in Leads already.')
    expect(() => emulator.addField('Nope', text)).toThrow('There are no fields of Nope.')
    expect(() => emulator.removeField('Leads', 'Nope')).toThrow('There is no field Nope in Leads.')
    expect(() => emulator.changeField('Leads', 'Nope', {})).toThrow(RangeError)
  })
})
