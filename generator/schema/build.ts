import type { FieldRow, FieldUse } from '@zcrm/runtime'
import { type FieldMetadata, type ModuleMetadata, moduleHash } from '@zcrm/runtime/metadata'
import type { Snapshot } from '../snapshot/format.ts'
import {
  isKnownType,
  isPicklist,
  isSingleReadOnly,
  shadowing,
  type TypeContext,
  type TypeText,
  typeOf,
  type ValueType,
} from './data-types.ts'
import { dependencySchemas } from './dependencies.ts'
import { layoutDemands, layoutTypes, NO_DEMANDS } from './layouts.ts'
import { Code } from './literals.ts'
import { derivedTypes, moduleClassNames, moduleFileNames } from './naming.ts'
import {
  type ClassNames,
  type FieldType,
  type FieldTypes,
  givenType,
  type Renames,
  renamesOf,
  typesOf,
} from './overrides.ts'
import { globalPicklistSources, ownPicklistSources, picklistSchemas, type WireValue } from './picklists.ts'
import type {
  FieldSchema,
  GroupSchema,
  ModuleSchema,
  PicklistSchema,
  RelatedListSchema,
  Schema,
  SubformField,
} from './schema.ts'
import { type FieldSelection, fieldSelector, type ModuleSelection, moduleSelector } from './selection.ts'
import { unmatchedPatterns } from './unmatched.ts'

/** What decides the shape of what is generated, beside the organisation. */
export interface SchemaOptions {
  readonly wireValue: WireValue
  /** Whether values that the metadata does not list are allowed when a picklist is read, and when it is written. */
  readonly openPicklists: 'never' | 'read' | 'always'
  /** How relative imports of generated files end. */
  readonly importExtension: string
  readonly modules: ModuleSelection
  readonly fields: FieldSelection
  readonly classNames: ClassNames
  readonly fieldTypes: FieldTypes
  /** Whose word counts for what a new record must have: the organisation's alone, or that of its layouts too. */
  readonly required: 'system' | 'layout'
}

/** The schema of an organisation. */
export function buildSchema(snapshot: Snapshot, options: SchemaOptions): Schema {
  const selected = snapshot.modules.filter(moduleSelector(options.modules))
  const described = selected.filter((module) => module.notDescribed === null)
  const isField = fieldSelector(options.fields)
  const shaped = described.map((module): ModuleMetadata => {
    // A field that the organisation has put aside is in the snapshot, not in records.
    return { ...module, fields: module.fields.filter((field) => field.used && isField(field, module)) }
  })
  const renames = renamesOf(snapshot, options.classNames)
  const types = typesOf(snapshot, options.fieldTypes)
  const globalSources = globalPicklistSources({ ...snapshot, modules: shaped })
  const globalPicklists = picklistSchemas(globalSources, options.wireValue, renames.globalPicklists)
  const apiNames = shaped.map((module) => module.apiName)
  const scope: Scope = {
    options,
    renames,
    types,
    classNames: moduleClassNames(apiNames, renames.modules),
    fileNames: moduleFileNames(apiNames),
    globalPicklists: byApiName(globalPicklists),
    globalOptions: new Map(globalSources.map(({ apiName, options }) => [apiName, options])),
  }
  return {
    hash: snapshot.hash,
    unknownTypes: shaped.flatMap(({ apiName, fields }) =>
      fields
        .filter((field) => !isKnownType(field) && !types.get(apiName)?.has(field.apiName))
        .map((field) => ({ field: `${apiName}.${field.apiName}`, dataType: field.dataType })),
    ),
    unmatched: unmatchedPatterns(snapshot, options),
    leftOut: described.flatMap((module) => leftOutOf(module, isField)),
    modules: shaped.map((module, index) =>
      moduleSchema(module, moduleHash(described[index] ?? module), scope),
    ),
    globalPicklists,
    notDescribed: selected.flatMap(({ apiName, notDescribed }) =>
      notDescribed === null ? [] : [{ apiName, reason: notDescribed }],
    ),
  }
}

function leftOutOf(module: ModuleMetadata, isField: ReturnType<typeof fieldSelector>): readonly string[] {
  return module.fields
    .filter((field) => field.used && field.mandatory && field.creatable && !isField(field, module))
    .map((field) => `${module.apiName}.${field.apiName}`)
}

interface Scope {
  readonly options: SchemaOptions
  readonly renames: Renames
  readonly types: ReturnType<typeof typesOf>
  readonly classNames: ReadonlyMap<string, string>
  readonly fileNames: ReadonlyMap<string, string>
  readonly globalPicklists: ReadonlyMap<string, PicklistSchema>
  readonly globalOptions: ReadonlyMap<string, FieldMetadata['options']>
}

function byApiName<T extends { readonly apiName: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.apiName, item]))
}

