import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Field, Kind, Module, Schema } from './schema.ts'

interface FieldBody {
  readonly api_name: string
  readonly field_label: string
  readonly data_type: string
  readonly type?: string
  readonly system_mandatory?: boolean
  readonly operation_type?: { readonly api_create?: boolean; readonly api_update?: boolean }
  readonly pick_list_values?: readonly { readonly display_value: string; readonly type?: string }[]
  readonly lookup?: { readonly module?: { readonly api_name: string } }
}

/** The schema of an org folder, for the peers: the same modules, fields, options and lookups as ours. */
export function schemaOfOrg(folder: string): Schema {
  const { modules } = read<{ modules: readonly { api_name: string }[] }>(folder, 'modules.json')
  return { modules: modules.map(({ api_name }) => moduleOf(folder, api_name)) }
}

function moduleOf(folder: string, name: string): Module {
  const { fields } = read<{ fields: readonly FieldBody[] }>(folder, `fields_${encodeURIComponent(name)}.json`)
  return { name, fields: fields.filter((field) => field.type !== 'unused').map(fieldOf) }
}

function fieldOf(body: FieldBody): Field {
  const { api_create: create = true, api_update: update = true } = body.operation_type ?? {}
  const options = body.pick_list_values
    ?.filter((option) => option.type !== 'unused')
    .map((option) => option.display_value)
  const target = body.lookup?.module?.api_name
  return {
    name: body.api_name,
    label: body.field_label,
    dataType: body.data_type,
    kind: kinds.get(body.data_type) ?? 'text',
    access: !create && !update ? 'system' : body.system_mandatory === true ? 'mandatory' : 'optional',
    ...(target === undefined ? {} : { target }),
    ...(options === undefined || options.length === 0 ? {} : { options }),
  }
}

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['integer', 'number'],
  ['double', 'number'],
  ['currency', 'number'],
  ['percent', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['datetime', 'datetime'],
  ['lookup', 'lookup'],
  ['ownerlookup', 'user'],
  ['userlookup', 'user'],
  ['picklist', 'picklist'],
  ['multiselectpicklist', 'multipicklist'],
])

function read<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
}
