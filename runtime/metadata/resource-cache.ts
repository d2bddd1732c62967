import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { digest } from '../auth/fingerprint.ts'
import { underLease } from '../auth/lease.ts'
import { ConfigurationError } from '../http/errors.ts'
import { sleep } from '../http/signals.ts'
import { FileLeases } from '../stores/file-leases.ts'
import type { Metadata, NotSeen } from './model.ts'
import type { ModuleEntry } from './normalize.ts'
import type { PartKind } from './parts.ts'

/** What is known of a module beside its metadata: what the module list said, and when each part was read. */
export interface ModuleState {
  readonly entry: ModuleEntry
  /** In milliseconds since 1970; a part that was never read is missing. */
  readonly readAt: Readonly<Partial<Record<PartKind, number>>>
  /** What its parts lack, and why. */
  readonly notSeen: Readonly<Partial<Record<PartKind, readonly NotSeen[]>>>
  /** Calls that each part took when it was read. */
  readonly calls: Readonly<Partial<Record<PartKind, number>>>
}

/** The metadata that was last pulled, whole. */
export interface CachedMetadata {
  readonly metadata: Metadata
  /** One for each module of the metadata. */
  readonly states: readonly ModuleState[]
  /** When the module list was read, by the server's clock where it told. */
  readonly asOf: string
  /** When global picklists and the profile were read, in milliseconds since 1970. */
  readonly globalsReadAt: number
  /** When the pull was complete, in milliseconds since 1970. */
  readonly pulledAt: number
}

/** Calls that were made, and when. */
interface Spent {
  readonly at: number
  readonly calls: number
}

/** The file format; another one is pulled anew. */
const VERSION = 2
const DAY = 86_400_000
/** What pulls lease. */
const PULL = 'pull'

/**
 * The ResourceCache is where the metadata last pulled from an organisation is kept, with its age. `metadata.json`
 * is replaced in one step when a pull is complete; until then what was pulled lies in `pull/`, part by part, and a
 * pull that was interrupted goes on from there. One process pulls at a time.
 */
export class ResourceCache {
  readonly #folder: string
  readonly #parts: string
  readonly #leases: Pick<FileLeases, keyof FileLeases>

  /** @param folder A folder of its own for what one profile of an organisation sees; it is made when first written. */
  constructor(folder: string) {
    this.#folder = folder
    this.#parts = join(folder, 'pull')
    this.#leases = tellingLeases(new FileLeases(join(folder, 'cache')))
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

  /**
   * Does work while no other process that shares the folder does. Whoever waits asks whether `instead` has an answer
   * when the metadata was replaced; the holder asks too, before it begins.
   */
  async exclusively<T>(
    instead: () => Promise<T | null>,
    work: () => Promise<T>,
    wait: { readonly signal?: AbortSignal | undefined; readonly inBackground?: boolean | undefined } = {},
  ): Promise<T> {
    let seen: string | undefined
    for (;;) {
      const stamp = await this.#stamp()
      const answer = stamp === seen ? null : await instead()
      if (answer !== null) return answer
      seen = stamp
      await this.#freeFromDead()
      const done = await underLease(
        this.#leases,
        PULL,
        async () => (await instead()) ?? work(),
        thisProcess(),
      )
      if (done !== null) return done.result
      await sleep(30 + Math.random() * 120, wait.signal, wait.inBackground)
    }
  }

  /** What tells the metadata from the one that replaces it, without reading it. */
  async #stamp(): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(join(this.#folder, 'metadata.json'))
      return [ino, size, mtimeMs].join(' ')
    } catch {
      return ''
    }
  }

  /** A process of this machine that died while it pulled would hold the others up until its lease ends. */
  async #freeFromDead(): Promise<void> {
    const holder = await this.#leases.holderOf(PULL)
    if (holder !== null && isDead(holder)) await this.#leases.release(PULL, holder)
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

  /** Calls that were made in the last 24 hours. */
  async spent(): Promise<number> {
    return (await this.#spending()).reduce((sum, { calls }) => sum + calls, 0)
  }

  /** Notes calls that were made. */
  async spend(calls: number): Promise<void> {
    if (calls === 0) return
    const spending = [...(await this.#spending()), { at: Date.now(), calls }]
    await this.#replace(join(this.#folder, 'spent.json'), { version: VERSION, spending })
  }

  async #spending(): Promise<readonly Spent[]> {
    const file = await readJson<{ spending: readonly Spent[] }>(join(this.#folder, 'spent.json'))
    const spending = Array.isArray(file?.spending) ? file.spending : []
    // A time to come was written before the clock was put back.
    return spending.filter(({ at }) => at <= Date.now() && Date.now() - at < DAY)
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

/** Leases whose files cannot be written are told as what they are for. */
function tellingLeases(leases: FileLeases): Pick<FileLeases, keyof FileLeases> {
  const telling = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (cause) {
      throw unwritable(cause)
    }
  }
  return {
    lease: (key, holder, milliseconds) => telling(leases.lease(key, holder, milliseconds)),
    release: (key, holder) => telling(leases.release(key, holder)),
    holderOf: (key) => telling(leases.holderOf(key)),
  }
}

function thisProcess(): string {
  return JSON.stringify([hostname(), process.pid, crypto.randomUUID()])
}

/** Whether a holder was a process of this machine that is not there any more. */
function isDead(holder: string): boolean {
  const [host, pid] = parsed(holder)
  if (host !== hostname() || typeof pid !== 'number') return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

function parsed(holder: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(holder)
    return Array.isArray(list) ? list : []
  } catch {
    return []
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
