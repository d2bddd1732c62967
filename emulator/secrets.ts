import { randomBytes } from 'node:crypto'

/** A SecretKind is what a secret is good for. */
export type SecretKind = 'accessToken' | 'clientSecret' | 'grantToken' | 'refreshToken'

/** A text without the secrets that were in it, and of which kinds they were. */
export interface Censored {
  readonly text: string
  readonly kinds: readonly SecretKind[]
}

const MASK = '(secret)'
const TOKEN = '1000\\.[0-9a-f]{32}\\.[0-9a-f]{32}'
const IS_TOKEN = new RegExp(`^${TOKEN}$`)
/** Shorter ones, which only a test chooses, count as whole words: `grant` is in `grant_type`. */
const UNMISTAKABLE = 20

/** A token in the form of the accounts server: 1000., 32 hexadecimal digits, a dot, 32 more. */
export function newToken(): string {
  return `1000.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`
}

/** A SecretBook knows every secret there ever was, and finds them in what is sent. */
export class SecretBook {
  readonly #kinds: Map<string, SecretKind> = new Map()
  /** The secrets that do not have the form of a token. */
  readonly #odd: Set<string> = new Set()
  /** Tokens are found by their form, so that a look costs the same however many there are. */
  #pattern: RegExp = patternOf([])

  add(kind: SecretKind, secret: string): void {
    if (secret === '') return
    this.#kinds.set(secret, kind)
    if (IS_TOKEN.test(secret)) return
    this.#odd.add(secret)
    this.#pattern = patternOf([...this.#odd])
  }

  /** Censors a URL, a form or a header: also what is percent-encoded in it, or in Base64 after `Basic`. */
  censor(text: string): Censored {
    const kinds = new Set<SecretKind>()
    const bare = this.#masked(text, kinds)
    const plain = /[%+]/.test(bare)
      ? bare.replace(/[^/?&=;,#\s]+/g, (part) => this.#maskedIf(part, decoded(part), kinds))
      : bare
    const masked = plain.replace(/(?<=\bBasic\s+)[\w+/=-]+/gi, (part) =>
      this.#maskedIf(part, Buffer.from(part, 'base64').toString(), kinds),
    )
    return { text: masked, kinds: [...kinds] }
  }

  #masked(text: string, kinds: Set<SecretKind>): string {
    return text.replace(this.#pattern, (found) => {
      const kind = this.#kinds.get(found)
      if (kind === undefined) return found
      kinds.add(kind)
      return MASK
    })
  }

  /** A part of a text, or the mask where a secret is in what it means. */
  #maskedIf(part: string, meaning: string, kinds: Set<SecretKind>): string {
    return this.#masked(meaning, kinds) === meaning ? part : MASK
  }
}

function patternOf(odd: readonly string[]): RegExp {
  const longestFirst = odd.toSorted((a, b) => b.length - a.length)
  const alternatives = longestFirst.map((secret) => {
    const literal = secret.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    return secret.length < UNMISTAKABLE ? `(?<![\\w.-])${literal}(?![\\w.-])` : literal
  })
  return new RegExp([...alternatives, TOKEN].join('|'), 'g')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}
