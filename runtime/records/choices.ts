import type { PicklistOption } from '../picklist.ts'

/** A picklist field: its class, and which of an option's strings the class has as its values where it is not `display`. */
export type PicklistChoice = readonly [
  field: string,
  picklist: { readonly options: readonly PicklistOption[] },
  wire?: 'actual',
]

/** A dependent picklist: the fields of parent and child, and the class of the map. */
export type DependentChoice = readonly [
  parent: string,
  child: string,
  dependency: { readonly map: Readonly<Record<string, readonly string[]>> },
]

/** What the value of a field is made of; it decides what is right to write. */
export type ValueKind =
  | 'text'
  | 'richtext'
  | 'email'
  | 'integer'
  | 'number'
  | 'digits'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'option'
  | 'options'
  | 'lookup'
  | 'anylookup'
  | 'links'
  | 'subform'
  | 'files'
  | 'tags'
  | 'participants'
  | 'reminders'
  | 'taxes'
  | 'alarm'
  | 'recurrence'
  | 'module'
  | 'any'
  /** Anything, which only a read of one record returns. */
  | 'unlisted'

/** How a field is written; the name of the generated interface that has it ends so. `optional` is not said. */
export type FieldUse =
  | 'system'
  | 'mandatory'
  | 'demanded'
  | 'optional'
  | 'createMandatory'
  | 'createDemanded'
  | 'createOptional'
  | 'updateOptional'

/**
 * What is known of a field: its name; where it can be written or lists leave it out, its kind; what the kind has to be
 * known of (the greatest length, the modules of a lookup, the connected field of a multi-select lookup); its use.
 */
export type FieldRow = readonly [
  name: string,
  kind?: ValueKind,
  detail?: number | string | readonly string[] | null,
  use?: FieldUse,
]

/** A subform, and the class of its rows' module. */
export type SubformChoice = readonly [field: string, module: () => Promise<ModuleClass>]

/** What is known of a module's fields, as it was when the code was generated. */
export interface Choices {
  /** A {@link FieldRow} of each field, as lines of JSON; unknown to code of an earlier generator. */
  readonly fields?: string
  readonly picklists: readonly PicklistChoice[]
  readonly dependencies: readonly DependentChoice[]
  /** The subforms whose modules have a class. */
  readonly subforms?: readonly SubformChoice[]
}

/** What is known of a generated module class. */
export interface ModuleClass {
  readonly apiName: string
  /** Hash of the metadata that the class was generated from. */
  readonly schema?: string | undefined
  /** API names of the module's related lists. */
  readonly relatedLists?: readonly string[] | undefined
  /** Loads what is known of the module's fields and their options, which nobody loads who does not need it. */
  choices?(): Promise<Choices>
}
