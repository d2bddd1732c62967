import { describe, expect, test } from 'vitest'
import { field } from './org.ts'
import { planned } from './planned.ts'

describe('addOption', () => {
  const optionsIn = (fields: readonly { api_name: string; pick_list_values: unknown[] }[], name: string) =>
    fields.find((each) => each.api_name === name)?.pick_list_values

  test('adds to a picklist and to the layouts that repeat it', async () => {
    const client = await planned({ records: 40 })
    client.emulator.addOption('Leads', 'Lead_Source', 'Fair')
    const { fields } = (await client.get('/settings/fields?module=Leads')).body
    const options = optionsIn(fields, 'Lead_Source')
    expect(options).toEqual([
      expect.objectContaining({ display_value: 'Shop', actual_value: 'Store' }),
      {
        display_value: 'Fair',
        sequence_number: 2,
        reference_value: 'Fair',
        actual_value: 'Fair',
        id: expect.stringMatching(/^\d{18,19}$/),
        type: 'used',
      },
    ])
    const { layouts } = (await client.get('/settings/layouts?module=Leads')).body
    for (const layout of layouts.slice(0, 2))
      expect(optionsIn(layout.sections[0].fields, 'Lead_Source')).toEqual(options)
    const { data } = (await client.get('/Leads?fields=Lead_Source')).body
    expect(data).toContainEqual(expect.objectContaining({ Lead_Source: 'Fair' }))
  })

  test('adds to a global picklist wherever its values are repeated', async () => {
    const client = await planned()
    const { emulator, get } = client
    emulator.editOrg('fields_Deals.json', (body) => ({
      fields: [
        ...(body['fields'] as object[]),
        field('Base', 'picklist', { global_picklist: { api_name: 'Depot', id: '991' } }),
      ],
    }))
    emulator.addOption('Leads', 'Depot', 'South')
    const south = expect.objectContaining({ display_value: 'South', actual_value: 'South' })
    const ofFields = async (of: string, name: string): Promise<unknown> =>
      optionsIn((await get(`/settings/fields?module=${of}`)).body.fields, name)
    expect(await ofFields('Leads', 'Depot')).toContainEqual(south)
    expect(await ofFields('Deals', 'Base')).toEqual([south])
    const [standard] = (await get('/settings/layouts?module=Leads')).body.layouts
    expect(optionsIn(standard.sections[0].fields, 'Depot')).toContainEqual(south)
    const [depot] = (await get('/settings/global_picklists/991')).body.global_picklists
    expect(depot.pick_list_values.at(-1)).toEqual({
      display_value: 'South',
      actual_value: 'South',
      id: expect.any(String),
    })
  })

  test('refuses what is no picklist', async () => {
    const { emulator } = await planned()
    for (const [of, name] of [
      ['Leads', 'Nope'],
      ['Nope', 'Lead_Source'],
      ['Leads', 'Gone'],
    ] as const)
      expect(() => emulator.addOption(of, name, 'x')).toThrow(RangeError)
  })
})

describe('an option that is removed or renamed', () => {
  test('is so in the field and in the layouts, and another display value keeps id and actual value', async () => {
    const { emulator, get } = await planned()
    emulator.renameOption('Leads', 'Lead_Source', 'Shop', 'Showroom')
    const values = async (): Promise<unknown> => {
      const { fields } = (await get('/settings/fields?module=Leads')).body
      const [layout] = (await get('/settings/layouts?module=Leads')).body.layouts
      const inBoth = [fields, layout.sections[0].fields].map(
        (all) =>
          all.find((one: { api_name: string }) => one.api_name === 'Lead_Source')
            .pick_list_values as object[],
      )
      expect(inBoth[0]).toEqual(inBoth[1])
      return inBoth[0]
    }
    const renamed = { display_value: 'Showroom', actual_value: 'Store', id: '661' }
    expect(await values()).toEqual([expect.objectContaining(renamed)])
    emulator.removeOption('Leads', 'Lead_Source', 'Showroom')
    expect(await values()).toEqual([])
    emulator.reset()
    expect(await values()).toEqual([expect.objectContaining({ display_value: 'Shop' })])
  })

  test('is so in a global picklist too', async () => {
    const { emulator, get } = await planned()
    emulator.removeOption('Leads', 'Depot', 'N')
    const [depot] = (await get('/settings/global_picklists/991')).body.global_picklists
    expect(JSON.stringify(depot.pick_list_values)).not.toContain('"N"')
  })

  test('must be there', async () => {
    const { emulator } = await planned()
    const none = 'There is no option Web of Lead_Source in Leads.'
    expect(() => emulator.removeOption('Leads', 'Lead_Source', 'Web')).toThrow(none)
    expect(() => emulator.renameOption('Leads', 'Lead_Source', 'Web', 'x')).toThrow(none)
  })
})
