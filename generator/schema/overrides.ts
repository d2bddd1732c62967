import { ConfigurationError } from '@zcrm/runtime'
import type { FieldMetadata, Metadata } from '@zcrm/runtime/metadata'
import { nearestHint } from '../wording.ts'
import { isPicklist, type TypeText } from './data-types.ts'
import { literal } from './literals.ts'
import { KEYWORD_TYPES } from './type-text.ts'

/** The type that a configuration gives a field: when it is read and, where that differs, when it is written. */
export interface FieldType {
  readonly type: string
  /** What creates a record. Default: what is read. */
  readonly create?: string | undefined
  /** What changes a record. Default: what creates one. */
  readonly update?: string | undefined
  /** The module that the types are exported by, as files in the output folder import it. */
  readonly from?: string | undefined
}

/** Types of fields by `Module.Field`. */
export type FieldTypes = Readonly<Record<string, FieldType>>

/** Names of classes by `Module`, `Module.Field` for a picklist of a module's own, or `GlobalPicklists.<name>`. */
export type ClassNames = Readonly<Record<string, string>>

/** The names that a configuration gives classes, by API name. */
export interface Renames {
  readonly modules: ReadonlyMap<string, string>
  readonly globalPicklists: ReadonlyMap<string, string>
  /** Of a module's own picklists, by API name of the module. */
  readonly picklists: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** What begins the keys of picklists that fields share; it is what the index calls them too. */
const GLOBAL = 'GlobalPicklists'

interface ClassTarget {
  readonly of: 'modules' | 'globalPicklists'
  readonly apiName: string
}

interface FieldTarget {
  readonly of: 'fields'
  readonly module: string
  readonly field: FieldMetadata
}

type Target = ClassTarget | FieldTarget

/**
 * The names that are given to classes.
 * @throws ConfigurationError for what the organisation does not have, and for fields that have no class of their own.
 */
export function renamesOf(metadata: Metadata, classNames: ClassNames): Renames {
  const renames = {
    modules: new Map<string, string>(),
    globalPicklists: new Map<string, string>(),
    picklists: new Map<string, Map<string, string>>(),
  }
  const given = Object.entries(classNames)
  if (given.length === 0) return renames
  const targets = targetsOf(metadata)
  for (const [key, name] of given) {
    const target = targets.get(key)
    if (target === undefined) throw unknown('classNames', key, 'module or picklist', [...targets.keys()])
    if (target.of !== 'fields') renames[target.of].set(target.apiName, name)
    else {
      checkHasClass(key, target.field)
      const known = renames.picklists.get(target.module) ?? new Map<string, string>()
      renames.picklists.set(target.module, known.set(target.field.apiName, name))
    }
  }
  return renames
}

function targetsOf({ modules, globalPicklists }: Metadata): ReadonlyMap<string, Target> {
  const fields = fieldTargets(modules)
  const shared = [...fields.values()].flatMap(({ field }) => field.globalPicklist ?? [])
  return new Map<string, Target>([
    ...fields,
    ...modules.map(({ apiName }) => [apiName, { of: 'modules', apiName }] as const),
    ...[...globalPicklists.map(({ apiName }) => apiName), ...shared].map(
      (apiName) => [`${GLOBAL}.${apiName}`, { of: 'globalPicklists', apiName }] as const,
    ),
  ])
}

/** Of two fields of one name, the one that is used counts. */
function fieldTargets(modules: Metadata['modules']): ReadonlyMap<string, FieldTarget> {
  const targetOf = (module: string, field: FieldMetadata) =>
    [`${module}.${field.apiName}`, { of: 'fields', module, field }] as const
  const ofModules = modules.map(({ apiName, fields }) =>
    [...fields.filter(({ used }) => !used), ...fields.filter(({ used }) => used)].map((field) =>
      targetOf(apiName, field),
    ),
  )
  return new Map(ofModules.flat())
}

function checkHasClass(key: string, field: FieldMetadata): void {
  if (!isPicklist(field))
    throw new ConfigurationError(
      `classNames has ${JSON.stringify(key)}, which is no picklist`,
      'Name a module, a picklist field, or a global picklist: GlobalPicklists.<name>.',
    )
  if (field.globalPicklist !== null)
    throw new ConfigurationError(
      `classNames has ${JSON.stringify(key)}, whose picklist is shared`,
      `Name it as what it is: ${GLOBAL}.${field.globalPicklist}.`,
    )
}

function unknown(option: string, key: string, what: string, known: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    `${option} has ${JSON.stringify(key)}, and the organisation has no such ${what}`,
    nearestHint(key, known, 'Use API names, as the snapshot has them.'),
  )
}

/**
 * The types that are given to fields, by API name of the module and of the field.
 * @throws ConfigurationError for fields that the organisation does not have.
 */
export function typesOf(
  { modules }: Metadata,
  fieldTypes: FieldTypes,
): ReadonlyMap<string, ReadonlyMap<string, FieldType>> {
  const types = new Map<string, Map<string, FieldType>>()
  const given = Object.entries(fieldTypes)
  if (given.length === 0) return types
  const targets = fieldTargets(modules)
  for (const [key, type] of given) {
    const target = targets.get(key)
    if (target === undefined) throw unknown('fieldTypes', key, 'field', [...targets.keys()])
    if (target.field.apiName === 'id')
      throw new ConfigurationError(`fieldTypes has ${JSON.stringify(key)}`, 'Leave it out: ids are texts.')
    const known = types.get(target.module) ?? new Map<string, FieldType>()
    types.set(target.module, known.set(target.field.apiName, type))
  }
  return types
}

/**
 * The type that was given to a field, as generated code has it.
 * @param base Where the output folder is, from the file that has the type.
 */
export function givenType(
  { type, create = type, update = create, from: named }: FieldType,
  mode: string,
  base: string,
): TypeText {
  const from = named === undefined ? named : moduleFrom(base, named)
  const [read, created, updated] = [
    importedFrom(from, type),
    importedFrom(from, create),
    importedFrom(from, update),
  ]
  if (mode === "'read'" || (read === created && read === updated)) return { text: read, moded: false }
  return {
    text: `(${mode} extends 'read' ? ${read} : ${mode} extends 'create' ? ${created} : ${updated})`,
    moded: true,
  }
}

/** A module as a file imports it; packages are everywhere the same. */
function moduleFrom(base: string, named: string): string {
  return base === './' || !named.startsWith('.') ? named : `${base}${named.replace(/^\.\//, '')}`
}

/** A type of another module; a word of the language is of none. */
function importedFrom(from: string | undefined, text: string): string {
  const type = text.trim()
  if (from === undefined || KEYWORD_TYPES.has(type.replace(/(?:\[\])*$/, ''))) return type
  return `import(${literal(from)}).${type}`
}
