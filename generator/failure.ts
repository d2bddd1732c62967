import { isZohoError } from '@zcrm/runtime'

/** A failure for machines: what is wrong and what to do. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** What machines are told of a failure. */
export function failureOf(error: unknown): Failure {
  if (isZohoError(error)) return { code: error.code, message: error.message, hint: error.hint }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'UNEXPECTED', message, hint: 'It is a fault of zcrm: please report it.' }
}

/** A question was left unanswered (Ctrl-C). */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
