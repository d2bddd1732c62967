import { type JsonObject, member } from '../json.ts'
import type { Row } from './table.ts'

/** A Deletion is what is known of a record that was deleted, as `GET /{Module}/deleted` has it. */
export interface Deletion extends JsonObject {
  readonly id: string
  /** `recycle`: it is in the bin; `permanent`: it is gone, and with it who it was. */
  readonly type: 'recycle' | 'permanent'
  readonly deleted_time: string
}

/** A Bin remembers the records of a module that were deleted, in order of deletion. */
export class Bin {
  readonly #deletions: Map<string, Deletion> = new Map()

  add(deletion: Deletion): void {
    this.#deletions.set(deletion.id, deletion)
  }

  /** The latest deletions first. */
  all(): readonly Deletion[] {
    return [...this.#deletions.values()].reverse()
  }
}

/** What remains of a record when a user deletes it; a module without a recycle bin keeps its id only. */
export function deletionOf(
  row: Row,
  options: {
    readonly title: string | undefined
    readonly hasBin: boolean
    readonly by: JsonObject
    readonly at: string
  },
): Deletion {
  const { title, hasBin, by, at } = options
  const id = String(row.get('id'))
  if (!hasBin) {
    const nobody = { deleted_by: null, display_name: null, created_by: null }
    return { ...nobody, id, type: 'permanent', deleted_time: at }
  }
  const person = (user: unknown): JsonObject => ({
    name: member(user, 'name') ?? null,
    id: member(user, 'id') ?? null,
  })
  const creator = row.get('Created_By')
  return {
    deleted_by: person(by),
    id,
    display_name: String(row.get(title ?? 'id') ?? id),
    type: 'recycle',
    created_by: creator ? person(creator) : null,
    deleted_time: at,
  }
}
