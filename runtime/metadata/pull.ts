import type { Client } from '../client.ts'
import { ConfigurationError } from '../http/errors.ts'
import { DAY, HOUR, isYoung } from './age.ts'
import { assemble, GLOBAL_PARTS, type ReadParts } from './assemble.ts'
import { type Due, dueParts } from './due.ts'
import type { FieldMetadata, GlobalPicklistMetadata, ModuleMetadata } from './model.ts'
import { type ModuleList, readModuleList } from './module-list.ts'
import { globalPicklistsOf, profileOf } from './normalize.ts'
import { Pacer } from './pacer.ts'
import { type Optional, PartReader } from './part-reader.ts'
import { isIncludable, PART_KINDS, type Part, type PartKind } from './parts.ts'
import type { CachedMetadata, ResourceCache } from './resource-cache.ts'
import { settled } from './settled.ts'

/** How metadata is pulled. */
export interface PullOptions {
  /** Milliseconds for which pulled metadata is used without a call. Default: an hour. */
  readonly maxAge?: number
  /** Pull everything, whatever the cache holds. */
  readonly force?: boolean
  /** Calls at a time. Default: 5, what every edition allows. */
  readonly concurrency?: number
  /**
   * Read the fields of a module again only if its `modified_time` moved. Whether Zoho moves it when a field or an
   * option changes is not known, so the default is `false`: the fields of modules in use are read again.
   */
  readonly trustModifiedTime?: boolean
  /** Whether a module is in use; the others are read again once a day. Default: all are. */
  readonly isInUse?: (module: string) => boolean
  /** The parts of modules that are wanted. Default: all of them. */
  readonly parts?: readonly PartKind[]
  /** Whether related lists and custom views are asked for along with the list of modules. Default: `true`. */
  readonly includes?: boolean
  /** Calls of this pull, at most; one that needs more stops, and the next one goes on. Default: no limit. */
  readonly maxCalls?: number
  /** Calls in 24 hours, at most: what is not pressing is left for later. Default: no limit. */
  readonly budget?: number
  /** Name of the profile whose permissions decide what is seen; `undefined` where it has to be asked for. */
  readonly profile?: string | null
  /** Told once it is known how many calls there are to make, about. */
  readonly onPlan?: (plan: PullPlan) => void
  /** Told after each module. */
  readonly onProgress?: (progress: PullProgress) => void
  /** Whether waiting keeps no process alive. Default: `false`. */
  readonly inBackground?: boolean
  readonly signal?: AbortSignal
}

/** What a pull is going to do. */
export interface PullPlan {
  /** Calls that are still to be made; a layout may need two more. Each costs one credit. */
  readonly calls: number
  readonly modules: number
}

/** How far a pull is. */
export interface PullProgress {
  readonly done: number
  readonly total: number
  readonly module: string
}

/** What a pull gave. */
export interface PullResult extends CachedMetadata {
  /** Calls of the API that were made; 0 where the cache was young enough. */
  readonly calls: number
  /** Parts that were there already from a pull that was interrupted. */
  readonly resumed: number
  /** Parts that were left for later, since the budget did not reach for them. */
  readonly postponed: number
}

/**
 * The metadata of an organisation: from the cache while it is young enough, else from the API. Each part is kept as
 * it comes, and the cache is replaced when all are there: a pull that fails or is killed leaves the last complete
 * metadata, and the next one goes on where it stopped. Of many processes that share the cache one pulls, and the
 * others take what it got.
 * @throws an error of the ladder where the API cannot be reached, refuses the token or fails; RateLimitError
 * `MAX_CALLS` where more calls are needed than are allowed.
 */
export async function pullMetadata(
  client: Pick<Client, 'request'>,
  cache: ResourceCache,
  options: PullOptions = {},
): Promise<PullResult> {
  const { maxAge = HOUR, force = false, concurrency = 5, signal } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new ConfigurationError(`concurrency is ${concurrency}`, 'Pass a whole number of calls, 1 or more.')
  const startedAt = Date.now()
  const instead = async (): Promise<PullResult | null> => {
    const cached = await cache.read()
    if (cached === null) return null
    const { pulledAt } = cached
    // One that another process has completed in the meantime is as good as one's own.
    const isNew = pulledAt > startedAt && pulledAt <= Date.now()
    const isGood = isNew || (!force && isYoung(pulledAt, maxAge))
    return isGood ? { ...cached, calls: 0, resumed: 0, postponed: 0 } : null
  }
  const work = async () => new Pull(client, cache, options, await cache.read()).run()
  return cache.exclusively(instead, work, { signal, inBackground: options.inBackground })
}

