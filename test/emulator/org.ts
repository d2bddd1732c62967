import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A described field, with what a test says about it. */
export function field(api_name: string, data_type: string, rest: object = {}): object {
  const operation_type = { web_create: true, web_update: true, api_create: true, api_update: true }
  const defaults = { system_mandatory: false, unique: {}, lookup: {}, pick_list_values: [], type: 'used' }
  return { id: `77000000000${api_name.length}`, api_name, data_type, operation_type, ...defaults, ...rest }
}

/** A listed module, with what a test says about it. */
export function module(api_name: string, rest: object = {}): object {
  const abilities = { api_supported: true, creatable: true, editable: true, deletable: true }
  return {
    api_name,
    id: `77${api_name.length}`,
    ...abilities,
    generated_type: 'default',
    modified_time: null,
    ...rest,
  }
}

/** An option of a picklist whose record value is its display value. */
export const option = (display_value: string, actual_value: string, type = 'used'): object => ({
  display_value,
  actual_value,
  reference_value: display_value,
  type,
})

/** Fields of every kind that the tests are about. */
export const leadFields: readonly object[] = [
  field('id', 'bigint', { json_type: 'string', operation_type: { api_create: false, api_update: false } }),
  field('Owner', 'ownerlookup', { json_type: 'jsonobject', system_mandatory: true }),
  field('Last_Name', 'text', { json_type: 'string', system_mandatory: true, length: 80 }),
  field('First_Name', 'text', { json_type: 'string', length: 40 }),
  field('Full_Name', 'text', {
    json_type: 'string',
    operation_type: { api_create: false, api_update: false },
  }),
  field('Email', 'email', { json_type: 'string', length: 100, unique: { case_sensitive: false } }),
  field('Lead_Source', 'picklist', {
    json_type: 'string',
    pick_list_values: [option('-None-', '-None-'), option('Shop', 'Store'), option('Old', 'Old', 'unused')],
  }),
  field('Interests', 'multiselectpicklist', {
    json_type: 'jsonarray',
    pick_list_values: [option('A', 'a'), option('B', 'b')],
  }),
  field('Employees', 'integer', { json_type: 'integer', length: 9 }),
  field('Revenue', 'currency', { json_type: 'double', length: 16 }),
  field('Opted_Out', 'boolean', { json_type: 'boolean' }),
  field('Born', 'date', { json_type: 'string' }),
  field('Called', 'datetime', { json_type: 'string' }),
  field('Notes', 'textarea', { json_type: 'string', length: 50_000, textarea: { type: 'rich_text' } }),
  field('Account', 'lookup', {
    json_type: 'jsonobject',
    lookup: { module: { api_name: 'Accounts', id: '1' } },
  }),
  field('Score', 'formula', {
    json_type: 'double',
    operation_type: { api_create: false, api_update: false },
  }),
  field('Number', 'autonumber', {
    json_type: 'string',
    auto_number: { prefix: 'L-', start_number: 1, suffix: '' },
  }),
  field('Tag', 'text', { json_type: 'jsonarray' }),
  field('Items', 'subform', {
    json_type: 'jsonarray',
    associated_module: { module: 'Lead_Items', id: '9' },
    operation_type: { api_create: false, api_update: false },
  }),
  field('Products', 'multiselectlookup', {
    json_type: 'jsonarray',
    multiselectlookup: {
      linking_details: { connected_lookup_field: { api_name: 'Product' } },
      connected_details: { module: { api_name: 'Accounts' } },
    },
  }),
  field('Gone', 'text', { json_type: 'string', type: 'unused' }),
]

const HOSTILE = ['__proto__', 'a/b', '../modules', 'Angebote (alt) *', '客户', 'constructor']

/** A small organisation: leads with one field of each kind, accounts, a subform, and module names of all sorts. */
export const smallOrg: Readonly<Record<string, object | string>> = {
  'modules.json': {
    modules: [
      module('Home', { api_supported: false, status: 'visible' }),
      module('Leads', { id: '771', status: 'visible', modified_time: '2026-01-10T10:00:00+02:00' }),
      module('Accounts', { id: '772', status: 'user_hidden' }),
      module('Lead_Items', { id: '773', generated_type: 'subform', creatable: false }),
      module('Trips', { id: '774', generated_type: 'custom' }),
      module('Undescribed', { id: '775' }),
      module('Empty', { id: '776' }),
      ...HOSTILE.map((name, index) => module(name, { id: `78${index}` })),
    ],
    unknown_key: true,
  },
  'fields_Leads.json': { fields: leadFields },
  'fields_Accounts.json': {
    fields: [field('Account_Name', 'text', { json_type: 'string', system_mandatory: true })],
  },
  'fields_Lead_Items.json': {
    fields: [
      field('Parent_Id', 'lookup', { json_type: 'jsonobject', system_mandatory: true }),
      field('Quantity', 'integer', { json_type: 'integer', system_mandatory: true }),
    ],
  },
  'fields_Trips.json': { fields: [field('Name', 'text', { system_mandatory: true })] },
  'fields_Empty.json': '',
  ...Object.fromEntries(
    HOSTILE.map((name) => [
      `fields_${encodeURIComponent(name).replaceAll('*', '%2A')}.json`,
      { fields: [field('Name', 'text', { json_type: 'string' })], of: name },
    ]),
  ),
  'layouts_Leads.json': { layouts: [{ id: '881', name: 'Standard', sections: [] }] },
  'global_picklists.json': {
    global_picklists: [{ id: '991', api_name: 'Depot', pick_list_values: [option('N', 'n')] }],
  },
  'records_Accounts.json': { data: [{ id: '5550001', Account_Name: 'Acme' }] },
}

export const hostileNames: readonly string[] = HOSTILE

/** Writes an org folder into a temporary folder, which goes when the test ends. */
export async function orgFolder(
  files: Readonly<Record<string, object | string>> = smallOrg,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zcrm-org-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** The small organisation with three users, one of whom cannot sign in any more. */
export const staffedOrg: Readonly<Record<string, object | string>> = {
  ...smallOrg,
  'users.json': {
    users: [
      { id: '101', full_name: 'Ada', email: 'ada@example.com', status: 'active', zuid: '1' },
      { id: '102', full_name: '<b>"Bruno" & Co</b>', email: 'b"r>@example.com', status: 'active', zuid: '2' },
      { id: '103', full_name: 'Gone', email: 'gone@example.com', status: 'inactive', zuid: '3' },
    ],
  },
}
