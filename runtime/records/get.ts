import type { Client } from '../client.ts'
import { path } from '../http/path.ts'
import { isUnknownId, rowsOf } from './answers.ts'
import { fieldList, type ListSource } from './paging.ts'

/** A record by its id, with all of its fields where none are named; `null` where there is none. */
export async function recordOf<T>(
  client: Client,
  { name }: ListSource,
  id: string,
  fields: readonly PropertyKey[] | undefined,
  signal: AbortSignal | undefined,
): Promise<T | null> {
  const query = fields === undefined ? {} : { fields: fieldList(name, fields) }
  try {
    const answer = await client.request({ method: 'GET', path: path`/${name}/${id}`, query, signal })
    return (rowsOf(answer, 'data')[0] as T | undefined) ?? null
  } catch (error) {
    if (isUnknownId(error)) return null
    throw error
  }
}
