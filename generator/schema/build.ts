import { type FieldMetadata, type ModuleMetadata, moduleHash } from '@zcrm/runtime/metadata'
import type { Snapshot } from '../snapshot/format.ts'
import { isKnownType, isPicklist, isSingleReadOnly, type TypeText } from './data-types.ts'
import { dependencySchemas } from './dependencies.ts'
import { type FieldContext, groupsOf, typedFields } from './fields.ts'
import { layoutDemands, layoutTypes, NO_DEMANDS } from './layouts.ts'
import { derivedTypes, moduleClassNames, moduleFileNames } from './naming.ts'
import { notDescribedOf } from './not-described.ts'
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
import type { ModuleSchema, PicklistSchema, RelatedListSchema, Schema, SubformField } from './schema.ts'
import { type FieldSelection, fieldSelector, type ModuleSelection, moduleSelector } from './selection.ts'
import { checkSelected, unmatchedPatterns } from './unmatched.ts'

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

/**
 * The schema of an organisation.
 * @throws ConfigurationError where no module is selected, or what is said of classes and fields does not fit.
 */
export function buildSchema(snapshot: Snapshot, options: SchemaOptions): Schema {
  const selected = snapshot.modules.filter(moduleSelector(options.modules))
  checkSelected(snapshot, options.modules, selected)
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
    notDescribed: notDescribedOf(selected),
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
  const typedFrom = (base: string) =>
    typedFields(fields, demands.everywhere, (mode) => typeContext({ mode, base, own, given }, scope))
  const typed = typedFrom('./')
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
    groupsFrom: (base) => groupsOf(className, typedFrom(base)),
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
    return [{ apiName: field.apiName, className, file: scope.fileNames.get(module) ?? '' }]
  })
}

/** The record types of a module, as another file names them; `null` for a module without a class. */
function importedTypes(
  module: string,
  base: string,
  { classNames, fileNames, options }: Scope,
): ReturnType<typeof derivedTypes> | null {
  const className = classNames.get(module)
  if (className === undefined) return null
  const from = `import('${base}${fileNames.get(module)}${options.importExtension}')`
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

/** Where the types of a module's fields stand, and what they are made of. */
interface Place {
  /** As TypeScript. */
  readonly mode: string
  /** Where the output folder is, from the file that has them. */
  readonly base: string
  /** The picklists of the module's own. */
  readonly own: ReadonlyMap<string, PicklistSchema>
  /** The types that the configuration gives fields. */
  readonly given: ReadonlyMap<string, FieldType>
}

function typeContext({ mode, base, own, given }: Place, scope: Scope): FieldContext {
  return {
    mode,
    given: (field) => {
      const type = given.get(field.apiName)
      return type === undefined ? null : givenType(type, mode, base)
    },
    choice: (field) => {
      const namespace = field.globalPicklist === null ? 'p' : 'g'
      return choiceOf(
        `${namespace}.${picklistOf(field, own, scope).valueType}`,
        mode,
        scope.options.openPicklists,
      )
    },
    subformTypes: (module) => importedTypes(module, base, scope),
  }
}

function choiceOf(valueType: string, mode: string, open: SchemaOptions['openPicklists']): TypeText {
  if (open === 'read') return { text: `z.Choice<${valueType}, ${mode}>`, moded: true }
  return { text: open === 'always' ? `z.Open<${valueType}>` : valueType, moded: false }
}
