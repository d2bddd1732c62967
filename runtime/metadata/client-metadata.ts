import { unlessAborted } from '../http/signals.ts'
import type { MetadataOptions, Refreshed, RefreshOptions } from '../metadata-access.ts'
import type { ModuleClass } from '../records/choices.ts'
import { HOUR, isYoung, MINUTE } from './age.ts'
import { backgroundClient, keepFresh } from './background.ts'
import { driftOf } from './drift.ts'
import type { GlobalPicklistMetadata, Metadata, ModuleMetadata } from './model.ts'
import { type OpenedCache, openResourceCache } from './open-cache.ts'
import { sortModule } from './order.ts'
import type { PartKind } from './parts.ts'
import { pullMetadata } from './pull.ts'
import type { CachedMetadata, ModuleState } from './resource-cache.ts'

/** A module in the metadata that was read last. */
export interface SeenModule {
  readonly module: ModuleMetadata
  readonly globalPicklists: readonly GlobalPicklistMetadata[]
  /** Whether a part was read after the client was made, so that it is newer than any code that uses the client. */
  readonly isNewer: (part: PartKind) => boolean
}

/** What a refresh did, and in how many milliseconds the next is due. */
interface Outcome extends Refreshed {
  readonly dueIn: number
}

/** How metadata is read: at once because an app asks for it, or in the background if it is due. */
interface Manner extends RefreshOptions {
  readonly inBackground: boolean
}

type Result = Pick<Refreshed, 'calls' | 'postponed'> & { readonly cached: CachedMetadata }

/** The metadata that a running app works with: that of the resource cache, read and refreshed when it is told to. */
export class ClientMetadata {
  readonly #options: MetadataOptions
  readonly #used: ReadonlyMap<string, ModuleClass>
  #cached: CachedMetadata | null = null
  /** Differences from the generated code that were told. */
  readonly #told = new Set<string>()

  /** @param used The classes that were made over the client, by the API names of their modules. */
  constructor(options: MetadataOptions, used: ReadonlyMap<string, ModuleClass>) {
    this.#options = options
    this.#used = used
  }

  /** The metadata that was read last in this process; `null` before that. */
  get current(): Metadata | null {
    return this.#cached?.metadata ?? null
  }

  /** A module in it; `null` where there is none, or nothing is known of it. */
  seen(apiName: string): SeenModule | null {
    const known = this.#find(apiName)
    if (known === null || known.module.notDescribed !== null) return null
    const { module, state, cached } = known
    return {
      module,
      globalPicklists: cached.metadata.globalPicklists,
      isNewer: (part) => this.#readAt(state, part, cached) >= this.#options.since,
    }
  }

  /** Reads again what may have changed; with `force` everything. */
  async refresh(options: RefreshOptions): Promise<Refreshed> {
    const { calls, changed, postponed } = await this.#refresh({ ...options, inBackground: false })
    return { calls, changed, postponed }
  }

  /** Reads again what is due from now on, in the background, for as long as anybody has the client. */
  keepFresh(): void {
    keepFresh(
      this,
      (it) => it.#refresh({ inBackground: true }).then(({ dueIn }) => dueIn),
      this.#options.logger,
    )
  }

