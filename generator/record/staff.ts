import { type Client, isZohoError, RateLimitError, type ZohoError } from '@zcrm/runtime'
import { isObject, type Json, type JsonObject, member, objectsIn, textOf } from './json.ts'
import type { OrgFiles } from './org-files.ts'

/** The organisation and its users, as the API tells of them. */
export interface Staff {
  readonly files: OrgFiles
  /** What could not be read, and why. */
  readonly notSeen: readonly { readonly part: string; readonly reason: string }[]
  readonly calls: number
}

/** More pages of 200 users than any organisation has. */
const MAX_PAGES = 100

/** Reads the organisation and its users, whoever the token is of first: that is whom the emulator signs in. */
export async function readStaff(client: Pick<Client, 'request'>, maxCalls: number): Promise<Staff> {
  const files = new Map<string, JsonObject | null>()
  const notSeen: Staff['notSeen'][number][] = []
  let calls = 0
  const get = async (
    path: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<JsonObject | null> => {
    if (calls >= maxCalls) throw noMoreCalls(maxCalls)
    calls++
    const { body } = await client.request({ method: 'GET', path, query })
    return isObject(body) ? body : null
  }
  const read = async (part: 'org' | 'users', reading: () => Promise<JsonObject | null>) => {
    try {
      files.set(part, await reading())
    } catch (error) {
      if (!isRefused(error)) throw error
      notSeen.push({ part, reason: `the API answers ${error.context?.status} ${error.code}` })
    }
  }
  await read('org', () => get('/org'))
  await read('users', async () => {
    const [current] = objectsIn(await get('/users', { type: 'CurrentUser' }), 'users')
    return currentFirst(await allUsers(get), current)
  })
  return { files, notSeen, calls }
}

async function allUsers(
  get: (path: string, query: Readonly<Record<string, string>>) => Promise<JsonObject | null>,
): Promise<JsonObject | null> {
  const users: Json[] = []
  let first: JsonObject | null = null
  for (let page = 1; page <= MAX_PAGES; page++) {
    const body = await get('/users', { type: 'AllUsers', page: String(page), per_page: '200' })
    first ??= body
    users.push(...objectsIn(body, 'users'))
    if (member(member(body, 'info'), 'more_records') !== true) break
  }
  return first && { users, info: { per_page: 200, count: users.length, page: 1, more_records: false } }
}

function currentFirst(body: JsonObject | null, current: JsonObject | undefined): JsonObject | null {
  const id = textOf(member(current, 'id'))
  const isCurrent = (user: JsonObject) => textOf(member(user, 'id')) === id
  const users = objectsIn(body, 'users')
  return body && { ...body, users: [...users.filter(isCurrent), ...users.filter((user) => !isCurrent(user))] }
}

/** Whether the token may not read it; a recording can do without. */
function isRefused(error: unknown): error is ZohoError {
  return isZohoError(error) && (error.code === 'OAUTH_SCOPE_MISMATCH' || error.context?.status === 403)
}

/** The error of a limit on calls that was reached. */
export function noMoreCalls(maxCalls: number): RateLimitError {
  return new RateLimitError(
    'MAX_CALLS',
    `the ${maxCalls} calls that were allowed are used up`,
    'Run it again: it goes on where it stopped.',
  )
}