/** @param schemaHash Covers what the selection leaves out as well: the organisation is asked for all of it. */
function moduleSchema(module: ModuleMetadata, schemaHash: string, scope: Scope): ModuleSchema {
  const { apiName, label, generatedType, fields } = module
  const { wireValue, required } = scope.options
  const className = scope.classNames.get(apiName) ?? ''
  const picklists = picklistSchemas(
    ownPicklistSources(fields),
    wireValue,
    scope.renames.picklists.get(apiName),
  )
  const given = scope.types.get(apiName) ?? NO_TYPES
  const own = byApiName(picklists)
  const types = derivedTypes(className)
  const demands = required === 'layout' ? layoutDemands(module) : NO_DEMANDS
  const typed = typedFields(fields, demands.everywhere, (mode) => typeContext(mode, own, given, scope))
  return {
    apiName,
    label,
    generatedType,
    file: scope.fileNames.get(apiName) ?? '',
    className,
    recordType: types.record,
    createType: types.create,
    updateType: types.update,
    schemaHash,
    layoutTypes: layoutTypes(types.create, demands),
    groups: groupsOf(className, typed),
    fieldRows: typed.map(({ row }) => row),
    subforms: subformFields(module, scope),
    singleReadOnly: fields.filter(isSingleReadOnly).map((field) => field.apiName),
    fieldCount: fields.length,
    picklists,
    picklistFields: fields.filter(isPicklist).map((field) => {
      const { className, valueType } = picklistOf(field, own, scope)
      const isGlobal = field.globalPicklist !== null
      return { apiName: field.apiName, className, valueType, isGlobal, isTyped: !given.has(field.apiName) }
    }),
    dependencies: dependencySchemas(
      module,
      ({ globalPicklist, options }) =>
        globalPicklist === null ? options : (scope.globalOptions.get(globalPicklist) ?? options),
      wireValue,
      new Set(picklists.flatMap(({ className, valueType }) => [className, valueType])),
    ).map((one) => (given.has(one.parent) || given.has(one.child) ? { ...one, isChecked: false } : one)),
    relatedLists: relatedListSchemas(module, scope),
  }
}

/** Related lists of modules that have a class: of the others nobody knows what their records are. */
function relatedListSchemas({ relatedLists }: ModuleMetadata, scope: Scope): readonly RelatedListSchema[] {
  return relatedLists.flatMap(({ apiName, module }) =>
    module !== null && scope.classNames.has(module) ? [{ apiName, module }] : [],
  )
}

/** Subforms of modules that have a class. Where the configuration gives the type, nobody knows what their rows are. */
function subformFields({ apiName, fields }: ModuleMetadata, scope: Scope): readonly SubformField[] {
  const given = scope.types.get(apiName) ?? NO_TYPES
  const subforms = fields.filter((field) => field.dataType === 'subform' && !given.has(field.apiName))
  return subforms.flatMap((field) => {
    const module = field.target?.modules[0] ?? ''
    const className = scope.classNames.get(module)
    if (className === undefined) return []
    return [{ apiName: field.apiName, className, path: pathOf(module, scope) }]
  })
}

/** Where a module's class is, as the file of another one names it. */
function pathOf(module: string, { fileNames, options }: Scope): string {
  return `./${fileNames.get(module)}${options.importExtension}`
}

/** The record types of a module, as the file of another one names them; `null` for a module without a class. */
function importedTypes(module: string, scope: Scope): ReturnType<typeof derivedTypes> | null {
  const className = scope.classNames.get(module)
  if (className === undefined) return null
  const from = `import('${pathOf(module, scope)}')`
  const { record, create, update } = derivedTypes(className)
  return { record: `${from}.${record}`, create: `${from}.${create}`, update: `${from}.${update}` }
}

function picklistOf(
  field: FieldMetadata,
  own: ReadonlyMap<string, PicklistSchema>,
  scope: Scope,
): PicklistSchema {
  const { apiName, globalPicklist } = field
  const picklist = globalPicklist === null ? own.get(apiName) : scope.globalPicklists.get(globalPicklist)
  if (picklist === undefined)
    throw new Error(`no picklist class was decided for the field ${JSON.stringify(apiName)}`)
  return picklist
}

const NO_TYPES: ReadonlyMap<string, FieldType> = new Map()

function typeContext(
  mode: string,
  own: ReadonlyMap<string, PicklistSchema>,
  given: ReadonlyMap<string, FieldType>,
  scope: Scope,
): FieldContext {
  return {
    mode,
    given: (field) => {
      const type = given.get(field.apiName)
      return type === undefined ? null : givenType(type, mode)
    },
    choice: (field) => {
      const namespace = field.globalPicklist === null ? 'p' : 'g'
      return choiceOf(
        `${namespace}.${picklistOf(field, own, scope).valueType}`,
        mode,
        scope.options.openPicklists,
      )
    },
    subformTypes: (module) => importedTypes(module, scope),
  }
}