class Pull {
  readonly #cache: ResourceCache
  readonly #options: PullOptions
  readonly #previous: CachedMetadata | null
  readonly #pacer: Pacer
  readonly #reader: PartReader
  readonly #now = Date.now()
  #postponed = 0
  /** Parts that moved and had to wait, by module. */
  #outdated: ReadonlyMap<string, ReadonlySet<PartKind>> = new Map()

  constructor(
    client: Pick<Client, 'request'>,
    cache: ResourceCache,
    options: PullOptions,
    previous: CachedMetadata | null,
  ) {
    const { concurrency = 5, maxCalls = Number.POSITIVE_INFINITY, signal, inBackground = false } = options
    this.#cache = cache
    this.#options = options
    this.#previous = previous
    this.#pacer = new Pacer(client, { concurrency, maxCalls, signal, inBackground })
    this.#reader = new PartReader(this.#pacer, cache)
  }

  async run(): Promise<PullResult> {
    const complete = await this.#read().catch(async (error: unknown) => {
      await this.#reader.note(true)
      throw error
    })
    await this.#reader.note(false)
    await this.#cache.complete(complete)
    const { calls } = this.#pacer
    return { ...complete, calls, resumed: this.#reader.resumed, postponed: this.#postponed }
  }

  async #read(): Promise<CachedMetadata> {
    const list = await this.#moduleList()
    const due = await this.#affordable(this.#due(list))
    const byModule = grouped(due)
    this.#options.onPlan?.({ calls: this.#missing(due), modules: byModule.size })
    const areGlobalsDue = this.#areGlobalsDue()
    const [parts, early, profile] = await this.#allOf([
      this.#readModules(byModule),
      areGlobalsDue ? this.#globalPicklists() : null,
      areGlobalsDue ? this.#profile() : null,
    ])
    const picklists = early ?? (this.#haveSharedChanged(parts) ? await this.#globalPicklists() : null)
    const globals = { picklists, profile }
    return assemble({ list, previous: this.#previous, parts, outdated: this.#outdated, globals })
  }

  /** The list of the pull under way, else a new one. What is due follows from it, and parts are kept as long as it is. */
  async #moduleList(): Promise<ModuleList> {
    const { force = false, includes = true, parts = PART_KINDS } = this.#options
    const kept = await this.#cache.readPart<KeptList>('modules')
    if (kept !== null && this.#isGoodFor(kept)) {
      await this.#reader.goOn(kept)
      return kept
    }
    await this.#cache.dropParts()
    const previous = force ? null : this.#previous
    const { list, included } = await readModuleList(this.#pacer, {
      now: this.#now,
      previous,
      // Once there is metadata, few parts are due, and the list is asked for alone.
      includes: includes && previous === null && parts.some(isIncludable),
    })
    await this.#reader.begin(included)
    await this.#cache.writePart('modules', { ...list, forced: force })
    return list
  }

  /** Whether a pull that was interrupted is one to go on with. */
  #isGoodFor({ startedAt, forced }: KeptList): boolean {
    const { maxAge = HOUR, force = false } = this.#options
    // What has become metadata already was left by a process that died before it had tidied up.
    if (this.#previous !== null && startedAt <= this.#previous.pulledAt) return false
    // A pull that is to read everything goes on with the parts of one that was to do so too, and with no others.
    return force ? forced && isYoung(startedAt, HOUR) : isYoung(startedAt, maxAge)
  }

  #due({ entries }: ModuleList): readonly Due[] {
    const {
      force = false,
      trustModifiedTime = false,
      isInUse = () => true,
      parts = PART_KINDS,
    } = this.#options
    const states = new Map((this.#previous?.states ?? []).map((state) => [state.entry.apiName, state]))
    const isDescribed = (module: string) => this.#before(module)?.notDescribed === null
    const policy = { now: this.#now, force, trustModifiedTime, isInUse, isDescribed, parts }
    return dueParts(entries, states, policy)
  }

  #before(module: string): ModuleMetadata | undefined {
    return this.#previous?.metadata.modules.find(({ apiName }) => apiName === module)
  }

  /** What the budget reaches for. What was never read cannot be left for later, and what is there costs nothing. */
  async #affordable(due: readonly Due[]): Promise<readonly Due[]> {
    const { budget } = this.#options
    if (budget === undefined) return due
    let left = budget - (await this.#cache.spent()) - this.#pacer.calls - this.#globalCalls()
    const chosen = due.filter(({ entry, kind, canWait, calls }) => {
      if (this.#reader.has(entry.apiName, kind)) return true
      if (canWait && calls > left) return false
      left -= calls
      return true
    })
    this.#postponed = due.length - chosen.length
    this.#outdated = grouped(due.filter((one) => one.hasMoved && !chosen.includes(one)))
    return chosen
  }

  /** How many calls are still to be made: those of each part that is not there yet, and those of the organisation. */
  #missing(due: readonly Due[]): number {
    const missing = due.filter(({ entry, kind }) => !this.#reader.has(entry.apiName, kind))
    return missing.reduce((sum, { calls }) => sum + calls, this.#globalCalls())
  }

  async #readModules(due: ReadonlyMap<string, ReadonlySet<PartKind>>): Promise<ReadParts> {
    let done = 0
    const read = [...due].map(async ([module, kinds]) => {
      const parts = await this.#readModule(module, kinds)
      this.#options.onProgress?.({ done: ++done, total: due.size, module })
      return [module, parts] as const
    })
    return new Map(await this.#allOf(read))
  }

  /** The fields come first: where the API does not describe a module, it has no other parts either. */
  async #readModule(module: string, kinds: ReadonlySet<PartKind>): Promise<ReadonlyMap<PartKind, Part>> {
    const { parts: wanted = PART_KINDS } = this.#options
    const parts = new Map<PartKind, Part>()
    if (kinds.has('fields')) {
      const fields = await this.#reader.part(module, 'fields')
      parts.set('fields', fields)
      if (fields.refusal !== null) return parts
    }
    // One that the API did not describe before has had no other parts that could be due.
    const wasDescribed = (this.#before(module)?.notDescribed ?? null) === null
    const others = (wasDescribed ? [...kinds] : wanted).filter((kind) => kind !== 'fields')
    const read = others.map(async (kind) => [kind, await this.#reader.part(module, kind)] as const)
    return new Map([...parts, ...(await this.#allOf(read))])
  }

  /** Global picklists and the profile are read once a day. */
  #areGlobalsDue(): boolean {
    const { force = false } = this.#options
    return this.#previous === null || force || !isYoung(this.#previous.globalsReadAt, DAY)
  }

  #globalCalls(): number {
    if (!this.#areGlobalsDue()) return 0
    return this.#options.profile === undefined ? 2 : 1
  }

  /** Whether a field that has a global picklist has changed: then the picklist may have, too. */
  #haveSharedChanged(parts: ReadParts): boolean {
    return [...parts].some(([module, read]) => {
      const fields = (read.get('fields')?.value ?? []) as readonly FieldMetadata[]
      const before = new Map(this.#before(module)?.fields.map((field) => [field.apiName, field]))
      return fields.some(
        (field) =>
          field.globalPicklist !== null &&
          JSON.stringify(field) !== JSON.stringify(before.get(field.apiName)),
      )
    })
  }

  #globalPicklists(): Promise<Optional<readonly GlobalPicklistMetadata[]>> {
    return this.#reader.optional(
      GLOBAL_PARTS.picklists,
      async (get) =>
        globalPicklistsOf(await get('/settings/global_picklists', { include: 'pick_list_values' })),
      [],
    )
  }

  async #profile(): Promise<Optional<string | null>> {
    const { profile } = this.#options
    if (profile !== undefined) return { value: profile, notSeen: [] }
    return this.#reader.optional(
      GLOBAL_PARTS.profile,
      async (get) => profileOf(await get('/users', { type: 'CurrentUser' })),
      null,
    )
  }

  /** All of them; after a failure nothing new begins, and what is under way is waited for. */
  async #allOf<const T extends readonly unknown[]>(
    work: T,
  ): Promise<{ -readonly [I in keyof T]: Awaited<T[I]> }> {
    for (const one of work) Promise.resolve(one).catch((error: unknown) => this.#pacer.stop(error))
    return settled(work)
  }
}

/** The module list of a pull under way. */
interface KeptList extends ModuleList {
  /** Whether it is to read everything. */
  readonly forced: boolean
}

function grouped(due: readonly Due[]): ReadonlyMap<string, ReadonlySet<PartKind>> {
  const modules = new Map<string, Set<PartKind>>()
  for (const { entry, kind } of due) {
    modules.set(entry.apiName, (modules.get(entry.apiName) ?? new Set()).add(kind))
  }
  return modules
}
