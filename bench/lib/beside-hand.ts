import { type Cost, costOf, type Runs, runsOf, timesAsMuch } from './race.ts'
import type { Result } from './result.ts'

/** What is said of a competitor: the work alone, for which there may be a budget, and the whole process. */
const costs: readonly (readonly [cost: Cost, what: string, hasBudget: boolean])[] = [
  ['wall', 'wall ms', true],
  ['cpu', 'CPU ms', true],
  ['processWall', 'whole process, wall ms', false],
  ['processCpu', 'whole process, CPU ms', false],
  ['peakMb', 'peak memory, MB', false],
]

/** What one of ours costs, in so many times what it costs by hand, beside the official SDK. */
export function besideHand(
  what: string,
  all: ReadonlyMap<string, Runs>,
  name: string,
  budget?: number,
): readonly Result[] {
  const hand = runsOf(all, 'by hand')
  const said = (runs: Runs, cost: Cost): string => {
    const { median, min, max } = costOf(runs, cost)
    return `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`
  }
  const times = (runs: Runs, cost: Cost): string => `${timesAsMuch(runs, hand, cost).toFixed(2)} ×`
  const [ours, official] = [runsOf(all, name), runsOf(all, 'official SDK')]
  return costs.map(([cost, kind, hasBudget], index) => ({
    what: `${index === 0 ? what : `… ${name}`}, ${kind}`,
    ours: `${said(ours, cost)} ${times(ours, cost)}`,
    peer: `by hand ${said(hand, cost)}, official SDK ${said(official, cost)} ${times(official, cost)}`,
    ...(budget === undefined || !hasBudget
      ? {}
      : { budget: `${budget.toFixed(2)} ×`, kept: timesAsMuch(ours, hand, cost) <= budget }),
  }))
}
