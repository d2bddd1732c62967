import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Metadata, sortMetadata } from '@zcrm/runtime/metadata'
import { expect, test } from 'vitest'
import { orgFolder } from '../../emulator/org.ts'
import { randomOf } from '../../fixtures/random.ts'
import { AGAIN, age, apiCalls, DESCRIBED, org, orgOf, WHOLE } from './org.ts'
import { puller } from './puller.ts'

/** `npm run test:all` kills more often. */
const KILLS = Number(process.env['ZCRM_TEST_KILLS'] ?? 20)
const AT_A_TIME = 4
const HOUR = 3_600_000

/** What is the same for every kill: the organisation, what was pulled of it before, and what is to come out. */
interface Setting {
  readonly orgPath: string
  /** A cache whose metadata is old enough for all of it to be read again. */
  readonly oldCache: string
  readonly before: Metadata
  readonly wanted: Metadata
}

async function setting(): Promise<Setting> {
  const orgPath = await orgFolder()
  const { zoho, client, folder, pull } = await org({ org: orgPath })
  const before = (await pull()).metadata
  await age(folder, 25)
  await writeFile(join(folder, 'spent.json'), '')
  zoho.addOption('Leads', 'Lead_Source', 'Fair')
  const { metadata: wanted } = await (await orgOf(zoho, client)).pull()
  expect(wanted).not.toEqual(before)
  return { orgPath, oldCache: folder, before, wanted }
}

/** Where a process is killed: some milliseconds after so many calls of its pull. */
interface Moment {
  readonly isCold: boolean
  readonly calls: number
  readonly milliseconds: number
}

/** Kills a process, and looks at what is left. */
async function expectNothingLost(
  { orgPath, oldCache, before, wanted }: Setting,
  { isCold, calls: afterCalls, milliseconds }: Moment,
): Promise<void> {
  const { zoho, folder, cache, pull } = await org({ org: orgPath, latency: 2 })
  zoho.addOption('Leads', 'Lead_Source', 'Fair')
  if (!isCold) await cp(oldCache, folder, { recursive: true })

  const process = await puller(zoho, folder)
  const pulling = process.pull().catch(() => null)
  while (apiCalls(zoho).length < afterCalls) await wait(1)
  await wait(milliseconds)
  await process.kill()
  await pulling

  const left = (await cache.read())?.metadata ?? null
  const isComplete = JSON.stringify(left) === JSON.stringify(wanted)
  if (!isComplete) expect(left).toEqual(isCold ? null : before)
  const made = isComplete ? wholeOf(isCold) : await callsKept(folder)

  await prolongLeases(folder)
  const { calls, metadata } = await pull()
  expect(sortMetadata(metadata)).toEqual(sortMetadata(wanted))
  expect(calls).toBe(wholeOf(isCold) - made)
  // Global picklists and the user are calls, too; but for these what the dead process has called counts.
  expect(await cache.spent()).toBeGreaterThanOrEqual(wholeOf(isCold) - 2)
}

/** As if the process had died with leases of an hour: a test that waited for their end would not come to its own. */
async function prolongLeases(folder: string): Promise<void> {
  const file = `${folder}.leases`
  const text = await readFile(file, 'utf8').catch(() => '[]')
  const leases = JSON.parse(text) as { readonly endsAt: number }[]
  if (leases.length === 0) return
  await writeFile(file, JSON.stringify(leases.map((lease) => ({ ...lease, endsAt: lease.endsAt + HOUR }))))
}

interface KeptPart {
  readonly part: string
  readonly value: { readonly calls?: number }
}

/** The calls that the files of an interrupted pull save the next one. */
async function callsKept(folder: string): Promise<number> {
  const files = await readdir(join(folder, 'pull')).catch(() => [])
  const texts = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFile(join(folder, 'pull', file), 'utf8'))
  const parts = (await Promise.all(texts)).map((text) => JSON.parse(text) as KeptPart)
  // Without the list nobody knows what they are parts of.
  if (!parts.some(({ part }) => part === 'modules')) return 0
  return parts.reduce((sum, { value }) => sum + (value.calls ?? 1), 0)
}

/** Once there is metadata, related lists and views are calls of their own. */
function wholeOf(isCold: boolean): number {
  return isCold ? WHOLE : WHOLE + 2 * DESCRIBED
}

test(`a process that is killed while it pulls, ${KILLS} times, loses nothing`, async () => {
  const random = randomOf(20261124)
  const moments = Array.from({ length: KILLS }, (_, index): Moment => {
    const isCold = index % 2 === 0
    return { isCold, calls: 1 + random(wholeOf(isCold)), milliseconds: random(8) }
  })
  const same = await setting()
  for (let done = 0; done < KILLS; done += AT_A_TIME)
    await Promise.all(moments.slice(done, done + AT_A_TIME).map((moment) => expectNothingLost(same, moment)))
}, 600_000)

test('one that is killed when everything is there leaves nothing that is taken for new', async () => {
  const { zoho, cache, folder, pull } = await org()
  const first = await pull({ force: true })
  // As it is between the last step and tidying up: the parts that the metadata was made of are there still.
  const states = first.states.map(({ entry }) => entry)
  await cache.writePart('modules', {
    startedAt: first.pulledAt - 1,
    asOf: first.asOf,
    entries: states,
    notSeen: [],
    forced: true,
  })
  zoho.addOption('Leads', 'Lead_Source', 'Fair')
  expect((await pull({ force: true })).calls).toBe(WHOLE)
  await age(folder, 2)
  expect((await pull()).calls).toBe(AGAIN)
})
