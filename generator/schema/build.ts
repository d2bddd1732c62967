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
} from './data-types.ts'
import { dependencySchemas } from './dependencies.ts'
import { layoutDemands, layoutTypes, NO_DEMANDS } from './layouts.ts'
import { Code } from './literals.ts'
import { derivedTypes, moduleClassNames, moduleFileNames } from './naming.ts'
import { globalPicklistSources, ownPicklistSources, picklistSchemas, type WireValue } from './picklists.ts'
import type {
  FieldSchema,
  GroupKind,
  GroupSchema,
  ModuleSchema,
  PicklistSchema,
  RelatedListSchema,
  Schema,
} from './schema.ts'
import { isSelected } from './selection.ts'

/** What decides the shape of what is generated, beside the organisation. */
export interface SchemaOptions {
  readonly wireValue: WireValue
  /** Whether values that the metadata does not list are allowed when a picklist is read, and when it is written. */
  readonly openPicklists: 'never' | 'read' | 'always'
  /** How relative imports of generated files end. */
  readonly importExtension: string
  /** Patterns of the modules that are generated. */
  readonly modules: readonly string[]
  /** Whose word counts for what a new record must have: the organisation's alone, or that of its layouts too. */
  readonly required: 'system' | 'layout'
}

/** The schema of an organisation. */
export function buildSchema(snapshot: Snapshot, options: SchemaOptions): Schema {
  // A field that the organisation has put aside is in the snapshot, not in records.
  const described = snapshot.modules
    .filter((module) => module.notDescribed === null && isSelected(module.apiName, options.modules))
    .map((module) => ({ ...module, fields: module.fields.filter((field) => field.used) }))
  const globalSources = globalPicklistSources({ ...snapshot, modules: described })
  const globalPicklists = picklistSchemas(globalSources, options.wireValue)
  const scope: Scope = {
    options,
    classNames: moduleClassNames(described.map((module) => module.apiName)),
    fileNames: moduleFileNames(described.map((module) => module.apiName)),
    globalPicklists: byApiName(globalPicklists),
    globalOptions: new Map(globalSources.map(({ apiName, options }) => [apiName, options])),
  }
  return {
    hash: snapshot.hash,
    unknownTypes: described.flatMap(({ apiName, fields }) =>
      fields
        .filter((field) => !isKnownType(field))
        .map((field) => ({ field: `${apiName}.${field.apiName}`, dataType: field.dataType })),
    ),
    modules: described.map((module) => moduleSchema(module, scope)),
    globalPicklists,
    notDescribed: snapshot.modules.flatMap(({ apiName, notDescribed }) =>
      notDescribed === null || !isSelected(apiName, options.modules)
        ? []
        : [{ apiName, reason: notDescribed }],
    ),
  }
}

interface Scope {
  readonly options: SchemaOptions
  readonly classNames: ReadonlyMap<string, string>
  readonly fileNames: ReadonlyMap<string, string>
  readonly globalPicklists: ReadonlyMap<string, PicklistSchema>
  readonly globalOptions: ReadonlyMap<string, FieldMetadata['options']>
}

function byApiName<T extends { readonly apiName: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.apiName, item]))
}

function moduleSchema(module: ModuleMetadata, scope: Scope): ModuleSchema {
  const { apiName, label, generatedType, fields } = module
  const { wireValue, required } = scope.options
  const className = scope.classNames.get(apiName) ?? ''
  const picklists = picklistSchemas(ownPicklistSources(fields), wireValue)
  const own = byApiName(picklists)
  const types = derivedTypes(className)
  const demands = required === 'layout' ? layoutDemands(module) : NO_DEMANDS
  return {
    apiName,
    label,
    generatedType,
    file: scope.fileNames.get(apiName) ?? '',
    className,
    recordType: types.record,
    createType: types.create,
    updateType: types.update,
    schemaHash: moduleHash(module),
    layoutTypes: layoutTypes(types.create, demands),
    groups: groupsOf(className, fields, demands.everywhere, (mode) => typeContext(mode, own, scope)),
    listedFields: fields
      .filter((field) => field.apiName !== 'id' && !isSingleReadOnly(field))
      .map((field) => field.apiName),
    singleReadOnly: fields.filter(isSingleReadOnly).map((field) => field.apiName),
    fieldCount: fields.length,
    picklists,
    picklistFields: fields.filter(isPicklist).map((field) => {
      const { className, valueType } = picklistOf(field, own, scope)
      return { apiName: field.apiName, className, valueType, isGlobal: field.globalPicklist !== null }
    }),
    dependencies: dependencySchemas(
      module,
      ({ globalPicklist, options }) =>
        globalPicklist === null ? options : (scope.globalOptions.get(globalPicklist) ?? options),
      wireValue,
      new Set(picklists.flatMap(({ className, valueType }) => [className, valueType])),
    ),
    relatedLists: relatedListSchemas(module, scope),
  }
}

