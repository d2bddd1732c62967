import type { DiffOptions } from '../../../../generator/drift/change.ts'
import type { Kind } from '../../../../generator/drift/rules/rules.ts'
import type {
  FieldMetadata,
  Metadata,
  ModuleMetadata,
  RelatedListMetadata,
} from '../../../../runtime/metadata/index.ts'
import { field, module, option, organisation, picklist } from '../../metadata.ts'

/** A change, with code that was written against the old organisation. */
export interface Pair {
  readonly kind: Kind
  readonly about?: string
  readonly before: Metadata
  readonly after: Metadata
  readonly options?: Partial<DiffOptions>
  /** Code that reads, and code that writes; `o` is what is generated. */
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  /** Whether what is written is refused at run time, where the code compiles all the same. */
  readonly writesCompile?: true
}

/** A field of text. */
export const fax: FieldMetadata = field('Fax', { id: '1' })

/** Code that reads a field as a type. */
export function gets(type: string, name = 'Fax'): string {
  return `export const got = (lead: o.LeadsRecord): ${type} => lead.${name}`
}

/** Code that reads the field of text. */
export const TEXT: string = gets('string | null')

/** Code that reads a field which nothing happens to. */
export const NAME: string = gets('string | null', 'Name')

/** Code that creates a record. */
export function create(text: string): string {
  return `export const made: o.LeadsCreate = ${text}`
}

/** Code that lists records. */
export function lists(options: string): string {
  return `export const rows = new o.Leads(client).list(${options})`
}

/** A picklist of Leads. */
export function source(...names: readonly string[]): FieldMetadata {
  return picklist(
    'Source',
    names.map((name, index) => option(name, { id: `o${index}`, order: index })),
    { id: 's' },
  )
}

/** Code that reads a constant of it. */
export const HOT = 'export const hot = o.LeadsPicklists.Source.Hot'

/** Code that writes an option of it. */
export const SET_HOT: string = create("{ Source: 'Hot' }")

/** A field that has the options of a global picklist. */
export function shared(more: Partial<FieldMetadata> = {}): FieldMetadata {
  return picklist('Area', [option('North', { id: 'n' })], { id: 'a', globalPicklist: 'Region', ...more })
}

/** An organisation of Leads and other modules. */
export function crm(
  more: Partial<ModuleMetadata> = {},
  others: readonly string[] = ['Calls', 'Tasks'],
): Metadata {
  return organisation([
    module('Leads', [field('Name')], { id: 'leads', ...more }),
    ...others.map((name) => module(name, [field('Name')], { id: name.toLowerCase() })),
  ])
}

/** A related list of Leads. */
export function related(
  apiName: string,
  of: string,
  more: Partial<RelatedListMetadata> = {},
): { readonly relatedLists: readonly RelatedListMetadata[] } {
  return { relatedLists: [{ id: 'r', apiName, label: apiName, module: of, linkingModule: null, ...more }] }
}

/** Code that reads it. */
export const LIST_CALLS =
  "export const rows = new o.Leads(client).related.Calls.list('1', o.Calls, { fields: ['Name'] })"