interface FieldContext extends TypeContext {
  /** The type that the configuration gives a field. */
  readonly given: (field: FieldMetadata) => TypeText | null
}

function choiceOf(valueType: string, mode: string, open: SchemaOptions['openPicklists']): TypeText {
  if (open === 'read') return { text: `z.Choice<${valueType}, ${mode}>`, moded: true }
  return { text: open === 'always' ? `z.Open<${valueType}>` : valueType, moded: false }
}

/** The groups of fields, in the order in which they are printed. */
const GROUPS: Readonly<Record<FieldUse, string>> = {
  system: 'System',
  mandatory: 'Mandatory',
  demanded: 'Demanded',
  optional: 'Optional',
  createMandatory: 'CreateMandatory',
  createDemanded: 'CreateDemanded',
  createOptional: 'CreateOptional',
  updateOptional: 'UpdateOptional',
}

function groupOf(field: FieldMetadata, demanded: ReadonlySet<string>): FieldUse {
  const { creatable, updatable, mandatory } = field
  const isDemanded = demanded.has(field.apiName)
  if (creatable && updatable) return mandatory ? 'mandatory' : isDemanded ? 'demanded' : 'optional'
  if (creatable) return mandatory ? 'createMandatory' : isDemanded ? 'createDemanded' : 'createOptional'
  return updatable ? 'updateOptional' : 'system'
}

/** A field with its type, and what is known of it where it is written. */
interface TypedField {
  readonly use: FieldUse
  readonly schema: FieldSchema
  readonly moded: boolean
  readonly row: FieldRow
}

function typedFields(
  fields: readonly FieldMetadata[],
  demanded: ReadonlySet<string>,
  contextOf: (mode: string) => FieldContext,
): readonly TypedField[] {
  const contexts = { read: contextOf("'read'"), written: contextOf('M') }
  return fields
    .filter((field) => field.apiName !== 'id')
    .map((field) => {
      const use = groupOf(field, demanded)
      // What is only read differs between no modes, and needs no parameter for them.
      return typedField(field, use, use === 'system' ? contexts.read : contexts.written)
    })
}

function typedField(field: FieldMetadata, use: FieldUse, context: FieldContext): TypedField {
  const { apiName, mandatory } = field
  const type = typeHere(field, context)
  const { text, moded } = type
  const nullable = mandatory || text === 'unknown' ? text : `${text} | null`
  const property = shadowing(apiName, { text: nullable, moded }, context.mode)
  return {
    use,
    schema: {
      apiName,
      doc: docOf(field),
      type: new Code(property.text),
      isGiven: context.given(field) !== null,
      metadata: field,
    },
    moded: property.moded,
    row: rowOf(field, use, type),
  }
}

/** A type of the configuration's is all that is known of its values. */
function typeHere(field: FieldMetadata, context: FieldContext): ValueType {
  const given = context.given(field)
  if (given === null) return typeOf(field, context)
  return { ...given, kind: isSingleReadOnly(field) ? 'unlisted' : 'any' }
}

/** What the runtime gets to know of a field: of one that is only read its name, unless lists leave it out. */
function rowOf(field: FieldMetadata, use: FieldUse, { kind, detail = null }: ValueType): FieldRow {
  const { apiName, richText } = field
  const isCut = richText && kind !== 'unlisted'
  if (use === 'system' && !isSingleReadOnly(field)) return [apiName]
  const row = [apiName, isCut ? 'richtext' : kind] as const
  if (use !== 'optional') return [...row, detail, use]
  return detail === null ? row : [...row, detail]
}

function groupsOf(className: string, fields: readonly TypedField[]): readonly GroupSchema[] {
  const members = new Map<FieldUse, TypedField[]>()
  for (const field of fields) {
    const group = members.get(field.use)
    if (group === undefined) members.set(field.use, [field])
    else group.push(field)
  }
  return (Object.keys(GROUPS) as FieldUse[]).flatMap((kind) => {
    const group = members.get(kind)
    if (group === undefined) return []
    const moded = kind !== 'system' && group.some((field) => field.moded)
    const name = `${className}${GROUPS[kind]}`
    return [{ kind, name, moded, fields: group.map(({ schema }) => schema) }]
  })
}

const WITH_LENGTH = new Set(['text', 'textarea', 'email', 'phone', 'website'])

function docOf(field: FieldMetadata): string {
  const { label, dataType, length, target, tooltip } = field
  let doc = `${label} · ${dataType === '' ? 'of no known type' : dataType}`
  if (length !== null && WITH_LENGTH.has(dataType)) doc += ` ≤ ${length}`
  if (target !== null && target.modules.length > 0) doc += ` → ${target.modules.join(', ')}`
  if (field.mandatory) doc += ' · mandatory'
  if (field.unique) doc += ' · unique'
  if (!field.creatable && !field.updatable) doc += ' · read-only'
  return tooltip === null ? doc : `${doc}. ${tooltip}`
}
