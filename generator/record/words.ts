/** A run of letters or of digits. */
const WORD = /\p{L}[\p{L}\p{M}]*|\p{N}+/gu
/** Scripts that put no space between words. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** The words of a text, in small letters. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(WORD) ?? []).map((word) => word.toLowerCase())
}

/**
 * Whether a text is told from the words of an organisation by itself: several words, an address, a long number. A single
 * word, such as the name May, is not.
 */
export function isUnmistakable(text: string): boolean {
  const words = wordsOf(text)
  if (SPACELESS.test(text)) return [...text].length >= 3
  return words.length > 1 || (words.length === 1 && /^\p{N}{8,}$/u.test(text))
}

/** Replacements of unmistakable texts by others: whole words, in whatever letters they are written. */
export class Replacements {
  /** By the first word, the longest first. */
  readonly #byWord = new Map<string, (readonly [from: string, to: string])[]>()
  readonly #spaceless: (readonly [from: string, to: string])[] = []

  constructor(pairs: Iterable<readonly [from: string, to: string]>) {
    const longestFirst = [...pairs].toSorted(([left], [right]) => right.length - left.length)
    for (const [from, to] of longestFirst) {
      const [first] = wordsOf(from)
      if (SPACELESS.test(from)) this.#spaceless.push([from, to])
      else if (first !== undefined)
        this.#byWord.set(first, [...(this.#byWord.get(first) ?? []), [bare(from), to]])
    }
  }

  /** The text with everything in it replaced. */
  in(text: string): string {
    const spaced = this.#inWords(text)
    if (!SPACELESS.test(spaced)) return spaced
    return this.#spaceless.reduce((before, [from, to]) => before.replaceAll(from, to), spaced)
  }

  #inWords(text: string): string {
    let result = ''
    let end = 0
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (index < end) continue
      const found = this.#byWord
        .get(word.toLowerCase())
        ?.find(
          ([from]) =>
            isSame(text.slice(index, index + from.length), from) && isWhole(text, index + from.length),
        )
      if (found === undefined) continue
      result += text.slice(end, index) + found[1]
      end = index + found[0].length
    }
    return end === 0 ? text : result + text.slice(end)
  }
}

/** Without what stands before the first word, such as the plus of a telephone number. */
function bare(text: string): string {
  return text.slice(Math.max(0, text.search(/[\p{L}\p{N}]/u)))
}

function isSame(text: string, other: string): boolean {
  return text === other || text.toLowerCase() === other.toLowerCase()
}

/** Whether a word ends at a place of a text. */
function isWhole(text: string, place: number): boolean {
  const before = text.slice(Math.max(0, place - 2), place)
  const after = text.slice(place, place + 2)
  const goesOn = /[\p{L}\p{M}]$/u.test(before) && /^[\p{L}\p{M}]/u.test(after)
  return !goesOn && !(/\p{N}$/u.test(before) && /^\p{N}/u.test(after))
}
