import type { MatchBy } from './change.ts'

/** What is on both sides, or on one alone. */
export type Pair<T> =
  | { readonly before: T; readonly after: T }
  | { readonly before: T; readonly after: null }
  | { readonly before: null; readonly after: T }

/** How things of a list are recognised: by id, then by the first of the names that both have. */
export interface Identity<T> {
  readonly matchBy: MatchBy
  readonly names: readonly ((item: T) => string | null)[]
}

/** The pairs of two lists: what is only in the second comes last. */
export function pairsOf<T extends { readonly id: string | null }>(
  before: readonly T[],
  after: readonly T[],
  { matchBy, names }: Identity<T>,
): readonly Pair<T>[] {
  const partners = new Map<T, T>()
  const taken = new Set<T>()
  const ways = matchBy === 'id' ? [(item: T) => item.id, ...names] : names
  for (const way of ways) {
    const free = new Map<string, T[]>()
    // The last comes first, so that it can be taken from the end.
    for (const item of after.toReversed()) {
      const key = taken.has(item) ? null : way(item)
      if (key !== null) free.set(key, [...(free.get(key) ?? []), item])
    }
    for (const item of before) {
      const key = partners.has(item) ? null : way(item)
      const partner = key === null ? undefined : free.get(key)?.pop()
      if (partner === undefined) continue
      partners.set(item, partner)
      taken.add(partner)
    }
    if (taken.size === after.length) break
  }
  return [
    ...before.map((item): Pair<T> => ({ before: item, after: partners.get(item) ?? null }) as Pair<T>),
    ...after.filter((item) => !taken.has(item)).map((item): Pair<T> => ({ before: null, after: item })),
  ]
}

/** The pairs of what is on both sides. */
export function bothOf<T>(pairs: readonly Pair<T>[]): readonly { readonly before: T; readonly after: T }[] {
  return pairs.flatMap(({ before, after }) => (before === null || after === null ? [] : [{ before, after }]))
}

/** Whether what has one name on both sides is not the same thing: its id says so, where ids are of one organisation. */
export function isReplaced(
  { matchBy }: { readonly matchBy: MatchBy },
  before: { readonly id: string | null },
  after: { readonly id: string | null },
): boolean {
  return matchBy === 'id' && before.id !== after.id && before.id !== null && after.id !== null
}

/** Whether two values of metadata are the same, order included. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false
    for (let index = 0; index < one.length; index++) if (!isSame(one[index], other[index])) return false
    return true
  }
  const members = one as Readonly<Record<string, unknown>>
  const others = other as Readonly<Record<string, unknown>>
  for (const name in members) if (!isSame(members[name], others[name])) return false
  return true
}
