import type { Identities } from './identities.ts'
import { wordsOf } from './words.ts'

/** Something of a user or of the organisation that a recording would still tell. */
export interface Remnant {
  readonly file: string
  readonly what: string
}

/** Names that are single words of a recording too, with the files that have them. */
export type SharedWords = ReadonlyMap<string, readonly string[]>

/**
 * Looks through the texts of files for what was to be replaced, in another way than it was replaced: whatever the key,
 * anywhere in the text. Gives the first that is still there.
 */
export function remnantIn(files: ReadonlyMap<string, string>, identities: Identities): Remnant | null {
  const wanted = [...identities.emails, ...identities.texts].filter(([from, to]) => from !== to.toLowerCase())
  const madeUp = new Set([...identities.emails.values(), ...identities.texts.values()])
  const patterns = wanted
    .filter(([from]) => !madeUp.has(from))
    .map(([from]) => ({ from, written: JSON.stringify(from.toLowerCase()).slice(1, -1) }))
  for (const [file, content] of files) {
    const text = `\n${file}\n${content}\n`.toLowerCase()
    const words = new Set(wordsOf(text))
    const found = patterns.find(
      ({ from, written }) => wordsOf(from).every((word) => words.has(word)) && stands(text, written),
    )
    if (found !== undefined) return { file, what: kindOf(found.from) }
  }
  return null
}

/** Whether a text is somewhere, and not as a piece of a longer word or number. */
function stands(text: string, searched: string): boolean {
  for (let at = text.indexOf(searched); at >= 0; at = text.indexOf(searched, at + 1)) {
    const around = `${text.charAt(at - 1)}${searched}${text.charAt(at + searched.length)}`
    if (!isPiece(around.slice(0, 2)) && !isPiece(around.slice(-2))) return true
  }
  return false
}

/** Whether two characters are of one word or of one number. */
function isPiece(pair: string): boolean {
  return /^(?:\p{L}[\p{L}\p{M}]|\p{N}\p{N})$/u.test(pair)
}

function kindOf(text: string): string {
  if (text.includes('@')) return 'an e-mail address'
  return /^\d+$/.test(text) ? 'the id of a user or of the organisation' : 'a name or an address'
}

/** Finds the single names of users that are words of the organisation too; they are left where they are words. */
export function sharedWords(files: ReadonlyMap<string, string>, { singleNames }: Identities): SharedWords {
  const shared = new Map<string, string[]>()
  for (const [file, content] of files) {
    const words = new Set(content.match(/\p{L}[\p{L}\p{M}]*/gu))
    for (const name of singleNames) {
      if (words.has(name) && name !== 'User') shared.set(name, [...(shared.get(name) ?? []), file])
    }
  }
  return new Map([...shared].sort(([left], [right]) => (left < right ? -1 : 1)))
}
