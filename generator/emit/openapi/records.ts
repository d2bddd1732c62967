import type { FieldUse } from '@zcrm/runtime'
import type { FieldMetadata } from '@zcrm/runtime/metadata'
import { description } from '../../escape.ts'
import type { FieldSchema, ModuleSchema, Schema } from '../../schema/schema.ts'
import type { Names } from './names.ts'
import {
  arrayOf,
  type ComponentSchema,
  nullable,
  objectOf,
  oneOfTexts,
  refTo,
  type SchemaObject,
  sorted,
} from './objects.ts'
import { type Mode, type ValueContext, valueSchema } from './values.ts'

/** What the schemas of records depend on. */
export interface RecordOptions {
  /** Whether each property has a description. */
  readonly docs: boolean
  readonly openPicklists: 'never' | 'read' | 'always'
}

/** What is decided once for the schemas of all modules. */
export interface RecordScope extends RecordOptions {
  readonly names: Names
  readonly modules: ReadonlyMap<string, ModuleSchema>
}

/** The scope of the modules of an organisation. */
export function recordScope(schema: Schema, names: Names, options: RecordOptions): RecordScope {
  const { docs, openPicklists } = options
  return { docs, openPicklists, names, modules: new Map(schema.modules.map((one) => [one.apiName, one])) }
}

/** How a group's fields stand in each kind of record, as in the types of TypeScript: there, there and not null, or maybe. */
type Uses = Readonly<Record<FieldUse, Readonly<Partial<Record<Mode, 'required' | 'optional'>>>>>

const USES: Uses = {
  system: { read: 'optional' },
  mandatory: { read: 'optional', create: 'required', update: 'optional' },
  demanded: { read: 'optional', create: 'required', update: 'optional' },
  optional: { read: 'optional', create: 'optional', update: 'optional' },
  createMandatory: { read: 'optional', create: 'required' },
  createDemanded: { read: 'optional', create: 'required' },
  createOptional: { read: 'optional', create: 'optional' },
  updateOptional: { read: 'optional', update: 'optional' },
}

/** The schemas of a module's records, by their names. */
export function recordSchemas(
  module: ModuleSchema,
  scope: RecordScope,
): readonly (readonly [string, ComponentSchema])[] {
  const { apiName, label, fieldRows, singleReadOnly } = module
  const listedFields = fieldRows.map(([name]) => name).filter((name) => !singleReadOnly.includes(name))
  const names = scope.names.module(apiName)
  const whose = description(label)
  const create = writtenSchema(module, 'create', scope)
  // A row is made with its parent, so it does not name it.
  const { Parent_Id: _, ...rowProperties } = create.properties ?? {}
  const row = {
    ...create,
    properties: rowProperties,
    required: (create.required ?? []).filter((name) => name !== 'Parent_Id'),
  }
  return [
    [names.record, readSchema(module, scope)],
    [names.create, { ...create, description: `What creates a record of ${whose}.` }],
    [names.row, { ...withoutNothing(row), description: `What creates a row of ${whose} with its parent.` }],
    [
      names.update,
      {
        ...writtenSchema(module, 'update', scope),
        description: `What changes a record of ${whose}: null clears a field, one left out stays.`,
      },
    ],
    [
      names.page,
      {
        ...objectOf({ data: arrayOf(refTo(names.record)), info: refTo('PageInfo') }, ['data', 'info']),
        description: `A page of records of ${whose}.`,
      },
    ],
    [
      names.field,
      {
        ...oneOfTexts([...new Set(['id', ...listedFields])]),
        description: `A field that lists of ${whose} return.`,
      },
    ],
  ]
}

function withoutNothing(schema: ComponentSchema): ComponentSchema {
  const { required, ...rest } = schema
  return (required?.length ?? 0) === 0 ? rest : schema
}

function readSchema(module: ModuleSchema, scope: RecordScope): ComponentSchema {
  const { label, generatedType } = module
  return {
    // A call names the fields that it wants, and the API leaves out what the user may not see: only the id is sure.
    ...objectOf(propertiesOf(module, 'read', scope), ['id']),
    description: `A record of ${description(label)}, a ${description(generatedType)} module, as it is read.`,
  }
}

function writtenSchema(module: ModuleSchema, mode: Mode, scope: RecordScope): ComponentSchema {
  const required = module.groups
    .filter(({ kind }) => USES[kind][mode] === 'required')
    .flatMap(({ fields }) => fields.map((field) => field.apiName))
  return {
    ...objectOf(propertiesOf(module, mode, scope), [...new Set(required)].sort()),
    // The API would pass over a name that it does not know.
    additionalProperties: false,
  }
}

function propertiesOf(
  module: ModuleSchema,
  mode: Mode,
  scope: RecordScope,
): Readonly<Record<string, SchemaObject>> {
  const context = contextOf(module, mode, scope)
  const properties: [string, SchemaObject][] = mode === 'create' ? [] : [['id', refTo('Id')]]
  const lists: [string, SchemaObject][] = []
  for (const { kind, fields } of module.groups) {
    const use = USES[kind][mode]
    if (use === undefined) continue
    for (const field of fields) {
      const isSet = field.metadata.mandatory || use === 'required'
      // What stands in the configuration is a type of TypeScript, which is no schema.
      const value = field.isGiven ? {} : valueSchema(field.metadata, context)
      properties.push([field.apiName, described(field, isSet ? value : nullable(value), kind, scope)])
      if (field.metadata.dataType === 'multiselectpicklist') lists.push([field.apiName, { type: 'boolean' }])
    }
  }
  if (mode !== 'read' && lists.length > 0) properties.push(['$append_values', appending(lists)])
  return sorted(properties)
}

/** The lists to whose values the given ones are added. */
function appending(lists: readonly (readonly [string, SchemaObject])[]): ComponentSchema {
  return {
    ...objectOf(sorted(lists)),
    additionalProperties: false,
    description: 'The lists to which the values given are added, by `true`; else they replace them.',
  }
}

function described(
  { doc }: FieldSchema,
  value: SchemaObject,
  kind: FieldUse,
  { docs }: RecordScope,
): SchemaObject {
  return {
    ...value,
    ...(kind === 'system' ? { readOnly: true } : {}),
    ...(docs ? { description: description(doc) } : {}),
  }
}

function contextOf(module: ModuleSchema, mode: Mode, scope: RecordScope): ValueContext {
  const { names, openPicklists } = scope
  const isOpen = openPicklists === 'always' || (openPicklists === 'read' && mode === 'read')
  return {
    mode,
    choice: (field) => {
      const value = refTo(picklistName(module, field, names))
      return isOpen ? { anyOf: [value, { type: 'string' }] } : value
    },
    subformRow: (apiName) => subformRow(apiName, mode, scope),
  }
}

function picklistName({ apiName }: ModuleSchema, field: FieldMetadata, names: Names): string {
  const { globalPicklist } = field
  return globalPicklist === null
    ? names.picklist(apiName, field.apiName)
    : names.picklist(null, globalPicklist)
}

function subformRow(apiName: string, mode: Mode, { names, modules }: RecordScope): SchemaObject | null {
  if (!modules.has(apiName)) return null
  const { record, row, update } = names.module(apiName)
  return refTo(mode === 'read' ? record : mode === 'create' ? row : update)
}
