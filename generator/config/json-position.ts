/** Where a text stops being JSON: the offset of the first character that cannot stand there; its length, where it is cut. */
export function jsonErrorOffset(text: string): number {
  const reader = new JsonReader(text)
  if (reader.value()) reader.skip(SPACE)
  return reader.offset
}

const SPACE = /[ \t\n\r]*/y
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy

/** Reads JSON and stays where it ends; the engine's own messages quote the text, and seldom say where. */
class JsonReader {
  readonly #text: string
  offset = 0

  constructor(text: string) {
    this.#text = text
  }

  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset
    const match = pattern.exec(this.#text)
    if (match === null) return false
    this.offset = pattern.lastIndex
    return true
  }

  #take(sign: string): boolean {
    this.skip(SPACE)
    if (this.#text[this.offset] !== sign) return false
    this.offset += 1
    return true
  }

  value(): boolean {
    if (this.#take('{')) return this.#items('}', () => this.#string() && this.#take(':') && this.value())
    if (this.#take('[')) return this.#items(']', () => this.value())
    return this.#string() || this.skip(SCALAR)
  }

  #string(): boolean {
    this.skip(SPACE)
    return this.skip(STRING)
  }

  #items(end: string, item: () => boolean): boolean {
    if (this.#take(end)) return true
    do {
      if (!item()) return false
    } while (this.#take(','))
    return this.#take(end)
  }
}
