import { ConfigurationError } from '../http/errors.ts'
import type { StoredToken, TokenStore } from './token-store.ts'

interface TokenFile {
  readonly version: 1
  readonly tokens: readonly StoredToken[]
}

/**
 * A token store in a JSON file that only its owner may read (mode 0600). Each save replaces the whole file in one
 * step, so that a process killed in the middle leaves the old file or the new one, never half of one.
 */
export class FileStore implements TokenStore {
  readonly #path: string

  /** @param path The file; it and its folders are made when a token is first saved. */
  constructor(path: string) {
    this.#path = path
  }

  async list(): Promise<readonly StoredToken[]> {
    const { readFile } = await import('node:fs/promises')
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if (isAbsent(error)) return []
      throw unusable(this.#path, 'cannot be read', error)
    }
    return parse(this.#path, text)
  }

  save(token: StoredToken): Promise<void> {
    return this.#change((tokens) => [...tokens.filter(({ id }) => id !== token.id), token])
  }

  remove(id: string): Promise<void> {
    return this.#change((tokens) => tokens.filter((token) => token.id !== id))
  }

  async #change(change: (tokens: readonly StoredToken[]) => readonly StoredToken[]): Promise<void> {
    const { resolve } = await import('node:path')
    return inTurn(resolve(this.#path), async () => this.#replace(change(await this.list())))
  }

  async #replace(tokens: readonly StoredToken[]): Promise<void> {
    const [{ mkdir, rename, rm, writeFile }, { dirname }] = await Promise.all([
      import('node:fs/promises'),
      import('node:path'),
    ])
    const file: TokenFile = { version: 1, tokens }
    const temporary = `${this.#path}.${crypto.randomUUID()}.tmp`
    try {
      await mkdir(dirname(this.#path), { recursive: true })
      await writeFile(temporary, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
      await rename(temporary, this.#path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw unusable(this.#path, 'cannot be written', error)
    }
  }
}

/** The last change of each file: stores of one file take turns, whichever client they belong to. */
const turns = new Map<string, Promise<void>>()

function inTurn(path: string, work: () => Promise<void>): Promise<void> {
  const turn = (turns.get(path) ?? Promise.resolve()).then(work, work)
  turns.set(path, turn)
  return turn
}

const TEXTS = [
  'id',
  'fingerprint',
  'environment',
  'clientId',
  'clientSecret',
  'refreshToken',
  'accessToken',
] as const

function parse(path: string, text: string): readonly StoredToken[] {
  try {
    const file = JSON.parse(text) as Partial<TokenFile> | null
    if (file?.version === 1 && Array.isArray(file.tokens) && file.tokens.every(isToken)) return file.tokens
  } catch {}
  throw new ConfigurationError(
    `the token store ${path} is not a file of zcrm's`,
    'Move it away and sign in again, or name another file.',
  )
}

function isToken(value: unknown): value is StoredToken {
  if (typeof value !== 'object' || value === null) return false
  const row = value as Record<string, unknown>
  return TEXTS.every((key) => typeof row[key] === 'string') && typeof row['expiresAt'] === 'number'
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function unusable(path: string, what: string, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConfigurationError(
    `the token store ${path} ${what}: ${reason}`,
    'Check the path and its permissions.',
    cause,
  )
}
