import type { Given } from './given.ts'
import type { RowResult, Rows, UpsertAction, Written } from './row-results.ts'
import { RowSource } from './row-source.ts'
import { outcomesOf } from './write-answer.ts'
import { type Settled, writeBatch } from './write-batch.ts'
import { jobOf, MAX_ROWS, type WriteCall } from './write-job.ts'
import { requestOf, singleRequestOf } from './write-request.ts'
import { sentOne } from './write-row.ts'

export type { WriteKind } from './write-job.ts'

/**
 * Writes one row; of an upsert, what it gives says what it did.
 * @throws the error of the ladder that the row's answer stands for.
 */
export async function writeOne(
  call: WriteCall,
  given: Given,
  id?: string,
): Promise<Written & Partial<UpsertAction>> {
  const job = jobOf(call, false)
  const sent = await sentOne(job, given, id)
  const request = sent.id === null ? requestOf(job, [sent]) : singleRequestOf(job, { ...sent, id: sent.id })
  const [outcome] = outcomesOf(request, await call.client.request(request), [sent])
  if (outcome === undefined) throw new Error('a row without an outcome')
  if (!outcome.ok) throw outcome.error
  const { record, action, duplicateField } = outcome
  return call.kind === 'upsert' ? { ...record, action, duplicateField } : record
}

/**
 * Writes the rows of a source, batch after batch, and gives the results of each when it is its turn. As many batches
 * are read and sent as may be on their way, and no further one before the results of the first of them were taken.
 * @param untaken Given the results that came after nobody wanted any more.
 */
export async function* writeMany<T>(
  call: WriteCall,
  rows: Rows<T>,
  untaken: (results: readonly RowResult<T>[]) => void,
): AsyncGenerator<readonly RowResult<T>[], void, undefined> {
  const job = jobOf(call, true)
  const { signal, batchSize = MAX_ROWS, parallel = 1 } = job.options
  const source = new RowSource(rows, signal)
  const onTheirWay: Promise<Settled<T>>[] = []
  let reading: Promise<unknown> = Promise.resolve()
  const start = () => {
    const batch = reading.then(() => source.read(batchSize))
    reading = batch
    onTheirWay.push(batch.then((read) => writeBatch(job, read)))
  }
  let failure: Settled<T>['failure'] = null
  try {
    for (let count = 0; count < parallel; count++) start()
    for (let next = onTheirWay.shift(); next !== undefined; next = onTheirWay.shift()) {
      const settled = await next
      failure ??= settled.failure
      if (settled.results.length > 0) yield settled.results
      if (failure === null && !source.isEnded) start()
    }
  } finally {
    // Who stops listening stops the run: what is on its way still has its results.
    const closing = source.close()
    closing.catch(() => {})
    for (const one of onTheirWay) untaken((await one).results)
    await closing
  }
  if (failure !== null) throw failure.reason
}
