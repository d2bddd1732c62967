import { path } from './http/path.ts'
import type { Transport } from './http/transport.ts'
import { nothing } from './organization.ts'
import { isUnknownId, pageOf, rowsOf } from './records/answers.ts'
import type { CallOptions } from './records/module.ts'
import type { Page } from './records/page.ts'
import type { NumberedPage } from './records/paging.ts'
import type { User, UserListOptions } from './users.ts'

/** Reads the user whose token it is. */
export async function readCurrentUser(request: Transport, { signal }: CallOptions = {}): Promise<User> {
  const query = { type: 'CurrentUser' }
  const [row] = rowsOf(await request({ method: 'GET', path: '/users', query, signal }), 'users')
  if (row !== undefined) return row as User
  throw nothing('/users', 'the current user')
}

/** Reads the user of an id; `null` where there is none. */
export async function readUser(
  request: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<User | null> {
  try {
    const [row] = rowsOf(await request({ method: 'GET', path: path`/users/${id}`, signal }), 'users')
    return (row as User | undefined) ?? null
  } catch (error) {
    if (isUnknownId(error)) return null
    throw error
  }
}

/** Reads a page of users; the API numbers them, and gives no tokens. */
export async function readUserPage(
  request: Transport,
  { type, signal }: UserListOptions,
  page: NumberedPage,
): Promise<Page<User>> {
  const query = { type, ...page }
  return pageOf(await request({ method: 'GET', path: '/users', query, signal }), 'users')
}
