/** A JSON object as the API answers it. */
export type Body = Record<string, unknown>

/**
 * A 19-digit record id made from what it identifies: the same path gives the same id, whatever else is in
 * the organisation, so that adding a field changes no other line.
 */
export function idOf(...path: readonly string[]): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  const text = path.join('\u0000')
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  const hash = (low >>> 0) * 2 ** 20 + (high >>> 12)
  return `1000000${String(hash % 1e12).padStart(12, '0')}`
}

/** The id of a module, as modules, lookups and related lists name it. */
export const moduleId = (module: string): string => idOf('module', module)

/** The id of a field, as layouts, linking details and related lists name it. */
export const fieldId = (module: string, field: string): string => idOf('field', module, field)

/** The two profiles that every organisation has. */
export const PROFILES: readonly { name: string; id: string }[] = ['Administrator', 'Standard'].map(
  (name) => ({
    name,
    id: idOf('profile', name),
  }),
)

/** The administrator who made the organisation: `modified_by` of whatever says it. */
export const ADMIN: { name: string; id: string } = { name: 'Ada Kettle', id: idOf('user', 'ada') }
