import type { FieldUse } from '@zcrm/runtime'
import { Code, literal } from '../schema/literals.ts'
import { usedOptions } from '../schema/picklists.ts'
import type { DependencySchema, GroupSchema, ModuleSchema, PicklistSchema, Schema } from '../schema/schema.ts'
import { bannerOf } from './banner.ts'
import { fieldViews } from './field-views.ts'
import type { EmitOptions } from './typescript.ts'
import type {
  ChoicesView,
  DependencyView,
  IndexView,
  ModuleView,
  OrganisationView,
  PicklistFileView,
  PicklistsView,
} from './views.ts'

/** Name of the file of the picklists that modules share, without its ending. */
export const GLOBAL_PICKLISTS = 'global-picklists'

/** Whether there are classes in a module's file of picklists. */
function hasPicklists({ picklists, dependencies }: ModuleSchema): boolean {
  return picklists.length + dependencies.length > 0
}

/** What prints the picklists of a module. */
export function picklistsView(module: ModuleSchema, options: EmitOptions): PicklistsView {
  const { label, fieldRows, picklists, dependencies } = module
  return {
    banner: bannerOf(options),
    module: module.apiName,
    listed: {
      doc: `The fields of ${label}; of those that can be written the kind, the greatest length, and whether it is mandatory.`,
      rows: fieldRows,
    },
    // Without classes nothing of the runtime is used.
    hasClasses: hasPicklists(module),
    picklists,
    dependencies: dependencies.map(dependencyView),
  }
}

/** What prints the picklists that modules share. */
export function globalPicklistsView({ globalPicklists }: Schema, options: EmitOptions): PicklistsView {
  return {
    banner: bannerOf(options),
    module: null,
    listed: null,
    hasClasses: true,
    picklists: globalPicklists,
    dependencies: [],
  }
}

/**
 * What prints a file of one picklist.
 * @param file Name of the module's file, or of that of shared picklists.
 * @param base Where the output folder is, from the file that is printed.
 */
export function picklistFileView(
  picklist: PicklistSchema,
  module: string | null,
  file: string,
  options: EmitOptions,
  base: string,
): PicklistFileView {
  const name = module === null ? file : `${file}.picklists`
  return {
    ...picklist,
    banner: bannerOf(options),
    module,
    path: `${base}${name}${options.importExtension}`,
    options: usedOptions(picklist),
  }
}

/**
 * What prints a file of the whole organisation.
 * @param base Where the output folder is, from the file that is printed.
 */
export function organisationView(schema: Schema, options: EmitOptions, base: string): OrganisationView {
  return {
    banner: bannerOf(options),
    modules: schema.modules.map((module) => moduleView(module, schema, options, base)),
    globalPicklists: schema.globalPicklists.map((picklist) =>
      picklistFileView(picklist, null, GLOBAL_PICKLISTS, options, base),
    ),
  }
}

function dependencyView({ className, doc, rows }: DependencySchema): DependencyView {
  return {
    className,
    doc,
    entries: rows.map(({ value, options }) => ({ value, options })),
    rows: rows.map(({ value, options }) => [value, options]),
  }
}

/**
 * What prints a module's classes and types.
 * @param base Where the output folder is, from the file that is printed.
 */
export function moduleView(
  module: ModuleSchema,
  schema: Schema,
  options: EmitOptions,
  base: string = './',
): ModuleView {
  const { apiName, label, generatedType, className, recordType, createType, updateType } = module
  const { file, groups, picklistFields, layoutTypes } = module
  const readBases = groups.map((group) => baseOf(group, 'read'))
  const picklistProperties = picklistFields.filter((field) => field.isTyped && field.apiName !== 'id')
  return {
    banner: bannerOf(options),
    apiName,
    label,
    generatedType,
    className,
    recordType,
    createType,
    updateType,
    schemaHash: module.schemaHash,
    singleReadOnly: module.singleReadOnly,
    picklists: module.picklists,
    // Only templates of users print it: what they do not ask for is not made.
    get fields() {
      return fieldViews(module, schema)
    },
    // Elsewhere only templates that print types ask for them.
    get groups() {
      const typed = base === './' ? groups : module.groupsFrom(base)
      return options.docs ? typed : typed.map(withoutDocs)
    },
    modulePath: `${base}${file}${options.importExtension}`,
    picklistsPath: `${base}${file}.picklists${options.importExtension}`,
    globalPicklistsPath: `${base}${GLOBAL_PICKLISTS}${options.importExtension}`,
    hasOwnPicklists: picklistProperties.some((field) => !field.isGlobal),
    hasGlobalPicklists: picklistProperties.some((field) => field.isGlobal),
    choices: choicesView(module, options, base),
    related: module.relatedLists.length === 0 ? null : module.relatedLists,
    relatedNames: module.relatedLists.map((list) => list.apiName),
    layoutTypes: layoutTypes.map(({ name, label: layout, demanded }) => ({
      name,
      doc: `What creates a record of ${label} in the layout ${layout}.`,
      type: new Code(
        demanded.length === 0
          ? createType
          : `${createType} & z.Demanded<${createType}, ${demanded.map(literal).join(' | ')}>`,
      ),
    })),
    recordBases: new Code(['z.Identified', ...readBases].join(', ')),
    createBases: basesOf(groups, CREATE_BASES, 'create'),
    updateBases: basesOf(groups, UPDATE_BASES, 'update'),
    recordDoc: `A record of ${label} as it is read.`,
    createDoc: `What creates a record of ${label}.`,
    updateDoc: `What changes a record of ${label}: null clears a field, one left out stays.`,
    classDoc: `The ${generatedType} module ${label}${label === apiName ? '' : ` (${apiName})`}.`,
  }
}

