import type { Issue } from './validator.ts'

/** Where a value stands in the input. */
export type Path = Issue['path']

/** How many issues are looked for: an input may have a million rows that are all wrong. */
const MOST = 100

/** What is wrong with an input, in the order in which it was found. */
export class Issues {
  readonly found: Issue[] = []

  /** Whether there are enough of them. */
  get isFull(): boolean {
    return this.found.length >= MOST
  }

  add(path: Path, what: string): void {
    if (!this.isFull) this.found.push({ path, message: `${placeOf(path)}${what}` })
  }
}

/** A place as messages name it: `Extras[0].Name: `. */
function placeOf(path: Path): string {
  if (path.length === 0) return ''
  const [first, ...rest] = path
  const inner = rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
  return `${short(String(first))}${short(inner.join(''))}: `
}

/** How many letters of a value messages repeat, and how many allowed values they name. */
const LETTERS = 60
const NAMED = 10

/** A value as messages repeat it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(short(value))
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' ? 'a function' : String(value)
  if (value instanceof Date) return 'a Date'
  return Array.isArray(value) ? 'a list' : 'an object'
}

function short(text: string): string {
  return text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text
}

/** The values that are allowed, as the end of a message names them, and which of them may be meant. */
export function listed(values: readonly string[], near: string | null = null): string {
  if (values.length === 0) return '; there is no value that is'
  const names = values.slice(0, NAMED).map(shown)
  if (values.length > NAMED) names.push(`one of ${values.length - NAMED} more`)
  const last = names.pop()
  const all = names.length === 0 ? last : `${names.join(', ')} or ${last}`
  return near === null ? `; it may be ${all}` : `; did you mean ${shown(near)}? It may be ${all}`
}
