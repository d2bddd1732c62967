import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What an org folder promises, read straight from its files and not by the code under test: an opinion of its own
 * on what must come out of the generator.
 */
export interface Promised {
  readonly modules: ReadonlyMap<string, readonly PromisedField[]>
  /** Modules without a class. */
  readonly notDescribed: readonly string[]
}

/** A used field. Of two with one name, all are here: either may be the one that counts. */
export interface PromisedField {
  readonly apiName: string
  readonly dataType: unknown
  readonly creatable: boolean
  readonly updatable: boolean
  readonly mandatory: boolean
  /** Wire values of the used options, where it is a picklist. */
  readonly values: readonly string[] | null
}

type Json = Readonly<Record<string, unknown>>

/** Reads an org folder. */
export async function readPromised(folder: string): Promise<Promised> {
  const modules = new Map<string, readonly PromisedField[]>()
  const notDescribed: string[] = []
  for (const element of arrayOf(await bodyOf(join(folder, 'modules.json')), 'modules')) {
    const name = stringOf(element['api_name'])
    if (name === '' || modules.has(name) || notDescribed.includes(name)) continue
    const fields = element['api_supported'] === false ? [] : await fieldsOf(folder, name)
    if (fields.length > 0) modules.set(name, fields)
    else notDescribed.push(name)
  }
  return { modules, notDescribed: [...new Set(notDescribed)].sort() }
}

async function fieldsOf(folder: string, module: string): Promise<readonly PromisedField[]> {
  if (!module.isWellFormed()) return []
  const file = `fields_${encodeURIComponent(module).replaceAll('*', '%2A')}.json`
  const fields = arrayOf(await bodyOf(join(folder, file)), 'fields')
  return fields
    .filter((field) => field['type'] !== 'unused' && stringOf(field['api_name']) !== '')
    .map(fieldOf)
}

const STRUCTURAL = ['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload']

function fieldOf(field: Json): PromisedField {
  const operations = (field['operation_type'] ?? {}) as Json
  const settable = (key: string) =>
    STRUCTURAL.includes(String(field['data_type'])) ||
    (typeof operations[key] === 'boolean' ? operations[key] : field['read_only'] !== true)
  const isPicklist = field['data_type'] === 'picklist' || field['data_type'] === 'multiselectpicklist'
  return {
    apiName: stringOf(field['api_name']),
    dataType: field['data_type'],
    creatable: settable('api_create'),
    updatable: settable('api_update'),
    mandatory: field['system_mandatory'] === true,
    values: isPicklist ? valuesOf(arrayOf(field, 'pick_list_values')) : null,
  }
}

function valuesOf(options: readonly Json[]): readonly string[] {
  const wires = options
    .filter((option) => option['type'] !== 'unused')
    .map((option) => stringOf(option['display_value'] ?? option['reference_value'] ?? option['actual_value']))
  return [...new Set(wires)].filter((wire) => wire !== '' && wire !== '-None-')
}

async function bodyOf(path: string): Promise<Json> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.trim() === '' ? {} : (JSON.parse(text) as Json)
}

function arrayOf(body: Json, key: string): readonly Json[] {
  const value = body[key]
  return Array.isArray(value)
    ? value.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
    : []
}

function stringOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
