/** A JSON object of unknown content. */
export type Wire = Readonly<Record<string, unknown>>

/** The value as an object, or an empty one: absent, null, `{}` and other shapes are all "nothing". */
export function objectOf(value: unknown): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : {}
}

/** The objects of an array; none where the value is no array. */
export function objectsOf(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : []
}

/** The value as a text, numbers in digits; `null` for everything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

/** The value as a text that is not empty. */
export function nameOf(value: unknown): string | null {
  const text = textOf(value)
  return text === '' ? null : text
}

/** The value as a finite number, from digits too; `null` for everything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
