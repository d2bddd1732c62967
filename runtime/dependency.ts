/** A line of a class's table: a value of the parent, and what goes with it. */
type Row = readonly [value: string, options: readonly string[]]

/**
 * The base of generated classes for picklists whose options depend on the value of another field. There are no
 * instances: a class is a map from the values of the parent to the options that go with each.
 */
export abstract class Dependency {
  // Nominal, as picklists are.
  readonly #dependency = true

  protected constructor() {
    void this.#dependency
  }

  /** The map as lines of JSON; a method, so that bundlers can drop a class that nobody uses. */
  protected static table(): string {
    return ''
  }

  /** The options that go with each value of the parent. A value that is not in it restricts nothing. */
  static get map(): Readonly<Record<string, readonly string[]>> {
    return mapOf(this, () => this.table())
  }
}

const maps = new WeakMap<object, Readonly<Record<string, readonly string[]>>>()

function mapOf(dependency: object, text: () => string): Readonly<Record<string, readonly string[]>> {
  let map = maps.get(dependency)
  if (map === undefined) {
    // Without a prototype no value is special: one may be called constructor.
    const rows: Record<string, readonly string[]> = Object.create(null)
    for (const line of text().split('\n')) {
      if (line === '') continue
      const [value, options] = JSON.parse(line) as Row
      rows[value] = Object.freeze(options)
    }
    map = Object.freeze(rows)
    maps.set(dependency, map)
  }
  return map
}
