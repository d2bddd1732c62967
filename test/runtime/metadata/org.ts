import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@zcrm/runtime'
import {
  type CachedMetadata,
  type Metadata,
  type ModuleMetadata,
  type PullOptions,
  type PullResult,
  pullMetadata,
  ResourceCache,
} from '@zcrm/runtime/metadata'
import type { Call, Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { orgFolder } from '../../emulator/org.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { callsTo, clientOf } from '../support.ts'

/** An organisation, and what is pulled of it into a cache of the test's own. */
export interface Org {
  readonly zoho: Emulator
  readonly client: Client
  /** The folder of the cache. */
  readonly folder: string
  readonly cache: ResourceCache
  pull(options?: PullOptions): Promise<PullResult>
}

/** The small organisation (or another one), and an empty cache. */
export async function org(options: EmulatorOptions = {}): Promise<Org> {
  return orgOf(await emulator({ org: options.org ?? (await orgFolder()), ...options }))
}

/** The organisation of an emulator, as a client sees it, and an empty cache. */
export async function orgOf(zoho: Emulator, client: Client = unlimited(zoho)): Promise<Org> {
  const folder = join(await scratchFolder(), 'cache')
  const cache = new ResourceCache(folder)
  return { zoho, client, folder, cache, pull: (given = {}) => pullMetadata(client, cache, given) }
}

/** The pull's own limit is looked at, not the client's. */
function unlimited(zoho: Emulator): Client {
  return clientOf(zoho, { config: { concurrency: 100 } })
}

/** Modules of the small organisation that the API supports; the fields of each are a call. */
export const SUPPORTED = 12
/** Those that it describes: one of the others is refused, and one has no fields. */
export const DESCRIBED: number = SUPPORTED - 2
/** The list of modules, fields of each, global picklists, the user. */
export const FIELDS_ONLY: number = 1 + SUPPORTED + 2
/** The layouts of each module that is described are a call more; related lists and views come with the list of modules. */
export const WHOLE: number = FIELDS_ONLY + DESCRIBED
/** A pull after a first one: the list of modules, and the fields of all of them, since all count as used. */
export const AGAIN: number = 1 + SUPPORTED

/** A module by its API name. */
export function find({ modules }: Metadata, name: string): ModuleMetadata | undefined {
  return modules.find(({ apiName }) => apiName === name)
}

/** The calls of the API, not those for tokens. */
export function apiCalls(zoho: Emulator): readonly Call[] {
  return callsTo(zoho, 'GET /crm')
}

/** What was asked during some work: paths without their beginning, in order of arrival. */
export async function asked(zoho: Emulator, work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = apiCalls(zoho).length
  await work()
  return apiCalls(zoho)
    .slice(before)
    .map(({ path }) => decodeURIComponent(path.replace('/crm/v8/', '')))
}

/** Changes the file of a cache, as another process would have left it. */
export async function rewrite(
  folder: string,
  change: (cached: CachedMetadata) => Partial<CachedMetadata>,
): Promise<void> {
  const path = join(folder, 'metadata.json')
  const file = JSON.parse(await readFile(path, 'utf8')) as CachedMetadata
  await writeFile(path, JSON.stringify({ ...file, ...change(file) }))
}

const HOUR = 3_600_000

/** Makes everything in a cache as if it had been read so many hours ago. */
export async function age(folder: string, hours: number): Promise<void> {
  const at = Date.now() - hours * HOUR
  await rewrite(folder, ({ states }) => ({
    pulledAt: at,
    globalsReadAt: at,
    states: states.map((state) => ({
      ...state,
      readAt: Object.fromEntries(Object.keys(state.readAt).map((kind) => [kind, at])),
    })),
  }))
}
