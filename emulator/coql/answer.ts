import { type Answer, noContent } from '../answers.ts'
import { type Json, type JsonObject, objectOf } from '../json.ts'
import { zohoTime } from '../time.ts'
import { idOfKey } from './keys.ts'
import type { Mirror } from './mirror.ts'
import type { Output, Plan, Source } from './plan.ts'
import { statementOf } from './sql.ts'

type SqlRow = Readonly<Record<string, unknown>>

/** Runs a plan: the answer's rows, and the descriptions of what was selected where they are wanted. */
export function answerOf(plan: Plan, mirror: Mirror, withFields: boolean): Answer {
  const { text, values } = statementOf(plan, mirror)
  const rows = mirror.rows(text, values)
  const shown = rows.slice(0, plan.limit)
  if (shown.length === 0) return noContent
  const body = {
    data: shown.map((row) => rowOf(plan, row)),
    ...(withFields ? { fields: fieldsOf(plan.outputs) } : {}),
    info: { count: shown.length, more_records: rows.length > shown.length },
  }
  return { status: 200, body }
}

function rowOf(plan: Plan, row: SqlRow): JsonObject {
  const entries: [string, Json][] = plan.outputs.map((output, index) => [
    output.key,
    output.aggregate ? computed(output, row[`v${index}`]) : shownValue(output, row),
  ])
  const [base] = plan.sources
  // A row that stands for many records has no id.
  if (!plan.isGrouped && base) entries.push(['id', idIn(row, base) ?? null])
  return objectOf(entries)
}

/** The values come from the records: the SQL database has only what they are compared by. */
function shownValue({ column: { source, name } }: Output, row: SqlRow): Json {
  const id = idIn(row, source)
  return id === undefined ? null : source.relation.valueOf(id, name)
}

function idIn(row: SqlRow, { index }: Source): string | undefined {
  const key = row[`s${index}`]
  return typeof key === 'string' ? idOfKey(key) : undefined
}

function computed({ column, aggregate }: Output, value: unknown): Json {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') {
    return column.kind === 'datetime' && aggregate !== 'COUNT' ? zohoTime(value) : value
  }
  return typeof value === 'string' ? value : null
}

function fieldsOf(outputs: readonly Output[]): JsonObject {
  return objectOf(
    outputs.flatMap(({ column: { path, source, name }, aggregate }) => {
      const description = aggregate ? undefined : source.relation.descriptionOf(name)
      return description ? [[path, description] as const] : []
    }),
  )
}
