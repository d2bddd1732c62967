import type { Client } from '../client.ts'
import type { ApiResponse } from '../http/call.ts'
import { ConfigurationError, ServerError } from '../http/errors.ts'
import { mapConcurrently } from './map-concurrently.ts'
import type { FieldMetadata, GlobalPicklistMetadata, ModuleMetadata, NotSeen } from './model.ts'
import { fieldsOf, globalPicklistsOf, type ModuleEntry, modulesOf, profileOf } from './normalize.ts'
import { isMissingScope, isRefusal, reasonOf } from './refusal.ts'
import type { CachedMetadata, ResourceCache } from './resource-cache.ts'
import { objectOf } from './wire.ts'

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
   * option changes is not known, so the default is `false`: all fields are read again.
   */
  readonly trustModifiedTime?: boolean
  /** Told after each module. */
  readonly onProgress?: (progress: PullProgress) => void
  readonly signal?: AbortSignal
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
  /** Modules whose fields were there already from a pull that was interrupted. */
  readonly resumed: number
}

const HOUR = 3_600_000

/**
 * The metadata of an organisation: from the cache while it is young enough, else from the API. Each part is kept as
 * it comes, and the cache is replaced when all are there: a pull that fails or is killed leaves the last complete
 * metadata, and the next one goes on where it stopped.
 * @throws an error of the ladder where the API cannot be reached, refuses the token or fails.
 */
export async function pullMetadata(
  client: Client,
  cache: ResourceCache,
  options: PullOptions = {},
): Promise<PullResult> {
  const { maxAge = HOUR, force = false, concurrency = 5 } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new ConfigurationError(`concurrency is ${concurrency}`, 'Pass a whole number of calls, 1 or more.')
  const cached = await cache.read()
  if (cached !== null && !force && isYoung(cached.pulledAt, maxAge))
    return { ...cached, calls: 0, resumed: 0 }
  const pull = new Pull(client, cache, options, force ? null : cached)
  return pull.run()
}

interface ModuleList {
  readonly startedAt: number
  readonly asOf: string
  readonly entries: readonly ModuleEntry[]
  readonly notSeen: readonly NotSeen[]
}

/** The fields of a module, or why there are none. */
interface Described {
  readonly fields: readonly FieldMetadata[]
  readonly notDescribed: string | null
}

class Pull {
  readonly #client: Client
  readonly #cache: ResourceCache
  readonly #options: PullOptions
  readonly #previous: CachedMetadata | null
  #calls = 0
  #resumed = 0

  constructor(client: Client, cache: ResourceCache, options: PullOptions, previous: CachedMetadata | null) {
    this.#client = client
    this.#cache = cache
    this.#options = options
    this.#previous = previous
  }

  async run(): Promise<PullResult> {
    const list = await this.#moduleList()
    const modules = await this.#modules(list.entries)
    const picklists = await this.#optional('global picklists', () => this.#globalPicklists(), [])
    const profile = await this.#optional('current user', () => this.#profile(), null)
    const notSeen = [...list.notSeen, ...picklists.notSeen, ...profile.notSeen]
    const complete: CachedMetadata = {
      metadata: { modules, globalPicklists: picklists.value, notSeen, profile: profile.value },
      entries: list.entries,
      asOf: list.asOf,
      pulledAt: Date.now(),
    }
    await this.#cache.complete(complete)
    return { ...complete, calls: this.#calls, resumed: this.#resumed }
  }

  async #get(
    path: string,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    this.#calls++
    return this.#client.request({ method: 'GET', path, query, headers, signal: this.#options.signal })
  }

  async #moduleList(): Promise<ModuleList> {
    const { maxAge = HOUR, force = false } = this.#options
    const kept = await this.#cache.readPart<ModuleList>('modules')
    if (kept !== null && !force && isYoung(kept.startedAt, maxAge)) return kept
    await this.#cache.dropParts()
    const since = this.#previous === null ? {} : { 'If-Modified-Since': this.#previous.asOf }
    const startedAt = Date.now()
    const response = await this.#get('/settings/modules', {}, since)
    const asOf = isoSeconds(response.headers.get('date') ?? startedAt)
    const list = { startedAt, asOf, ...this.#entriesOf(response) }
    await this.#cache.writePart('modules', list)
    return list
  }

