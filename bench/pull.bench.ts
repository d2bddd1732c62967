import { join } from 'node:path'
import { startEmulator } from '../emulator/index.ts'
import { moduleFile, type OrgFiles, writeOrgFolder } from '../emulator/orgs/org-folder.ts'
import { createClient, Environment, MemoryStore, OAuthToken } from '../runtime/index.ts'
import { type PullOptions, pullMetadata, ResourceCache } from '../runtime/metadata/index.ts'
import { syntheticOrg } from '../test/fixtures/synthetic-org.ts'
import { emptyScratch } from './lib/paths.ts'
import type { Bench, Result } from './lib/result.ts'

/** As many modules as the demo organisation has or a little more, with as many fields as organisations have. */
const size = { modules: 46, fields: 60, options: 10 }
/** Milliseconds that an answer of the API takes. */
const latency = 100
const concurrency = 5
/** What else a machine does only ever adds: the best of some runs counts. */
const runs = 3

/** How long a first pull takes over a network, and how many calls it makes. */
export const pull: Bench = async () => {
  const org = emptyScratch('pull-org')
  writeOrgFolder(org, withLayouts(syntheticOrg(size)))
  const emulator = await startEmulator({ org, latency })
  try {
    const client = createClient({
      environment: Environment.custom(emulator),
      token: OAuthToken.refresh(emulator),
      store: new MemoryStore(),
      config: { concurrency },
    })
    // The token is there, as it is in a session.
    await client.request({ method: 'GET', path: '/org' })
    const pulled = async (options: PullOptions): Promise<Pulled> => {
      const started = performance.now()
      const cache = new ResourceCache(join(emptyScratch('pull-cache'), 'cache'))
      const { calls } = await pullMetadata(client, cache, { concurrency, ...options })
      return { calls, milliseconds: performance.now() - started }
    }
    return [
      resultOf('fields alone', await best(() => pulled({ parts: ['fields'] })), () => 1_500),
      resultOf('complete', await best(() => pulled({})), atLeast),
      resultOf(
        'complete, related lists and views apart',
        await best(() => pulled({ includes: false })),
        atLeast,
      ),
    ]
  } finally {
    await emulator.close()
  }
}

interface Pulled {
  readonly calls: number
  readonly milliseconds: number
}

async function best(run: () => Promise<Pulled>): Promise<Pulled> {
  const all: Pulled[] = []
  for (let turn = 0; turn < runs; turn++) all.push(await run())
  return all.reduce((one, other) => (other.milliseconds < one.milliseconds ? other : one))
}

/** What so many calls take when as many as are allowed are always under way, and half a second for everything else. */
function atLeast(calls: number): number {
  return Math.ceil(calls / concurrency) * latency + 500
}

function resultOf(
  what: string,
  { calls, milliseconds }: Pulled,
  budgetOf: (calls: number) => number,
): Result {
  const budget = budgetOf(calls)
  return {
    what: `pull of ${size.modules} modules, ${what}, s`,
    ours: `${seconds(milliseconds)}, ${calls} calls at ${latency} ms, ${concurrency} at a time`,
    budget: seconds(budget),
    kept: milliseconds <= budget,
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2)
}

type Body = Readonly<Record<string, unknown>>

/** The organisation with a layout of each module, which shows every field once more and two picklists or more. */
function withLayouts(files: OrgFiles): OrgFiles {
  const all: OrgFiles = new Map(files)
  for (const { api_name } of listOf(files.get('modules.json'), 'modules')) {
    const name = String(api_name)
    const [fields, layouts] = [moduleFile('fields', name), moduleFile('layouts', name)]
    if (fields === undefined || layouts === undefined) continue
    all.set(layouts, { layouts: [layoutOf(all.size, listOf(files.get(fields), 'fields'))] })
  }
  return all
}

function layoutOf(number: number, fields: readonly Body[]): Body {
  const section = { api_name: 'Information', display_label: 'Information', type: 'used', sequence_number: 1 }
  const placed = fields.map((field, index) => ({
    ...field,
    required: field['system_mandatory'] === true,
    sequence_number: index + 1,
  }))
  return {
    id: `1000000000009${String(number).padStart(5, '0')}`,
    name: 'Standard',
    api_name: 'Standard__s',
    status: 'active',
    sections: [{ ...section, fields: placed }],
  }
}

function listOf(body: unknown, list: string): readonly Body[] {
  return ((body as Body | null | undefined)?.[list] ?? []) as readonly Body[]
}
