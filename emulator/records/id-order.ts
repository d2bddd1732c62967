/** An IdOrder keeps ids in ascending order while they come and go; a new highest one costs nothing. */
export class IdOrder {
  readonly #ids: string[]

  constructor(ids: Iterable<string>) {
    this.#ids = [...ids].sort(compareIds)
  }

  /** The ids at the moment: the same array lives on. */
  get all(): readonly string[] {
    return this.#ids
  }

  add(id: string): void {
    const place = this.#placeOf(id)
    if (place === this.#ids.length) this.#ids.push(id)
    else if (this.#ids[place] !== id) this.#ids.splice(place, 0, id)
  }

  remove(id: string): void {
    const place = this.#placeOf(id)
    if (this.#ids[place] === id) this.#ids.splice(place, 1)
  }

  /** Where an id is, or would be. */
  #placeOf(id: string): number {
    return lowerBound(this.#ids.length, (index) => compareIds(this.#ids[index] ?? '', id) >= 0)
  }
}

/** The first of the indexes below `length` that passes a test which all behind it pass too; `length` where none does. */
export function lowerBound(length: number, passes: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The order of ids as the numbers that they are. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : a > b ? 1 : 0
}
