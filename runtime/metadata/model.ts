/** An option of a picklist: its three strings, kept apart, since none follows from another. */
export interface OptionMetadata {
  readonly id: string | null
  /** What people see. `null` where the answer leaves it out, as for the two that follow. */
  readonly display: string | null
  readonly actual: string | null
  readonly reference: string | null
  readonly order: number | null
  readonly color: string | null
  readonly used: boolean
}

/** What a field of one of the lookup types points to. */
export interface TargetMetadata {
  /** API names of the modules; empty where the answer names none. */
  readonly modules: readonly string[]
  /** For multi-select lookups, the field of the linking module that holds the linked record. */
  readonly connectedField: string | null
}

/** A field of a module, normalised from the answers of any API version. */
export interface FieldMetadata {
  readonly id: string | null
  readonly apiName: string
  readonly label: string
  readonly tooltip: string | null
  /** Zoho's `data_type`; `''` where the answer has none. */
  readonly dataType: string
  /** Zoho's `json_type`; `''` where the answer has none. */
  readonly jsonType: string
  /** What a formula or roll-up gives, else `null`. */
  readonly returnType: string | null
  readonly length: number | null
  /** Whether it is rich text, of which lists return the first 500 characters. */
  readonly richText: boolean
  readonly mandatory: boolean
  readonly unique: boolean
  /** Whether the organisation uses the field; one that it has put aside is not in records. */
  readonly used: boolean
  /** Whether the field can be set when a record is created. */
  readonly creatable: boolean
  /** Whether the field can be set when a record is changed. */
  readonly updatable: boolean
  readonly target: TargetMetadata | null
  /** API name of the global picklist that the options come from, or `null`. */
  readonly globalPicklist: string | null
  readonly options: readonly OptionMetadata[]
}

/** How an option is named where a picklist depends on another: what people see, and what is stored. */
export interface OptionName {
  readonly display: string | null
  readonly actual: string | null
}

/** Which options of a picklist go with a value of another, in a layout. */
export interface DependencyMetadata {
  /** API name of the field that decides. */
  readonly parent: string
  /** API name of the field whose options depend. */
  readonly child: string
  /** For each value of the parent that the layout lists, the options that go with it. */
  readonly map: readonly { readonly value: OptionName; readonly options: readonly OptionName[] }[]
}

/** A section of a layout. */
export interface SectionMetadata {
  readonly apiName: string | null
  readonly label: string
  /** API names of its fields, in their order. */
  readonly fields: readonly string[]
  /** Those among them that the layout demands. */
  readonly required: readonly string[]
}

/** A layout of a module: which fields it shows and demands, and which picklists depend on each other in it. */
export interface LayoutMetadata {
  readonly id: string | null
  /** Missing up to API version 2.1. */
  readonly apiName: string | null
  readonly name: string
  /** Whether records can be made with it. */
  readonly active: boolean
  readonly sections: readonly SectionMetadata[]
  /** Dependent picklists, and the stages of each pipeline: `Stage` depends on `Pipeline`. */
  readonly dependencies: readonly DependencyMetadata[]
}

/** A list of records that belong to a record. */
export interface RelatedListMetadata {
  readonly id: string | null
  readonly apiName: string
  readonly label: string
  /** API name of the module whose records are listed; `null` where the answer names none. */
  readonly module: string | null
  /** Of a multi-select lookup, the module that links both sides; `null` for other lists. */
  readonly linkingModule: string | null
}

/** A custom view of a module. */
export interface CustomViewMetadata {
  readonly id: string | null
  readonly name: string
  /** Zoho's own name of a view that every organisation has (`ALLVIEWS`), or `null`. */
  readonly systemName: string | null
}

/** A module: its fields, or why the API does not describe it. */
export interface ModuleMetadata {
  readonly id: string | null
  readonly apiName: string
  readonly label: string
  /** Zoho's `generated_type`: default, custom, subform, linking and others. */
  readonly generatedType: string
  readonly fields: readonly FieldMetadata[]
  readonly layouts: readonly LayoutMetadata[]
  readonly relatedLists: readonly RelatedListMetadata[]
  readonly customViews: readonly CustomViewMetadata[]
  /** Why there are no fields, in the API's words, or `null`. */
  readonly notDescribed: string | null
}

/** A set of options that fields share. */
export interface GlobalPicklistMetadata {
  readonly id: string | null
  readonly apiName: string
  readonly label: string
  readonly options: readonly OptionMetadata[]
}

/** Something that the organisation has and this metadata lacks, and why. */
export interface NotSeen {
  readonly part: string
  readonly reason: string
}

/** What is known of an organisation: an immutable value. */
export interface Metadata {
  readonly modules: readonly ModuleMetadata[]
  readonly globalPicklists: readonly GlobalPicklistMetadata[]
  readonly notSeen: readonly NotSeen[]
  /** Name of the profile whose permissions decided what was seen, or `null` where it is unknown. */
  readonly profile: string | null
}
