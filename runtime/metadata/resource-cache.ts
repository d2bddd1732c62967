import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digest } from '../auth/fingerprint.ts'
import { ConfigurationError } from '../http/errors.ts'
import type { Metadata } from './model.ts'
import type { ModuleEntry } from './normalize.ts'

/** The metadata that was last pulled, whole. */
export interface CachedMetadata {
  readonly metadata: Metadata
  /** What the module list said; it tells what has changed since. */
  readonly entries: readonly ModuleEntry[]
  /** When the module list was read, by the server's clock where it told. */
  readonly asOf: string
  /** When the pull was complete, in milliseconds since 1970. */
  readonly pulledAt: number
}

/** The file format; another one is pulled anew. */
const VERSION = 1

/**
 * The ResourceCache is where the metadata last pulled from an organisation is kept, with its age. `metadata.json`
 * is replaced in one step when a pull is complete; until then what was pulled lies in `pull/`, part by part, and a
 * pull that was interrupted goes on from there.
 */
export class ResourceCache {
  readonly #folder: string
  readonly #parts: string

  /** @param folder A folder of its own for an organisation; it is made when first written. */
  constructor(folder: string) {
    this.#folder = folder
    this.#parts = join(folder, 'pull')
  }

  /** The metadata last pulled, or `null` where there is none that can be read. */
  async read(): Promise<CachedMetadata | null> {
    const file = await readJson<CachedMetadata & { version: number }>(join(this.#folder, 'metadata.json'))
    if (file?.version !== VERSION || !Array.isArray(file.metadata?.modules)) return null
    const { version: _, ...cached } = file
    return cached
  }

  /** Milliseconds since the last pull was complete, without reading it; `Infinity` where there was none. */
  async age(): Promise<number> {
    try {
      return Date.now() - (await stat(join(this.#folder, 'metadata.json'))).mtimeMs
    } catch {
      return Number.POSITIVE_INFINITY
    }
  }

  /** Replaces the metadata by a complete one, and forgets the parts that it was made of. */
  async complete(cached: CachedMetadata): Promise<void> {
    await this.#replace(join(this.#folder, 'metadata.json'), { version: VERSION, ...cached })
    await this.dropParts()
  }

  /** A part of the pull under way, or `null`. */
  async readPart<T>(part: string): Promise<T | null> {
    const file = await readJson<{ version: number; part: string; value: T }>(await this.#partPath(part))
    return file?.version === VERSION && file.part === part ? file.value : null
  }

  /** Keeps a part of the pull under way. */
  async writePart(part: string, value: unknown): Promise<void> {
    await this.#replace(await this.#partPath(part), { version: VERSION, part, value })
  }

  /** Forgets the pull under way. */
  async dropParts(): Promise<void> {
    try {
      // Another pull may be writing: what appears while the folder is emptied is removed in a second round.
      await rm(this.#parts, { recursive: true, force: true, maxRetries: 5, retryDelay: 10 })
    } catch (cause) {
      throw unwritable(cause)
    }
  }

  /** Parts are named after modules, whose names may be anything: a hash is a file name everywhere. */
  async #partPath(part: string): Promise<string> {
    return join(this.#parts, `${await digest(JSON.stringify(part))}.json`)
  }

  async #replace(path: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value)
    for (let attempt = 1; ; attempt++) {
      const temporary = join(this.#parts, `${crypto.randomUUID()}.tmp`)
      try {
        await mkdir(this.#parts, { recursive: true })
        await writeFile(temporary, text)
        await rename(temporary, path)
        return
      } catch (cause) {
        // Another pull was complete and has removed the folder in between.
        if (attempt === ATTEMPTS || !isAbsent(cause)) throw unwritable(cause)
      }
    }
  }
}

const ATTEMPTS = 5

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function unwritable(cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConfigurationError(
    `the resource cache cannot be written: ${reason}`,
    'Check the permissions of the folder, or set ZCRM_RESOURCE_PATH to another one.',
    cause,
  )
}

/** The JSON of a file, or `null` where there is no file or it holds something else. */
async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}
