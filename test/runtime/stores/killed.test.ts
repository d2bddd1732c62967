import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { FileStore, type StoredToken, type TokenStore } from '@zcrm/runtime'
import { DBStore } from '@zcrm/runtime/stores'
import { beforeAll, expect, test } from 'vitest'
import { randomOf } from '../../fixtures/random.ts'
import { bundleChild, startBundle } from '../../support/children.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { storedToken } from '../support.ts'

/** `npm run test:all` kills more often. */
const KILLS = Number(process.env['ZCRM_TEST_KILLS'] ?? 20)
const AT_A_TIME = 10

let program = ''
beforeAll(async () => {
  program = await bundleChild('saver.ts')
})

/** Kills a process a random time after its first save; gives the last version of each token that it said was saved. */
async function killedSaver(kind: string, path: string, milliseconds: number): Promise<Map<string, number>> {
  const child = startBundle(program, [kind, path])
  let output = ''
  child.stdout?.on('data', (data: Buffer) => {
    output += data
  })
  await once(child.stdout ?? child, 'data')
  await wait(milliseconds)
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
  // The last line may be cut off.
  const lines = output.split('\n').slice(0, -1)
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]))
}

async function expectWhole(store: TokenStore, saved: ReadonlyMap<string, number>): Promise<void> {
  const rows = new Map<string, StoredToken>((await store.list()).map((row) => [row.id, row]))
  for (const [id, version] of saved) expect(rows.get(id)?.version).toBeGreaterThanOrEqual(version)
  // A dead process holds nobody up for long.
  expect(await store.save(storedToken({ id: 'afterwards' }))).toBe(true)
  expect((await store.list()).map(({ id }) => id)).toContain('afterwards')
}

const OPEN: Readonly<Record<string, (path: string) => TokenStore & { close?(): Promise<void> }>> = {
  file: (path) => new FileStore(path),
  sqlite: (path) => new DBStore({ sqlite: path }),
}

test.each(Object.entries(OPEN))(
  `a process that is killed while it saves, ${KILLS} times, leaves a store that can be read: %s`,
  async (kind, open) => {
    const folder = await scratchFolder()
    const random = randomOf(20261124)
    for (let done = 0; done < KILLS; done += AT_A_TIME) {
      const killed = Array.from({ length: Math.min(AT_A_TIME, KILLS - done) }, async (_, index) => {
        const path = join(folder, `${kind}-${done + index}`)
        const saved = await killedSaver(kind, path, random(60))
        const store = open(path)
        await expectWhole(store, saved)
        await store.close?.()
      })
      await Promise.all(killed)
    }
  },
  600_000,
)
