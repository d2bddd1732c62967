import type { ApiResponse } from '../http/call.ts'
import { ServerError } from '../http/errors.ts'
import type { NotSeen } from './model.ts'
import { type ModuleEntry, modulesOf } from './normalize.ts'
import type { Pacer } from './pacer.ts'
import { INCLUDES, includedPart, PART_KINDS, type Part, type PartKind } from './parts.ts'
import { isMissingScope, isRefusal } from './refusal.ts'
import type { CachedMetadata } from './resource-cache.ts'
import { objectOf, objectsOf } from './wire.ts'

/** The modules of an organisation, as of a time. */
export interface ModuleList {
  readonly startedAt: number
  /** By the server's clock where it told, and a little earlier, as `If-Modified-Since` takes it. */
  readonly asOf: string
  readonly entries: readonly ModuleEntry[]
  /** Modules that cannot be asked for. */
  readonly notSeen: readonly NotSeen[]
}

/** Parts of a module that came along with the list. */
export interface Included {
  readonly module: string
  readonly kind: PartKind
  readonly part: Part
}

/** How the list is asked for. */
export interface ListOptions {
  readonly now: number
  /** What is known already; then only what changed since is asked for. */
  readonly previous: CachedMetadata | null
  /** Whether parts are asked for along with it. */
  readonly includes: boolean
}

/** Asks for the list of modules; the previous one counts where the API says that nothing has moved. */
export async function readModuleList(
  pacer: Pacer,
  options: ListOptions,
): Promise<{ readonly list: ModuleList; readonly included: readonly Included[] }> {
  const { now, previous } = options
  const response = await ask(pacer, options)
  const asOf = isoSeconds(response.headers.get('date') ?? now)
  const base = { startedAt: now, asOf }
  if (response.status === 304 && previous !== null) {
    const notSeen = previous.metadata.notSeen.filter(({ part }) => part.startsWith('module '))
    return { list: { ...base, entries: previous.states.map(({ entry }) => entry), notSeen }, included: [] }
  }
  const elements = objectOf(response.body)['modules']
  if (!Array.isArray(elements)) throw noModules(response.status)
  const { modules, notSeen } = modulesOf(response.body)
  const included = objectsOf(elements).flatMap((element) =>
    PART_KINDS.flatMap((kind) => {
      const part = includedPart(kind, element)
      return part === null ? [] : [{ module: String(element['api_name']), kind, part }]
    }),
  )
  return { list: { ...base, entries: modules, notSeen }, included }
}

async function ask(pacer: Pacer, { previous, includes }: ListOptions): Promise<ApiResponse> {
  const headers: Record<string, string> = previous === null ? {} : { 'If-Modified-Since': previous.asOf }
  const alone = () => pacer.get('/settings/modules', {}, { headers })
  if (!includes) return alone()
  try {
    return await pacer.get('/settings/modules', { include: INCLUDES }, { headers })
  } catch (error) {
    // Not every version of the API knows the parameter, and nobody knows how large a list it bears.
    if (isRefusal(error) || isMissingScope(error) || error instanceof ServerError) return alone()
    throw error
  }
}

function noModules(status: number): ServerError {
  return new ServerError(
    'UNREADABLE_ANSWER',
    `GET /settings/modules answered ${status} without a list of modules`,
    'Check that the environment names the right hosts.',
    { method: 'GET', path: '/settings/modules', status, details: null },
  )
}

/**
 * What changes while the list is being made is not missed: seconds are rounded, and clocks of servers differ. A module
 * that is listed again is compared with what is known of it, and costs nothing more.
 */
const MARGIN = 60_000

/** A time as the API takes it in `If-Modified-Since`. */
function isoSeconds(time: string | number): string {
  const moment = new Date(time).getTime()
  return `${new Date((Number.isNaN(moment) ? Date.now() : moment) - MARGIN).toISOString().slice(0, 19)}Z`
}