/** Related lists of modules that have a class: of the others nobody knows what their records are. */
function relatedListSchemas({ relatedLists }: ModuleMetadata, scope: Scope): readonly RelatedListSchema[] {
  return relatedLists.flatMap(({ apiName, module }) =>
    module !== null && scope.classNames.has(module) ? [{ apiName, module }] : [],
  )
}

/** The record types of a module, as the file of another one names them; `null` for a module without a class. */
function importedTypes(module: string, scope: Scope): ReturnType<typeof derivedTypes> | null {
  const className = scope.classNames.get(module)
  if (className === undefined) return null
  const from = `import('./${scope.fileNames.get(module)}${scope.options.importExtension}')`
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

function typeContext(mode: string, own: ReadonlyMap<string, PicklistSchema>, scope: Scope): TypeContext {
  return {
    mode,
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

function choiceOf(valueType: string, mode: string, open: SchemaOptions['openPicklists']): TypeText {
  if (open === 'read') return { text: `z.Choice<${valueType}, ${mode}>`, moded: true }
  return { text: open === 'always' ? `z.Open<${valueType}>` : valueType, moded: false }
}

/** The groups of fields, in the order in which they are printed. */
const GROUPS: Readonly<Record<GroupKind, string>> = {
  system: 'System',
  mandatory: 'Mandatory',
  demanded: 'Demanded',
  optional: 'Optional',
  createMandatory: 'CreateMandatory',
  createDemanded: 'CreateDemanded',
  createOptional: 'CreateOptional',
  updateOptional: 'UpdateOptional',
}

function groupOf(field: FieldMetadata, demanded: ReadonlySet<string>): GroupKind {
  const { creatable, updatable, mandatory } = field
  const isDemanded = demanded.has(field.apiName)
  if (creatable && updatable) return mandatory ? 'mandatory' : isDemanded ? 'demanded' : 'optional'
  if (creatable) return mandatory ? 'createMandatory' : isDemanded ? 'createDemanded' : 'createOptional'
  return updatable ? 'updateOptional' : 'system'
}

/** The parameter of groups whose types differ between the modes. What is only read needs none. */
function modeOf(kind: GroupKind): string {
  return kind === 'system' ? "'read'" : 'M'
}

function groupsOf(
  className: string,
  fields: readonly FieldMetadata[],
  demanded: ReadonlySet<string>,
  contextOf: (mode: string) => TypeContext,
): readonly GroupSchema[] {
  const members = new Map<GroupKind, FieldMetadata[]>()
  for (const field of fields) {
    if (field.apiName === 'id') continue
    const kind = groupOf(field, demanded)
    const group = members.get(kind)
    if (group === undefined) members.set(kind, [field])
    else group.push(field)
  }
  return (Object.keys(GROUPS) as GroupKind[]).flatMap((kind) => {
    const group = members.get(kind)
    if (group === undefined) return []
    const context = contextOf(modeOf(kind))
    const typed = group.map((field) => fieldSchema(field, context))
    const moded = kind !== 'system' && typed.some((field) => field.moded)
    return [{ kind, name: `${className}${GROUPS[kind]}`, moded, fields: typed }]
  })
}

function fieldSchema(field: FieldMetadata, context: TypeContext): FieldSchema & { readonly moded: boolean } {
  const { text, moded } = typeOf(field, context)
  const nullable = field.mandatory || text === 'unknown' ? text : `${text} | null`
  const property = shadowing(field.apiName, { text: nullable, moded }, context.mode)
  return {
    apiName: field.apiName,
    doc: docOf(field),
    type: new Code(property.text),
    metadata: field,
    moded: property.moded,
  }
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
