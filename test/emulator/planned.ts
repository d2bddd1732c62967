import type { EmulatorOptions } from '../../emulator/index.ts'
import { type Client, signedIn } from './client.ts'
import { field, leadFields, module, option, orgFolder, smallOrg } from './org.ts'

const pick = (display_value: string, id: string, actual_value = display_value): object => ({
  display_value,
  actual_value,
  id,
})

/** A global picklist's option in a field of the small organisation. */
const depots = [{ ...option('N', 'n'), id: '9911', sequence_number: 1 }]

const depotField = field('Depot', 'picklist', {
  id: '6601',
  json_type: 'string',
  global_picklist: { api_name: 'Depot', id: '991' },
  pick_list_values: depots,
})

const sourceField = field('Lead_Source', 'picklist', {
  id: '6602',
  pick_list_values: [{ ...option('Shop', 'Store'), id: '661', sequence_number: 1 }],
})

/** Views as a folder may have them: the list has less than the answer for one. */
const VIEWS = ['1', '2', '3'].map((id) => ({
  id: `55${id}`,
  name: `View ${id}`,
  default: id === '2',
  fields: [
    { api_name: 'Last_Name', id: '1' },
    { api_name: 'Email', id: '2' },
  ],
  criteria: null,
}))

/** The small organisation with what people plan in Zoho's settings: layouts, views, dependencies, pipelines. */
export const plannedOrg: Readonly<Record<string, object | string>> = {
  ...smallOrg,
  'modules.json': {
    modules: [
      module('Home', { api_supported: false }),
      module('Leads', { id: '771', plural_label: 'Enquiries', modified_time: '2026-01-10T10:00:00+02:00' }),
      module('Accounts', { id: '772', plural_label: 'Companies' }),
      module('Deals', { id: '779', plural_label: 'Deals' }),
      module('Undescribed', { id: '775' }),
      module('Empty', { id: '776' }),
    ],
  },
  'fields_Leads.json': {
    fields: [
      ...leadFields.filter((each) => !('api_name' in each && each.api_name === 'Lead_Source')),
      sourceField,
      depotField,
    ],
  },
  'layouts_Leads.json': {
    layouts: [
      { id: '881', name: 'Standard', status: 'active', sections: [{ fields: [sourceField, depotField] }] },
      { id: '882', name: 'Short', status: 'active', sections: [{ fields: [sourceField] }] },
      { id: '883', name: 'Old', status: 'inactive', sections: [] },
    ],
  },
  'related_lists_Leads.json': {
    related_lists: [
      { id: '1', api_name: 'Accounts', module: { api_name: 'Accounts', id: '772' } },
      { id: '2', api_name: 'Timeline', module: null },
    ],
  },
  'custom_views_Leads.json': {
    custom_views: VIEWS,
    info: {
      per_page: 200,
      default: '552',
      count: 3,
      page: 1,
      more_records: false,
      translation: { a: 'A' },
    },
  },
  'custom_views_Empty.json': '',
  'map_dependency_881.json': {
    map_dependency: [
      {
        parent: { api_name: 'Lead_Source', id: '6602' },
        child: { api_name: 'Depot', id: '6601' },
        pick_list_values: [{ ...pick('Shop', '661', 'Store'), maps: [pick('N', '9911', 'n')] }],
        internal: false,
        sub_module: null,
        active: true,
        source: 1,
        category: 0,
        id: '331',
      },
    ],
    info: { per_page: 200, count: 1, page: 1, more_records: false },
  },
  'fields_Deals.json': {
    fields: [
      field('Pipeline', 'picklist', { pick_list_values: [option('Sales', 'Sales')] }),
      field('Stage', 'picklist', { pick_list_values: [option('New', 'New')] }),
    ],
  },
  'layouts_Deals.json': {
    layouts: [
      { id: '884', name: 'Standard', sections: [] },
      { id: '885', name: 'Plain', sections: [] },
    ],
  },
  'pipeline_884.json': {
    pipeline: [
      { ...pick('Sales', '441'), default: true, maps: [{ ...pick('New', '442'), sequence_number: 1 }] },
      { ...pick('Fleet', '443'), default: false, maps: [] },
    ],
  },
  'global_picklists.json': {
    global_picklists: [
      { id: '991', api_name: 'Depot', pick_list_values: [pick('N', '9911', 'n')] },
      { id: '992', api_name: 'Nobody', pick_list_values: [] },
    ],
  },
}

/** A client of an emulator of that organisation. */
export async function planned(options: EmulatorOptions = {}): Promise<Client> {
  return signedIn({ org: await orgFolder(plannedOrg), ...options })
}
