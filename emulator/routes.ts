import { type Answer, Refusal } from './answers.ts'
import type { Json } from './json.ts'
import type { Area } from './scopes.ts'

/** An ApiCall is one authorised call of the CRM API, taken apart. */
export interface ApiCall {
  /** The id of the user whose token asks. */
  readonly user: string
  /** Whether the token may read an area, where the route's own areas do not say all. */
  mayRead(area: Area): boolean
  /** The version of the API that is called, such as 8 or 2.1. */
  readonly version: number
  /** What the `:parts` of the route's path stand for, decoded, in order. */
  readonly params: readonly string[]
  readonly query: URLSearchParams
  header(name: string): string | undefined
  /** The body; refuses the call where it is not JSON. */
  json(): Promise<Json>
}

/** A Route is one operation of the API: where it is, which scope it needs, what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** A path below `/crm/<version>/`, such as `settings/fields`: `:id` stands for digits, any other `:part` for any text. */
  readonly path: string
  /** The alternatives of areas that scopes may name, such as `settings.fields`. */
  areas(params: readonly string[]): readonly Area[]
  /** Set where the method is POST and yet nothing is created. */
  readonly reads?: true
  handle(call: ApiCall): Answer | Promise<Answer>
}

/** The route of a method and a path, with its parameters; refuses an unknown path or a wrong method. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: readonly string[] } {
  const segments = decodeSegments(path)
  const first = segments && routes.find((route) => matches(route.path, segments))
  if (!first) throw new Refusal('INVALID_URL_PATTERN')
  const route = routes.find((other) => other.path === first.path && other.method === method)
  if (!route) throw new Refusal('INVALID_REQUEST_METHOD')
  const params = segments.filter((_, index) => route.path.split('/')[index]?.startsWith(':'))
  return { route, params }
}

function matches(pattern: string, segments: readonly string[]): boolean {
  const parts = pattern.split('/')
  return parts.length === segments.length && parts.every((part, index) => fits(part, segments[index] ?? ''))
}

function fits(part: string, segment: string): boolean {
  if (part === ':id') return /^\d+$/.test(segment)
  return part.startsWith(':') ? segment !== '' : part === segment
}

function decodeSegments(path: string): readonly string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}

/** A query parameter that the call must have. */
export function requiredParam(call: ApiCall, name: string): string {
  const value = call.query.get(name)
  if (!value) throw new Refusal('REQUIRED_PARAM_MISSING', { param_name: name })
  return value
}

/** A query parameter that is a whole number of 1 to `max`. */
export function countParam(call: ApiCall, name: string, fallback: number, max: number): number {
  const given = call.query.get(name)
  if (given === null) return fallback
  const count = /^\d{1,9}$/.test(given) ? Number(given) : 0
  if (count < 1 || count > max) throw new Refusal('INVALID_DATA', { param_name: name })
  return count
}

/** A query parameter that is one of some words. */
export function choiceParam(
  call: ApiCall,
  name: string,
  allowed: readonly string[],
  fallback: string,
): string {
  const given = call.query.get(name) ?? fallback
  if (!allowed.includes(given)) throw new Refusal('INVALID_DATA', { param_name: name })
  return given
}

/** A query parameter that is a list separated by commas; empty where it is not given. */
export function listParam(call: ApiCall, name: string): readonly string[] {
  const values = (call.query.get(name) ?? '').split(',').map((value) => value.trim())
  return values.filter((value) => value !== '')
}
