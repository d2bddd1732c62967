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

/** What is known of a module's fields, as it was when the code was generated. */
export interface Choices {
  /** API names of the fields that lists return, as lines of JSON; unknown to code of an earlier generator. */
  readonly fields?: string
  readonly picklists: readonly PicklistChoice[]
  readonly dependencies: readonly DependentChoice[]
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
