import type { ApiRequest } from './call.ts'

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Refuses what no fetch can send, before anybody takes it for a failure of the network.
 * @throws ConfigurationError that names what is wrong.
 */
export async function checkRequest(
  request: ApiRequest,
  { headers, body }: { readonly headers: object; readonly body: string | undefined },
): Promise<void> {
  const wrong = Object.entries(headers).find(([name, value]) => !isHeader(name, value))
  if (wrong !== undefined) throw (await faults()).noHeader(request, wrong[0])
  if (!METHODS.includes(request.method)) throw (await faults()).noMethod(request)
  if (request.method === 'GET' && body !== undefined) throw (await faults()).noBody(request)
  if (request.signal !== undefined && !isSignal(request.signal)) throw (await faults()).noSignal(request)
}

/** Wrong requests are the exception: what is said about them is loaded with the first. */
const faults = () => import('./request-faults.ts')

/**
 * Whether a name and a value can be a header: a token, and text of one byte a character without control characters.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-field-values
 */
export function isHeader(name: string, value: unknown): boolean {
  const isName = /^[\w!#$%&'*+.^`|~-]+$/.test(name)
  return isName && typeof value === 'string' && !/[^\t\x20-\x7e\x80-\xff]/.test(value)
}

/** Whether a value is an AbortSignal. Not instanceof: it may come from another realm, such as a test runner's. */
export function isSignal(value: unknown): boolean {
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>
  return typeof aborted === 'boolean' && typeof addEventListener === 'function'
}
