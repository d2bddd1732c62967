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
  /** Whether the field can be set when a record is created. */
  readonly creatable: boolean
  /** Whether the field can be set when a record is changed. */
  readonly updatable: boolean
  readonly target: TargetMetadata | null
  /** API name of the global picklist that the options come from, or `null`. */
  readonly globalPicklist: string | null
  readonly options: readonly OptionMetadata[]
}

/** A module: its fields, or why the API does not describe it. */
export interface ModuleMetadata {
  readonly id: string | null
  readonly apiName: string
  readonly label: string
  /** Zoho's `generated_type`: default, custom, subform, linking and others. */
  readonly generatedType: string
  readonly fields: readonly FieldMetadata[]
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
