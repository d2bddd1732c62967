/** A Period is a stretch of days, both included, as dates that sort as texts. */
export interface Period {
  readonly from: string
  readonly to: string
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR'

const DAYS: ReadonlyMap<string, readonly [unit: Unit, offset: number]> = new Map([
  ['YESTERDAY', ['DAY', -1]],
  ['TODAY', ['DAY', 0]],
  ['TOMORROW', ['DAY', 1]],
])
const OFFSETS: ReadonlyMap<string, number> = new Map([
  ['LAST', -1],
  ['PREVIOUS', -1],
  ['THIS', 0],
  ['CURRENT', 0],
  ['NEXT', 1],
])
const NAMED = /^(LAST|PREVIOUS|THIS|CURRENT|NEXT)(WEEK|MONTH|QUARTER|YEAR)$/

/** The period that a custom view's placeholder such as `TODAY` or `THISQUARTER` stands for, in UTC; weeks begin on Sunday. */
export function periodOf(name: string, now: Date): Period | undefined {
  const [, which = '', unit] = NAMED.exec(name) ?? []
  const [of, offset] = DAYS.get(name) ?? [unit as Unit | undefined, OFFSETS.get(which) ?? 0]
  if (of === undefined) return undefined
  const start = startOf(of, now, offset)
  const end = startOf(of, now, offset + 1)
  return { from: dateOf(start), to: dateOf(end - 1) }
}

function startOf(unit: Unit, now: Date, offset: number): number {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  switch (unit) {
    case 'DAY':
      return Date.UTC(year, month, day + offset)
    case 'WEEK':
      return Date.UTC(year, month, day - now.getUTCDay() + 7 * offset)
    case 'MONTH':
      return Date.UTC(year, month + offset)
    case 'QUARTER':
      return Date.UTC(year, month - (month % 3) + 3 * offset)
    case 'YEAR':
      return Date.UTC(year + offset, 0)
  }
}

function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