  async #refresh(manner: Manner): Promise<Outcome> {
    const { client, transport, resourcePath, logger, config } = this.#options
    const caller = manner.inBackground ? backgroundClient(transport, client) : client
    const askedAt = Date.now()
    manner.signal?.throwIfAborted()
    // Whose token it is may be known without a call, once there is one.
    if ((await client.identity()) === null)
      await unlessAborted(transport.authenticator.token(), manner.signal)
    const opened = await openResourceCache(caller, resourcePath)
    await opened.cache.spend(opened.calls)
    const read = async () => {
      const before = await lately(opened, askedAt)
      const result = await this.#read(caller, opened, before, manner)
      return { before, ...result, cached: keep(opened.folder, result.cached) }
    }
    const { before, cached, ...result } = await (manner.inBackground ? inTurn(opened.folder, read) : read())
    const earlier = this.#cached ?? before
    this.#cached = cached
    const calls = result.calls + opened.calls
    // It takes its time, and nobody is told of what another client read in the background.
    const changed = manner.inBackground && calls === 0 ? [] : changedModules(earlier, cached)
    if (calls > 0) logger.info({ calls, changed: changed.length }, 'the metadata was refreshed')
    if (result.postponed > 0) {
      const facts = { postponed: result.postponed, creditBudget: config.creditBudget }
      logger.warn(facts, 'the credit budget does not reach for all of the metadata')
    }
    this.#tellDrift()
    // Where somebody else has read it, the oldest of what is in use decides.
    const isDone = result.calls > 0 || result.postponed > 0
    const dueIn = isDone ? HOUR : this.#dueIn(cached) || MINUTE
    return { calls, postponed: result.postponed, changed, dueIn }
  }

  /** What there is while that is good enough, else what the API says. */
  async #read(
    client: MetadataOptions['client'],
    { cache, profile }: OpenedCache,
    before: CachedMetadata | null,
    { force = false, signal, inBackground }: Manner,
  ): Promise<Result> {
    const { trustModifiedTime, creditBudget: budget } = this.#options.config
    if (inBackground && before !== null && this.#dueIn(before) > 0)
      return { cached: before, calls: 0, postponed: 0 }
    if (budget !== undefined && before !== null && (await cache.spent()) >= budget)
      return { cached: before, calls: 0, postponed: Math.max(1, this.#used.size) }
    // What another process reads in the meantime is good enough in the background. Before there is anything, parts of
    // a pull that was interrupted are; they are kept for an hour.
    const isFirst = before === null || (inBackground && !isYoung(before.pulledAt, HOUR))
    const maxAge = isFirst ? HOUR : inBackground ? MINUTE : 0
    const {
      calls,
      postponed,
      resumed: _,
      ...cached
    } = await pullMetadata(client, cache, {
      maxAge,
      force,
      profile,
      inBackground,
      trustModifiedTime,
      // In the background one call at a time: the others are the app's.
      concurrency: inBackground ? 1 : 5,
      isInUse: (module) => this.#used.has(module),
      ...(signal === undefined ? {} : { signal }),
      ...(budget === undefined ? {} : { budget }),
    })
    return { cached, calls, postponed }
  }

  /** In how many milliseconds what is in use is an hour old, by what is known of when it was read. */
  #dueIn(cached: CachedMetadata): number {
    const times = cached.states
      .filter(({ entry, readAt }) => this.#used.has(entry.apiName) && readAt.fields !== undefined)
      .map((state) => this.#readAt(state, 'fields', cached))
    const ages = [cached.pulledAt, ...times].map((time) => Date.now() - time)
    // A time to come was written before the clock was put back.
    return ages.some((age) => age < 0) ? 0 : Math.max(0, HOUR - Math.max(...ages))
  }

  /** When it was last known that a part is so. */
  #readAt({ readAt }: ModuleState, part: PartKind, { pulledAt }: CachedMetadata): number {
    return this.#options.config.trustModifiedTime ? pulledAt : (readAt[part] ?? 0)
  }

  #find(apiName: string) {
    const cached = this.#cached
    const module = cached?.metadata.modules.find((one) => one.apiName === apiName)
    const state = cached?.states.find(({ entry }) => entry.apiName === apiName)
    return cached && module && state ? { cached, module, state } : null
  }

  /** Tells once of what differs from the generated code. */
  #tellDrift(): void {
    const { logger, onDrift } = this.#options
    const used = [...this.#used.values()].filter(({ apiName }) => this.#canTell(apiName))
    const differences = driftOf(this.current?.modules ?? [], used)
    const news = differences
      .map((difference) => JSON.stringify(difference))
      .filter((one) => !this.#told.has(one))
    if (news.length === 0) return
    for (const one of news) this.#told.add(one)
    const modules = differences.map(({ module }) => module)
    logger.warn(
      { modules },
      `the organisation differs from the generated code in ${modules.length} of its modules: run zcrm generate`,
    )
    new Promise((resolve) => resolve(onDrift?.({ modules }))).catch((error: unknown) =>
      logger.warn({ reason: String(error) }, 'onDrift failed'),
    )
  }

  /**
   * Whether a difference from the generated code is one: what was read before the client was made may be older than the
   * code, and a token that may not read all of a module sees less than the code was generated from.
   */
  #canTell(apiName: string): boolean {
    const known = this.#find(apiName)
    if (known === null) return (this.#cached?.pulledAt ?? 0) >= this.#options.since
    const { state, cached } = known
    const isWhole = Object.values(state.notSeen)
      .flat()
      .every(({ reason }) => !reason.endsWith('OAUTH_SCOPE_MISMATCH'))
    return isWhole && this.#readAt(state, 'fields', cached) >= this.#options.since
  }
}

/** What was read in this process, by the folder of its cache, and when: clients of one organisation share it. */
const values = new Map<string, { readonly reference: WeakRef<CachedMetadata>; readonly at: number }>()

function keep(folder: string, cached: CachedMetadata, at: number = Date.now()): CachedMetadata {
  const known = values.get(folder)?.reference.deref()
  const value = known?.pulledAt === cached.pulledAt ? known : freeze(cached)
  values.set(folder, { reference: new WeakRef(value), at })
  return value
}

/** The times of some file systems are that coarse, in milliseconds. */
const COARSE = 2_000

/** What a cache holds; it is not read again where it is as it was, or was read by another client in the meantime. */
async function lately({ cache, folder }: OpenedCache, askedAt: number): Promise<CachedMetadata | null> {
  const known = values.get(folder)
  const value = known?.reference.deref()
  if (known !== undefined && value !== undefined) {
    if (known.at >= askedAt || Date.now() - (await cache.age()) < known.at - COARSE) return value
  }
  const at = Date.now()
  const read = await cache.read()
  return read && keep(folder, read, at)
}

const turns = new Map<string, Promise<unknown>>()

/** One after the other, of all clients of this process that share a cache: there may be one for each user. */
async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(folder)
  const mine = before === undefined ? work() : before.then(work)
  const turn = mine.catch(() => {})
  turns.set(folder, turn)
  try {
    return await mine
  } finally {
    if (turns.get(folder) === turn) turns.delete(folder)
  }
}

/** Metadata is a value: whoever has it sees it as it was. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) freeze(member)
  }
  return value
}

function changedModules(before: CachedMetadata | null, after: CachedMetadata): readonly string[] {
  if (before?.pulledAt === after.pulledAt) return []
  const [earlier, later] = [before?.metadata.modules ?? [], after.metadata.modules].map(
    (modules) => new Map(modules.map((module) => [module.apiName, module])),
  )
  const names = new Set([...(earlier?.keys() ?? []), ...(later?.keys() ?? [])])
  return [...names].filter((name) => !isSame(earlier?.get(name), later?.get(name))).sort()
}

/** Whether two states of a module are the same, whatever the order of the API's answers. */
function isSame(one: ModuleMetadata | undefined, other: ModuleMetadata | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return (
    JSON.stringify(one) === JSON.stringify(other) ||
    JSON.stringify(sortModule(one)) === JSON.stringify(sortModule(other))
  )
}