/** What the class loads when it is needed: its fields, and their options where not every value is allowed. */
function choicesView(
  module: ModuleSchema,
  { openPicklists, wireValue, importExtension }: EmitOptions,
  base: string,
): ChoicesView {
  const isClosed = openPicklists !== 'always'
  const fields = module.picklistFields.filter((field) => isClosed && field.isTyped && field.apiName !== 'id')
  const dependencies = module.dependencies.filter((dependency) => isClosed && dependency.isChecked)
  const wire = wireValue === 'actual' ? ", 'actual'" : ''
  return {
    hasGlobal: fields.some((field) => field.isGlobal),
    picklists: fields.map(({ apiName, className, isGlobal }) => ({
      code: new Code(`[${literal(apiName)}, ${isGlobal ? 'shared' : 'own'}.${className}${wire}]`),
    })),
    dependencies: dependencies.map(({ parent, child, className }) => ({
      code: new Code(`[${literal(parent)}, ${literal(child)}, own.${className}]`),
    })),
    subforms: module.subforms.map(({ apiName, className, file }) => {
      const path = literal(`${base}${file}${importExtension}`)
      return { code: new Code(`[${literal(apiName)}, async () => (await import(${path})).${className}]`) }
    }),
  }
}

function withoutDocs(group: GroupSchema): GroupSchema {
  return { ...group, fields: group.fields.map((field) => ({ ...field, doc: '' })) }
}

type Mode = 'read' | 'create' | 'update'

function baseOf(group: GroupSchema, mode: Mode): string {
  return group.moded ? `${group.name}<'${mode}'>` : group.name
}

/** How a group's fields stand in a type that writes: as they are, each there and not null, or each optional. */
type Bases = Readonly<Partial<Record<FieldUse, 'required' | 'demanded' | 'optional'>>>

const CREATE_BASES: Bases = {
  mandatory: 'required',
  createMandatory: 'required',
  demanded: 'demanded',
  createDemanded: 'demanded',
  optional: 'optional',
  createOptional: 'optional',
}

const UPDATE_BASES: Bases = {
  mandatory: 'optional',
  demanded: 'optional',
  optional: 'optional',
  updateOptional: 'optional',
}

const WRAPPED = { demanded: 'z.Demanded', optional: 'z.Optional' } as const

function basesOf(groups: readonly GroupSchema[], bases: Bases, mode: Mode): Code {
  const used = groups.flatMap((group) => {
    const use = bases[group.kind]
    if (use === undefined) return []
    return [use === 'required' ? baseOf(group, mode) : `${WRAPPED[use]}<${baseOf(group, mode)}>`]
  })
  return new Code(used.length === 0 ? 'z.Nothing' : used.join(', '))
}

/** What prints the index. */
export function indexView({ modules, globalPicklists }: Schema, options: EmitOptions): IndexView {
  const { importExtension } = options
  return {
    banner: bannerOf(options),
    isEmpty: modules.length === 0,
    modules: modules.map((module) => {
      const { className, recordType, createType, updateType, file } = module
      return {
        className,
        recordType,
        createType,
        updateType,
        path: `./${file}${importExtension}`,
        hasPicklists: hasPicklists(module),
        namespace: `${className}Picklists`,
        picklistsPath: `./${file}.picklists${importExtension}`,
      }
    }),
    globalPicklistsPath: globalPicklists.length === 0 ? '' : `./${GLOBAL_PICKLISTS}${importExtension}`,
  }
}
