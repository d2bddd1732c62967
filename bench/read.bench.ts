import { besideHand } from './lib/beside-hand.ts'
import { type Competitor, race } from './lib/race.ts'
import { PER_PAGE } from './lib/record-page.ts'
import { pages, recordProject } from './lib/record-project.ts'
import type { Bench } from './lib/result.ts'

const turns = 9

/** What reading costs over `fetch` and `JSON.parse` by hand: 50 pages of 200 records with 50 fields, one after another. */
export const read: Bench = async () => {
  const { task, pageBytes, stop } = await recordProject()
  try {
    const competitors: readonly Competitor[] = [
      { name: 'by hand', file: 'hand-read.js', task },
      { name: 'official SDK', file: 'official-read.js', task },
      { name: 'global fetch', file: 'ours-read.js', task: { ...task, fetch: 'global' } },
      { name: 'node-fetch', file: 'ours-read.js', task },
    ]
    const runs = await race(competitors, turns, pages * PER_PAGE)
    const what = `${pages} × ${PER_PAGE} records read, ${Math.round(pageBytes / 1000)} KB a page`
    return ['global fetch', 'node-fetch'].flatMap((name) => besideHand(`${what}, ${name}`, runs, name, 1.1))
  } finally {
    stop()
  }
}
