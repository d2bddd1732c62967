import { tableOf } from './table.ts'

/** The three strings of a picklist option and how it is shown. */
interface OptionFacts {
  /** What people see. */
  readonly label: string
  /** The value that Zoho stores. */
  readonly actual: string
  /** The value that integrations and reports see. */
  readonly reference: string
  /** `#rrggbb`, or `null` where the option has none. */
  readonly color: string | null
  /** Its place in the list, or `null` where the API gives none. */
  readonly order: number | null
}

/** An option that can be chosen. `value` travels in records; it is `null` for the option that means "none". */
export interface UsedOption<V extends string> extends OptionFacts {
  readonly used: true
  readonly value: V | null
}

/** An option that keeps its place in old records and cannot be chosen. */
export interface UnusedOption extends OptionFacts {
  readonly used: false
  readonly value: string | null
}

/** An option of a picklist; `used` tells the two kinds apart. */
export type PicklistOption<V extends string = string> = UsedOption<V> | UnusedOption

/** A row of a class's table: wire value, order, colour, label, actual, reference, 0 where the option is not used. */
type Row = readonly [
  value: string,
  order?: number | null,
  color?: string | null,
  label?: string | null,
  actual?: string | null,
  reference?: string | null,
  used?: 0,
]

interface Table {
  readonly options: readonly PicklistOption[]
  readonly values: readonly string[]
  readonly meanings: ReadonlyMap<string, string | null>
}

function decode(rows: readonly Row[]): Table {
  const options = rows.map(optionOf)
  const values = new Set<string>()
  for (const { used, value } of options) if (used && value !== null) values.add(value)
  return {
    options: Object.freeze(options),
    values: Object.freeze([...values]),
    meanings: meaningsOf(options),
  }
}

function optionOf([wire, order = null, color = null, label, actual, reference, used]: Row): PicklistOption {
  const shown = label ?? wire
  return Object.freeze({
    label: shown,
    value: wire === '' || wire === '-None-' ? null : wire,
    actual: actual ?? shown,
    reference: reference ?? shown,
    color,
    order,
    used: used !== 0,
  } as PicklistOption)
}

/** What a string other than a wire value means: the value of the one option that has it, `null` where several have. */
function meaningsOf(options: readonly PicklistOption[]): Map<string, string | null> {
  const meanings = new Map<string, string | null>()
  for (const { used, value, label, actual, reference } of options) {
    for (const text of new Set([label, actual, reference])) {
      const known = meanings.get(text)
      const meant = used ? value : null
      meanings.set(text, known === undefined || known === meant ? meant : null)
    }
  }
  return meanings
}

/** What the static members of a picklist class need of it: its values, which carry the type. */
interface HasValues<V extends string> {
  readonly values: readonly V[]
}

/**
 * The base of generated picklist classes: a constant per option, and what is known of the options. There are no
 * instances: in a record an option is its wire value, a plain string.
 */
export abstract class Picklist {
  // Nominal: without it any string would be assignable to the class's name used as a type.
  declare protected readonly '~picklist': true

  protected constructor() {}

  /** The options as lines of JSON; a method, so that bundlers can drop a class that nobody uses. */
  protected static table(): string {
    return ''
  }

  /** The wire values of the options that are used. */
  static get values(): readonly string[] {
    return tableOf(this, decode).values
  }

  /** Every option, those that are not used too, in the order of the organisation. */
  static get options(): readonly PicklistOption[] {
    return tableOf(this, decode).options
  }

  /** Whether a value is the wire value of an option that is used. */
  static is<V extends string>(this: HasValues<V>, value: unknown): value is V {
    return (this.values as readonly unknown[]).includes(value)
  }

  /**
   * The wire value that a string means: itself where it is one, else that of the only option that has it as label,
   * actual or reference value. `undefined` where no option has it, or several.
   */
  static from<V extends string>(this: HasValues<V>, text: string): V | undefined {
    const picklist = this as HasValues<V> & typeof Picklist
    if (picklist.values.includes(text as V)) return text as V
    const meaning = tableOf(picklist, decode).meanings.get(text)
    return (meaning ?? undefined) as V | undefined
  }
}
