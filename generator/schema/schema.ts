import type { FieldRow, FieldUse } from '@zcrm/runtime'
import type { FieldMetadata } from '@zcrm/runtime/metadata'
import type { Code } from './literals.ts'
import type { UnmatchedPattern } from './unmatched.ts'

/** What is generated, with every name decided: the value that the emitters print. */
export interface Schema {
  readonly hash: string
  readonly modules: readonly ModuleSchema[]
  /** Picklists that fields of several modules share. */
  readonly globalPicklists: readonly PicklistSchema[]
  /** Modules without a class, and why. */
  readonly notDescribed: readonly { readonly apiName: string; readonly reason: string }[]
  /** Fields of data types that nobody knows: what they hold is `unknown`. */
  readonly unknownTypes: readonly { readonly field: string; readonly dataType: string }[]
  /** Fields that are not generated although no record is made without them, as `Module.Field`. */
  readonly leftOut: readonly string[]
  /** Patterns of the configuration that the organisation has nothing for. */
  readonly unmatched: readonly UnmatchedPattern[]
}

/** A module's class and types. */
export interface ModuleSchema {
  readonly apiName: string
  readonly label: string
  readonly generatedType: string
  /** File name without folder and ending. */
  readonly file: string
  readonly className: string
  readonly recordType: string
  readonly createType: string
  readonly updateType: string
  /** Hash of the metadata that the class covers; see `moduleHash` of the runtime. */
  readonly schemaHash: string
  /** What creates a record in each layout, where they demand different fields. */
  readonly layoutTypes: readonly LayoutType[]
  readonly groups: readonly GroupSchema[]
  /** What the runtime gets to know of each field, without the id, in the order of their names. */
  readonly fieldRows: readonly FieldRow[]
  /** The groups as a file elsewhere in the output folder has them, where `base` leads from it to that folder. */
  readonly groupsFrom: (base: string) => readonly GroupSchema[]
  /** The subforms whose rows' modules have a class, and where it is. */
  readonly subforms: readonly SubformField[]
  /** API names of the fields that only a read of a single record returns. */
  readonly singleReadOnly: readonly string[]
  /** Number of the fields described, the id included where the organisation describes it. */
  readonly fieldCount: number
  /** Picklists of the module's own. */
  readonly picklists: readonly PicklistSchema[]
  /** Where the class of each picklist field is, the shared ones included. */
  readonly picklistFields: readonly PicklistField[]
  readonly dependencies: readonly DependencySchema[]
  readonly relatedLists: readonly RelatedListSchema[]
}

/** The type of what creates a record in a layout. */
export interface LayoutType {
  readonly name: string
  /** The layout's name, for the doc comment. */
  readonly label: string
  /** API names of the fields that it demands beside those that every layout does. */
  readonly demanded: readonly string[]
}

/** A class that maps the values of a picklist to the options of another that go with each. */
export interface DependencySchema {
  /** API name of the field that decides. */
  readonly parent: string
  /** API name of the field whose options depend. */
  readonly child: string
  readonly className: string
  readonly doc: string
  readonly rows: readonly { readonly value: string; readonly options: readonly string[] }[]
  /** Whether a value that does not go with the other can be told to be wrong. */
  readonly isChecked: boolean
}

/** A related list, and the module whose records it has. */
export interface RelatedListSchema {
  readonly apiName: string
  readonly module: string
}

/** A field and the picklist class that it uses. */
export interface PicklistField {
  readonly apiName: string
  readonly className: string
  readonly valueType: string
  readonly isGlobal: boolean
  /** Whether its type is that of the picklist. A type of the configuration's may allow what the picklist does not. */
  readonly isTyped: boolean
}

/** A subform, and the class of its rows' module. */
export interface SubformField {
  readonly apiName: string
  readonly className: string
  /** Name of the class's file, without folder and ending. */
  readonly file: string
}

/** Fields that the three record types use in one way. */
export interface GroupSchema {
  readonly kind: FieldUse
  readonly name: string
  readonly moded: boolean
  readonly fields: readonly FieldSchema[]
}

/** A property of the record types. */
export interface FieldSchema {
  readonly apiName: string
  /** Text of its doc comment, still to be escaped. */
  readonly doc: string
  readonly type: Code
  /** Whether the configuration gave the type: then it is all that is known of the values. */
  readonly isGiven: boolean
  /** What the organisation says of it, for what is not written in TypeScript. */
  readonly metadata: FieldMetadata
}

/** A picklist class. */
export interface PicklistSchema {
  /** API name of the field or global picklist. */
  readonly apiName: string
  readonly doc: string
  readonly className: string
  readonly valueType: string
  /** The wire values of the options that are used. */
  readonly values: readonly string[]
  readonly constants: readonly { readonly name: string; readonly value: string }[]
  /** Lines of the table that the runtime decodes; see `Picklist` of the runtime. */
  readonly rows: readonly (readonly unknown[])[]
}
