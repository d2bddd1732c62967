import type { NotSeen } from './model.ts'
import type { Included, ModuleList } from './module-list.ts'
import type { Pacer } from './pacer.ts'
import { type Get, PART_KINDS, type Part, type PartKind, readPart } from './parts.ts'
import { isMissingScope, isOfToken, isRefusal, refusalOf } from './refusal.ts'
import type { ResourceCache } from './resource-cache.ts'

/** Something that the rest can do without: what there is, or why there is nothing. */
export interface Optional<T> {
  readonly value: T
  readonly notSeen: readonly NotSeen[]
}

/** Says how many calls for the pull under way were noted as spent. */
const NOTED = 'noted'

/** A PartReader has the parts of a pull: those that are there already, and the others from the API. */
export class PartReader {
  readonly #pacer: Pacer
  readonly #cache: ResourceCache
  /** What the token may not do, by the area of the API: one refusal is enough to know it. */
  readonly #denied = new Map<string, unknown>()
  /** Parts that are there already, by name. */
  #kept: ReadonlyMap<string, Part> = new Map()
  /** Whether the pull goes on where another one stopped. */
  #isResumed = false
  #resumed = 0
  #noted = 0

  constructor(pacer: Pacer, cache: ResourceCache) {
    this.#pacer = pacer
    this.#cache = cache
  }

  /** Parts that were there from another pull, and were taken. */
  get resumed(): number {
    return this.#resumed
  }

  /** Begins with what came along with the list of modules. */
  async begin(included: readonly Included[]): Promise<void> {
    this.#kept = new Map(included.map(({ module, kind, part }) => [partName(module, kind), part]))
    for (const [name, part] of this.#kept) await this.#cache.writePart(name, part)
  }

  /** Goes on with what a pull has left that was interrupted. */
  async goOn({ entries }: ModuleList): Promise<void> {
    const names = entries.flatMap(({ apiName }) => PART_KINDS.map((kind) => partName(apiName, kind)))
    const read = names.map(async (name) => [name, await this.#cache.readPart<Part>(name)] as const)
    this.#isResumed = true
    this.#kept = new Map(
      (await Promise.all(read)).flatMap(([name, part]) => (part === null ? [] : [[name, part]])),
    )
    await this.#noteKilled()
  }

  /** Notes the calls of a process that was killed before it could do so: those of the list and of the parts. */
  async #noteKilled(): Promise<void> {
    const noted = (await this.#cache.readPart<number>(NOTED)) ?? 0
    const made = [...this.#kept.values()].reduce((sum, { calls }) => sum + calls, 1)
    await this.#cache.spend(Math.max(0, made - noted))
    this.#noted = Math.max(made, noted)
  }

  /** Notes the calls of this pull; when it was interrupted, beside what it leaves. */
  async note(isInterrupted: boolean): Promise<void> {
    const { calls } = this.#pacer
    if (isInterrupted) await this.#cache.writePart(NOTED, this.#noted + calls)
    await this.#cache.spend(calls)
  }

  /** Whether a part is there already. */
  has(module: string, kind: PartKind): boolean {
    return this.#kept.has(partName(module, kind))
  }

  /** A part of a module. What the API refuses is told, and a failure is thrown. */
  async part(module: string, kind: PartKind): Promise<Part> {
    const name = partName(module, kind)
    const kept = this.#kept.get(name)
    if (kept !== undefined) {
      if (this.#isResumed) this.#resumed++
      return kept
    }
    const part = await this.#withAnswers(name, (get) => readPart(kind, module, get))
    // What the token may not read is asked for again with another one.
    if (part.refusal === null || !isOfToken(part.refusal)) await this.#cache.writePart(name, part)
    return part
  }

  /** Something of the organisation that the rest can do without. */
  async optional<T>(name: string, read: (get: Get) => Promise<T>, absent: T): Promise<Optional<T>> {
    const kept = this.#isResumed ? await this.#cache.readPart<Optional<T>>(name) : null
    if (kept !== null) return kept
    const found = await this.#optionally(name, read, absent)
    if (found.notSeen.every(({ reason }) => !isOfToken(reason))) await this.#cache.writePart(name, found)
    return found
  }

  async #optionally<T>(part: string, read: (get: Get) => Promise<T>, absent: T): Promise<Optional<T>> {
    try {
      return { value: await read((path, query) => this.#get(path, query)), notSeen: [] }
    } catch (error) {
      return { value: absent, notSeen: [{ part, reason: refusalOf(error) }] }
    }
  }

  /** Reads what may take several calls. When it fails, what it has got is kept for the next pull. */
  async #withAnswers<T>(part: string, read: (get: Get) => Promise<T>): Promise<T> {
    const name = `answers ${part}`
    const kept = this.#isResumed ? await this.#cache.readPart<[string, unknown][]>(name) : null
    const answers = new Map(kept ?? [])
    const get: Get = async (path, query) => {
      const call = JSON.stringify([path, query])
      if (!answers.has(call)) answers.set(call, await this.#get(path, query))
      return answers.get(call)
    }
    try {
      return await read(get)
    } catch (error) {
      if (answers.size > 0) await this.#cache.writePart(name, [...answers])
      throw error
    }
  }

  async #get(path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const area = areaOf(path)
    const { body } = await this.#pacer.get(path, query, {
      before: () => {
        const denied = this.#denied.get(area)
        if (denied !== undefined) throw denied
      },
      failed: (error) => {
        if (isMissingScope(error)) this.#denied.set(area, error)
        else if (!isRefusal(error)) this.#pacer.stop(error)
      },
    })
    return body
  }
}

function partName(module: string, kind: PartKind): string {
  return `${kind} ${module}`
}

/** What a scope is for: the path without its ids. */
function areaOf(path: string): string {
  const [, first, second, , fourth = ''] = path.split('/')
  return `${first} ${second} ${fourth}`
}
