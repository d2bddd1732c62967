import { isZohoError, type ZohoError } from '../http/errors.ts'
import type { RowResult } from './row-results.ts'
import type { RowBatch, SourceRow } from './row-source.ts'
import { type Outcome, outcomesOf, unknownOutcome } from './write-answer.ts'
import type { WriteJob } from './write-job.ts'
import { requestOf, type SentRow } from './write-request.ts'
import { sentRow } from './write-row.ts'

/** The results of a batch, and why the run ends with it, where it does. */
export interface Settled<T> {
  readonly results: readonly RowResult<T>[]
  readonly failure: RowBatch<T>['failure']
}

/** A row to send, and the rows of the source that it stands for: one, or all that delete the same record. */
interface Ready<T> extends SentRow {
  readonly rows: readonly SourceRow<T>[]
}

type Outcomes<T> = Map<SourceRow<T>, Outcome>

/** Writes the rows of a batch with one call. It never rejects; rows that were not sent since it ended have no result. */
export async function writeBatch<T>(job: WriteJob, batch: RowBatch<T>): Promise<Settled<T>> {
  const outcomes: Outcomes<T> = new Map()
  let { failure } = batch
  try {
    if (batch.rows.length > 0) await send(job, await prepared(job, batch.rows, outcomes), outcomes)
  } catch (reason) {
    failure = { reason }
  }
  const results = batch.rows.flatMap((row) => {
    const outcome = outcomes.get(row)
    return outcome === undefined ? [] : [resultOf(job, row, outcome)]
  })
  return { results, failure }
}

/** The rows that may be sent; the others get their outcome. */
async function prepared<T>(
  job: WriteJob,
  rows: readonly SourceRow<T>[],
  outcomes: Outcomes<T>,
): Promise<readonly Ready<T>[]> {
  const check = job.kind === 'delete' ? asItIs : await job.check()
  const ready: Ready<T>[] = []
  for (const row of rows) {
    try {
      ready.push({ ...sentRow(job, row, check), rows: [row] })
    } catch (error) {
      if (!isZohoError(error)) throw error
      outcomes.set(row, { ok: false, error })
    }
  }
  return job.kind === 'delete' ? withoutRepetition(ready) : ready
}

function asItIs(row: object): object {
  return row
}

function withoutRepetition<T>(ready: readonly Ready<T>[]): readonly Ready<T>[] {
  const byId = new Map<string | null, Ready<T>>()
  for (const one of ready) {
    const rows = byId.get(one.id)?.rows ?? []
    byId.set(one.id, { ...one, rows: [...rows, ...one.rows] })
  }
  return [...byId.values()]
}

async function send<T>(job: WriteJob, ready: readonly Ready<T>[], outcomes: Outcomes<T>): Promise<void> {
  if (ready.length === 0) return
  const settle = ({ rows }: Ready<T>, outcome: Outcome) => {
    for (const row of rows) outcomes.set(row, outcome)
  }
  const request = requestOf(job, ready)
  try {
    const response = await job.client.request({ ...request, finishes: true })
    const found = outcomesOf(request, response, ready)
    for (const [index, outcome] of found.entries()) settle(ready[index] as Ready<T>, outcome)
  } catch (error) {
    const { signal } = job.options
    if (signal?.aborted && error === signal.reason) throw error
    const failed = errorOf(request, error)
    for (const one of ready) settle(one, { ok: false, error: failed })
  }
}

function errorOf({ method, path }: { method: string; path: string }, error: unknown): ZohoError {
  return isZohoError(error) ? error : unknownOutcome({ method, path, status: 0 }, 'failed', error)
}

function resultOf<T>({ kind }: WriteJob, { index, row }: SourceRow<T>, outcome: Outcome): RowResult<T> {
  if (!outcome.ok) return { ok: false, index, row, error: outcome.error }
  const { record, action, duplicateField } = outcome
  const did = kind === 'upsert' ? { action, duplicateField } : {}
  return { ok: true, index, row, id: record.id, record, ...did }
}
