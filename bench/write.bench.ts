import { besideHand } from './lib/beside-hand.ts'
import { type Competitor, costOf, race, runsOf } from './lib/race.ts'
import { recordProject } from './lib/record-project.ts'
import type { Bench } from './lib/result.ts'

const turns = 7
const rows = 10_000

/** What writing costs over `fetch` by hand: 10,000 rows of an async iterable, 100 with a call, one call after another. */
export const write: Bench = async () => {
  const { task, stop } = await recordProject()
  try {
    const told = { ...task, rows }
    const competitors: readonly Competitor[] = [
      { name: 'by hand', file: 'hand-write.js', task: told },
      { name: 'official SDK', file: 'official-write.js', task: told },
      { name: 'global fetch', file: 'ours-write.js', task: { ...told, fetch: 'global' } },
      { name: 'node-fetch', file: 'ours-write.js', task: told },
    ]
    const runs = await race(competitors, turns, rows)
    const perSecond = (name: string): string =>
      (rows / (costOf(runsOf(runs, name), 'wall').median / 1000)).toFixed(0)
    const peers = ['by hand', 'official SDK'].map((name) => `${name} ${perSecond(name)}`).join(', ')
    return ['global fetch', 'node-fetch'].flatMap((name) => [
      { what: `${rows} rows created, ${name}, rows/s`, ours: perSecond(name), peer: peers },
      ...besideHand('… the same', runs, name),
    ])
  } finally {
    stop()
  }
}
