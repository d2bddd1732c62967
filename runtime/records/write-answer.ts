import type { ApiRequest, ApiResponse } from '../http/call.ts'
import { errorOf } from '../http/error-of.ts'
import { WriteOutcomeUnknownError, type ZohoError } from '../http/errors.ts'
import { rowsOf } from './answers.ts'
import type { Upserted, Written } from './row-results.ts'
import type { SentRow } from './write-request.ts'

/** What became of a row that was sent. */
export type Outcome =
  | {
      readonly ok: true
      readonly record: Written
      readonly action: Upserted['action']
      readonly duplicateField: string | null
    }
  | { readonly ok: false; readonly error: ZohoError }

/** An answer's row, as far as it is read. */
interface Answer {
  readonly status?: unknown
  readonly code?: unknown
  readonly message?: unknown
  readonly details?: unknown
  readonly action?: unknown
  readonly duplicate_field?: unknown
}

interface Call {
  readonly method: string
  readonly path: string
  readonly status: number
}

/** What became of the rows of a call, each of them: where no row of the answer is about it, nobody knows. */
export function outcomesOf(
  { method, path }: ApiRequest,
  response: ApiResponse,
  sent: readonly SentRow[],
): readonly Outcome[] {
  const call = { method, path, status: response.status }
  const answers = rowsOf(response, 'data').map((row) => (typeof row === 'object' && row !== null ? row : {}))
  const found = answers.length === sent.length ? inOrder(answers, sent) : byTheirWord(answers, sent)
  return sent.map((_, index) => outcomeOf(call, found[index] ?? {}))
}

/** Answers come in the order of the rows; one that says that it is about another row is not believed. */
function inOrder(answers: readonly Answer[], sent: readonly SentRow[]): readonly (Answer | undefined)[] {
  return answers.map((answer, index) => {
    const { place, id } = aboutOf(answer)
    const isOther = (place !== null && place !== index) || (id !== null && isOtherId(sent[index], id))
    return isOther ? undefined : answer
  })
}

function isOtherId(row: SentRow | undefined, id: string): boolean {
  return row?.id !== null && row?.id !== id
}

/** Where there are fewer answers than rows, or more, one counts that names its row: by place, or by an id of one row. */
function byTheirWord(answers: readonly Answer[], sent: readonly SentRow[]): readonly (Answer | undefined)[] {
  const found = new Map<number, Answer | undefined>()
  for (const answer of answers) {
    const { place, id } = aboutOf(answer)
    const ofId = id === null ? [] : sent.flatMap((row, index) => (row.id === id ? [index] : []))
    const index = place ?? (ofId.length === 1 ? ofId[0] : undefined)
    // Two answers for a row tell nothing.
    if (index !== undefined) found.set(index, found.has(index) ? undefined : answer)
  }
  return sent.map((_, index) => found.get(index))
}

/** Which row an answer says that it is about: its place in the body, and the record's id; `null` where it does not say. */
function aboutOf({ status, details }: Answer): { readonly place: number | null; readonly id: string | null } {
  const { json_path, id, api_name } = (details ?? {}) as Readonly<Record<string, unknown>>
  const place = typeof json_path === 'string' ? (/^\$\.data\[(\d+)\]/.exec(json_path)?.[1] ?? null) : null
  // The id of a duplicate is that of another record; it comes with the field that has the value.
  const isOwn = typeof id === 'string' && (status === 'success' || api_name === undefined)
  return { place: place === null ? null : Number(place), id: isOwn ? id : null }
}

function outcomeOf(call: Call, { status, code, message, details, action, duplicate_field }: Answer): Outcome {
  if (status === 'success' && isWritten(details)) {
    const duplicateField = typeof duplicate_field === 'string' ? duplicate_field : null
    return { ok: true, record: details, action: action === 'update' ? 'update' : 'insert', duplicateField }
  }
  if (status !== 'success' && typeof code === 'string') {
    const error = errorOf(call, { code, details, message: typeof message === 'string' ? message : '' })
    return { ok: false, error }
  }
  return { ok: false, error: unknownOutcome(call, `answered ${call.status} without a row for it`) }
}

function isWritten(details: unknown): details is Written {
  return typeof (details as Partial<Written> | null | undefined)?.id === 'string'
}

/** The error of a row of which nobody can say whether it was written. */
export function unknownOutcome(call: Call, why: string, cause?: unknown): WriteOutcomeUnknownError {
  const text = `${call.method} ${call.path} ${why}: the row may or may not have been written`
  const hint = 'Read the record to see what became of the write.'
  return new WriteOutcomeUnknownError('OUTCOME_UNKNOWN', text, hint, { ...call, details: null }, cause)
}
