import {
  compareText,
  type FieldMetadata,
  type Metadata,
  type ModuleMetadata,
  type OptionMetadata,
  sortOptions,
} from '@zcrm/runtime/metadata'
import { isPicklist, type TypeText, typeOf } from '../schema/data-types.ts'
import { dependencyClassNames, derivedTypes, moduleClassNames, moduleFileNames } from '../schema/naming.ts'
import { globalPicklistSources, ownPicklistSources, picklistSchemas } from '../schema/picklists.ts'
import type { PicklistSchema } from '../schema/schema.ts'
import { fieldSelector, moduleSelector } from '../schema/selection.ts'
import type { DiffOptions } from './change.ts'

/** A picklist class: its schema, and its constants by value. */
export interface PicklistClass {
  readonly name: string
  readonly constants: ReadonlyMap<string, string>
}

/** A side of a comparison: a snapshot, and the names that its code has. They are the generator's own. */
export class Side {
  readonly metadata: Metadata
  readonly #options: DiffOptions
  readonly #isSelected: ReturnType<typeof moduleSelector>
  readonly #isField: ReturnType<typeof fieldSelector>
  readonly #classes: ReadonlyMap<string, string>
  readonly #files: ReadonlyMap<string, string>
  readonly #globals: ReadonlyMap<string, PicklistClass>
  /** The options of each global picklist that fields use. */
  readonly globalOptions: ReadonlyMap<string, readonly OptionMetadata[]>
  readonly #own = new Map<ModuleMetadata, ReadonlyMap<string, PicklistClass>>()

  constructor(metadata: Metadata, options: DiffOptions) {
    this.metadata = metadata
    this.#options = options
    this.#isSelected = moduleSelector(options.modules)
    this.#isField = fieldSelector(options.fields)
    const described = metadata.modules.filter((module) => this.#isDescribed(module))
    const names = described.map((module) => module.apiName)
    this.#classes = moduleClassNames(names, this.#given('', names))
    this.#files = moduleFileNames(names)
    const sources = globalPicklistSources({
      ...metadata,
      modules: described.map((module) => this.#sharing(module)).sort(byApiName),
    })
    this.globalOptions = new Map(sources.map(({ apiName, options }) => [apiName, options]))
    this.#globals = classesOf(
      picklistSchemas(
        sources,
        options.wireValue,
        this.#given('GlobalPicklists.', [...this.globalOptions.keys()]),
      ),
    )
  }

  #isDescribed(module: ModuleMetadata): boolean {
    return module.notDescribed === null && this.#isSelected(module)
  }

  /** A module with those of its fields that may share their options, in order: what comes first counts. */
  #sharing(module: ModuleMetadata): ModuleMetadata {
    const isShared = (field: FieldMetadata) =>
      field.used && field.globalPicklist !== null && this.#isField(field, module)
    const fields = module.fields.filter(isShared).sort(byApiName)
    return { ...module, fields: fields.map((field) => ({ ...field, options: sortOptions(field.options) })) }
  }

  /** The names that the configuration gives classes. What one side does not have is of no account there. */
  #given(prefix: string, apiNames: readonly string[]): ReadonlyMap<string, string> {
    const { classNames } = this.#options
    return new Map(
      apiNames.flatMap((apiName) => {
        const key = prefix + apiName
        return Object.hasOwn(classNames, key) ? [[apiName, classNames[key] ?? '']] : []
      }),
    )
  }

  /** Whether a module has a class. */
  isGenerated(apiName: string | null): boolean {
    return apiName !== null && this.#classes.has(apiName)
  }

  /** Whether a field is in the types of its module; the id is in those of every record. */
  hasField(module: ModuleMetadata, field: FieldMetadata): boolean {
    if (!this.isGenerated(module.apiName) || !field.used || field.apiName === 'id') return false
    return this.#isField(field, module)
  }

  /** The class of a module, `''` where it has none. */
  classOf(apiName: string): string {
    return this.#classes.get(apiName) ?? ''
  }

  /** The class and the file of a module. */
  placeOf(apiName: string): string {
    return `${this.classOf(apiName)} in ${this.#files.get(apiName)}.ts`
  }

  /** How code names a module. */
  namesOf(apiName: string): Readonly<Record<'class' | 'record' | 'create' | 'update', string>> {
    const name = this.classOf(apiName)
    return { class: name, ...derivedTypes(name) }
  }

  /** The class of a global picklist, where fields use it. */
  globalClass(apiName: string): PicklistClass | null {
    return this.#globals.get(apiName) ?? null
  }

  /** The class of a field's options, where it has one. */
  picklistClass(module: ModuleMetadata, field: FieldMetadata): PicklistClass | null {
    if (!isPicklist(field) || !this.hasField(module, field)) return null
    if (field.globalPicklist !== null) return this.globalClass(field.globalPicklist)
    let own = this.#own.get(module)
    if (own === undefined) {
      const used = module.fields.filter((one) => this.hasField(module, one))
      const sources = ownPicklistSources(used)
      const names = sources.map((source) => source.apiName)
      const given = this.#given(`${module.apiName}.`, names)
      own = classesOf(picklistSchemas(sources, this.#options.wireValue, given))
      this.#own.set(module, own)
    }
    return own.get(field.apiName) ?? null
  }
}

function byApiName(one: { readonly apiName: string }, other: { readonly apiName: string }): number {
  return compareText(one.apiName, other.apiName)
}

function classesOf(schemas: readonly PicklistSchema[]): ReadonlyMap<string, PicklistClass> {
  return new Map(
    schemas.map(({ apiName, className, constants }) => [
      apiName,
      { name: className, constants: new Map(constants.map(({ name, value }) => [value, name])) },
    ]),
  )
}

/** The type of a field as it is read, where its options and the rows of subforms are of no account. */
export function readType(field: FieldMetadata): TypeText {
  return typeOf(field, {
    mode: "'read'",
    choice: () => ({ text: 'an option', moded: true }),
    subformTypes: (module) => ({ record: `${module} rows`, create: '', update: '' }),
  })
}

/** What the class of a dependent picklist is called, if no other name is in its way. */
export function dependencyClass(parent: string, child: string): string {
  return dependencyClassNames([[parent, child]], new Set()).get(JSON.stringify([parent, child])) ?? ''
}