  #entriesOf(response: ApiResponse): Pick<ModuleList, 'entries' | 'notSeen'> {
    if (response.status === 304 && this.#previous !== null) {
      const { entries, metadata } = this.#previous
      return { entries, notSeen: metadata.notSeen.filter(({ part }) => part.startsWith('module ')) }
    }
    if (!Array.isArray(objectOf(response.body)['modules'])) {
      const context = { method: 'GET', path: '/settings/modules', status: response.status, details: null }
      const message = `GET /settings/modules answered ${response.status} without a list of modules`
      throw new ServerError(
        'UNREADABLE_ANSWER',
        message,
        'Check that the environment names the right hosts.',
        context,
      )
    }
    const { modules, notSeen } = modulesOf(response.body)
    return { entries: modules, notSeen }
  }

  async #modules(entries: readonly ModuleEntry[]): Promise<readonly ModuleMetadata[]> {
    let done = 0
    return mapConcurrently(entries, this.#options.concurrency ?? 5, async (entry) => {
      const { id, apiName, label, generatedType } = entry
      const described = await this.#described(entry)
      this.#options.onProgress?.({ done: ++done, total: entries.length, module: apiName })
      return { id, apiName, label, generatedType, ...described }
    })
  }

  async #described(entry: ModuleEntry): Promise<Described> {
    if (!entry.supported)
      return { fields: [], notDescribed: 'the API does not support it (api_supported is false)' }
    const part = `fields ${entry.apiName}`
    const kept = await this.#cache.readPart<Described>(part)
    if (kept !== null) {
      this.#resumed++
      return kept
    }
    const described = this.#unchanged(entry) ?? (await this.#describe(entry.apiName))
    await this.#cache.writePart(part, described)
    return described
  }

  #unchanged(entry: ModuleEntry): Described | undefined {
    if (this.#options.trustModifiedTime !== true || entry.modifiedTime === null) return undefined
    const before = this.#previous?.entries.find((one) => one.apiName === entry.apiName)
    if (before?.modifiedTime !== entry.modifiedTime) return undefined
    const module = this.#previous?.metadata.modules.find((one) => one.apiName === entry.apiName)
    return module && { fields: module.fields, notDescribed: module.notDescribed }
  }

  async #describe(module: string): Promise<Described> {
    try {
      const { body } = await this.#get('/settings/fields', { module })
      const fields = fieldsOf(body)
      if (fields.length > 0) return { fields, notDescribed: null }
      const reason = body === null ? 'the API lists no fields of it (204)' : 'the API lists no fields of it'
      return { fields, notDescribed: reason }
    } catch (error) {
      if (!isRefusal(error)) throw error
      return { fields: [], notDescribed: reasonOf(error) }
    }
  }

  async #globalPicklists(): Promise<readonly GlobalPicklistMetadata[]> {
    const { body } = await this.#get('/settings/global_picklists', { include: 'pick_list_values' })
    return globalPicklistsOf(body)
  }

  async #profile(): Promise<string | null> {
    const { body } = await this.#get('/users', { type: 'CurrentUser' })
    return profileOf(body)
  }

  /** A part that the rest can do without: where the token or the edition does not allow it, that is recorded. */
  async #optional<T>(
    part: string,
    work: () => Promise<T>,
    absent: T,
  ): Promise<{ value: T; notSeen: NotSeen[] }> {
    const kept = await this.#cache.readPart<{ value: T; notSeen: NotSeen[] }>(part)
    if (kept !== null) return kept
    let result: { value: T; notSeen: NotSeen[] }
    try {
      result = { value: await work(), notSeen: [] }
    } catch (error) {
      if (!isRefusal(error) && !isMissingScope(error)) throw error
      result = { value: absent, notSeen: [{ part, reason: reasonOf(error) }] }
    }
    await this.#cache.writePart(part, result)
    return result
  }
}

/** Whether a time is less than an age ago; one to come, after the clock was put back, is not. */
function isYoung(time: number, maxAge: number): boolean {
  const age = Date.now() - time
  return age >= 0 && age < maxAge
}

/** A time as the API takes it in `If-Modified-Since`. */
function isoSeconds(time: string | number): string {
  const date = new Date(time)
  return `${(Number.isNaN(date.getTime()) ? new Date() : date).toISOString().slice(0, 19)}Z`
}
