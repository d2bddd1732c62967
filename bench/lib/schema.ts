/** What a field holds, as far as its size in a type or a table depends on it. */
export type Kind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'lookup'
  | 'user'
  | 'picklist'
  | 'multipicklist'

/** A field of a module, reduced to what peers can be given too. */
export interface Field {
  readonly name: string
  readonly label: string
  /** The data type by its name in Zoho, for the line of documentation. */
  readonly dataType: string
  readonly kind: Kind
  /** Who sets it: nobody but Zoho, everybody who creates a record, or whoever wants to. */
  readonly access: 'system' | 'mandatory' | 'optional'
  /** The module that a lookup points to. */
  readonly target?: string
  /** The wire values of a picklist. */
  readonly options?: readonly string[]
}

/** A module with its fields. */
export interface Module {
  readonly name: string
  readonly fields: readonly Field[]
}

/** An organisation that ours and the peers generate from, each in its own format. */
export interface Schema {
  readonly modules: readonly Module[]
}

/** The number of fields of all modules. */
export function countFields({ modules }: Schema): number {
  return modules.reduce((sum, module) => sum + module.fields.length, 0)
}
