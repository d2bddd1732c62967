import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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
    return file?.version === VERSION ? file : null
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
    await rm(this.#parts, { recursive: true, force: true })
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
    await rm(this.#parts, { recursive: true, force: true })
  }

  /** Parts are named after modules, whose names may be anything: a hash is a file name everywhere. */
  async #partPath(part: string): Promise<string> {
    return join(this.#parts, `${await digest(JSON.stringify(part))}.json`)
  }

  async #replace(path: string, value: unknown): Promise<void> {
    const temporary = join(this.#parts, `${crypto.randomUUID()}.tmp`)
    try {
      await mkdir(dirname(temporary), { recursive: true })
      await writeFile(temporary, JSON.stringify(value))
      await rename(temporary, path)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new ConfigurationError(
        `the resource cache cannot be written: ${reason}`,
        'Check the permissions of the folder, or set ZCRM_RESOURCE_PATH to another one.',
        cause,
      )
    }
  }
}

/** The JSON of a file, or `null` where there is no file or it holds something else. */
async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}
