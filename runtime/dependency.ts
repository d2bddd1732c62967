import { tableOf } from './table.ts'

/** A line of a class's table: a value of the parent, and what goes with it. */
type Row = readonly [value: string, options: readonly string[]]

/**
 * The base of generated classes for picklists whose options depend on the value of another field. There are no
 * instances: a class is a map from the values of the parent to the options that go with each.
 */
export abstract class Dependency {
  // Nominal, as picklists are.
  declare protected readonly '~dependency': true

  protected constructor() {}

  /** The map as lines of JSON; a method, so that bundlers can drop a class that nobody uses. */
  protected static table(): string {
    return ''
  }

  /** The options that go with each value of the parent. A value that is not in it restricts nothing. */
  static get map(): Readonly<Record<string, readonly string[]>> {
    return tableOf(this, decode)
  }
}

function decode(rows: readonly Row[]): Readonly<Record<string, readonly string[]>> {
  // Without a prototype no value is special: one may be called constructor.
  const map: Record<string, readonly string[]> = Object.create(null)
  for (const [value, options] of rows) map[value] = Object.freeze(options)
  return map
}
