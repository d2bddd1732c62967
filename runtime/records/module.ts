import type { Client } from '../client.ts'
import type { ApiRequest } from '../http/call.ts'
import { ConfigurationError } from '../http/errors.ts'
import { path } from '../http/path.ts'
import { isUnknownId, pageOf, rowsOf, type Written, writtenOf } from './answers.ts'
import { RecordList } from './page.ts'

/** What every record has. */
export interface Identified {
  readonly id: string
}

/** Options of a call. */
export interface CallOptions {
  /** Ends the call; its reason is what the promise rejects with. */
  readonly signal?: AbortSignal
}

/** Options of a read of one record. */
export interface GetOptions<K> extends CallOptions {
  /** The fields to read, 50 at most. Default: all of them, subforms and multi-select lookups too. */
  readonly fields?: readonly K[]
}

/** Options of a list. */
export interface ListOptions<K> extends CallOptions {
  /** The fields to read, 50 at most: the API wants them named. */
  readonly fields: readonly K[]
  /** Default: `id`. */
  readonly sortBy?: 'id' | 'Created_Time' | 'Modified_Time'
  /** Default: `desc`. */
  readonly sortOrder?: 'asc' | 'desc'
  /** Records of a page, 1 to 200. Default: 200. */
  readonly perPage?: number
  /** Stop after this many records. Default: all. */
  readonly limit?: number
}

/** What a write sets in motion in the organisation. */
export type Trigger = 'workflow' | 'approval' | 'blueprint' | 'pathfinder' | 'orchestration'

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /** What the write sets in motion: `[]` for nothing. Default: what the organisation is set up for. */
  readonly trigger?: readonly Trigger[]
}

/**
 * At most 50 fields in a list.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */
const MAX_FIELDS = 50
const MAX_PER_PAGE = 200

/**
 * The door to a module. Generated classes extend it; `R` is a record as it is read, `C` what creates one, `U` what
 * updates one, and `S` the fields that only a read of a single record returns.
 */
export abstract class Module<
  R extends Identified,
  C extends object,
  U extends object,
  S extends keyof R = never,
> {
  /** The API name of the module. */
  static readonly apiName: string

  readonly #client: Client

  /** @param client The user and organisation whose records these are. */
  constructor(client: Client) {
    this.#client = client
  }

  get #apiName(): string {
    return (this.constructor as typeof Module).apiName
  }

  /** The record of an id with the fields asked for (all by default), or `null` where there is none. */
  async get<const K extends keyof R = keyof R>(
    id: string,
    options: GetOptions<K> = {},
  ): Promise<Pick<R, K | 'id'> | null> {
    const { fields, signal } = options
    const query = fields === undefined ? {} : { fields: fieldList(this.#apiName, fields) }
    const request = { method: 'GET', path: path`/${this.#apiName}/${id}`, query, signal } as const
    try {
      const [record] = rowsOf(await this.#client.request(request), 'data')
      return (record as Pick<R, K | 'id'> | undefined) ?? null
    } catch (error) {
      if (isUnknownId(error)) return null
      throw error
    }
  }

  /** The records of the module, page after page, with the fields asked for. */
  list<const K extends Exclude<keyof R, S>>(options: ListOptions<K>): RecordList<Pick<R, K | 'id'>> {
    const { sortBy, sortOrder, perPage = MAX_PER_PAGE, limit = Number.POSITIVE_INFINITY, signal } = options
    const fields = fieldList(this.#apiName, options.fields)
    checkRange('perPage', perPage, MAX_PER_PAGE)
    checkRange('limit', limit, Number.POSITIVE_INFINITY)
    return new RecordList(async (previous, index) => {
      const token = previous?.nextPageToken ?? undefined
      const response = await this.#client.request({
        method: 'GET',
        path: path`/${this.#apiName}`,
        query: {
          fields,
          per_page: Math.min(perPage, limit),
          sort_by: sortBy,
          sort_order: sortOrder,
          // Only tokens reach past 2,000 records; the API refuses both at once.
          ...(token === undefined ? { page: index } : { page_token: token }),
        },
        signal,
      })
      return pageOf(response)
    }, limit)
  }

  /** Creates a record; throws what Zoho answers for it ({@link ValidationError}, {@link DuplicateError} …). */
  async create(record: C, options: WriteOptions = {}): Promise<Written> {
    return this.#write({ method: 'POST', path: path`/${this.#apiName}`, ...bodyOf(record, options) })
  }

  /** Changes the fields given, and no other; `null` clears one. */
  async update(id: string, changes: U, options: WriteOptions = {}): Promise<Written> {
    return this.#write({ method: 'PUT', path: path`/${this.#apiName}/${id}`, ...bodyOf(changes, options) })
  }

  /** Moves a record to the recycle bin. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    await this.#write({ method: 'DELETE', path: path`/${this.#apiName}/${id}`, signal: options.signal })
  }

  async #write(request: ApiRequest): Promise<Written> {
    return writtenOf(request, await this.#client.request(request))
  }
}

function bodyOf(row: object, { trigger, signal }: WriteOptions): Pick<ApiRequest, 'body' | 'signal'> {
  return { body: { data: [row], ...(trigger === undefined ? {} : { trigger }) }, signal }
}

function fieldList(module: string, fields: readonly PropertyKey[]): string {
  if (fields.length === 0 || fields.length > MAX_FIELDS) {
    throw new ConfigurationError(
      `${fields.length} fields of ${module} were asked for in one call`,
      `Name 1 to ${MAX_FIELDS} fields: the API returns no more at a time.`,
    )
  }
  return fields.map(String).join(',')
}

function checkRange(option: string, value: number, max: number): void {
  if ((Number.isInteger(value) || value === max) && value >= 1 && value <= max) return
  throw new ConfigurationError(`${option} is ${value}`, `Pass a whole number from 1 to ${max}.`)
}
