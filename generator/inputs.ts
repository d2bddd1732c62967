import { readdirSync, type Stats, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { loadConfigFile } from './config/load.ts'
import { type ResolvedConfig, resolveConfig } from './config/resolve.ts'

/** Which configuration of a project is meant. */
export interface Named {
  /** The configuration's file; by default it is looked for from the folder upwards. */
  readonly config?: string | undefined
  /** One of its profiles. */
  readonly profile?: string | undefined
}

/**
 * The configuration of a project, read anew. `seen` is told the files and folders that decide what is generated, as
 * soon as they are known: where something fails, they are where it can be mended.
 */
export async function loadInputs(
  folder: string,
  { config: named, profile }: Named,
  seen: (path: string) => void,
): Promise<ResolvedConfig> {
  if (named !== undefined) seen(resolve(folder, named))
  const file = await loadConfigFile(folder, named, seen)
  const env = profile === undefined ? process.env : { ...process.env, ZCRM_PROFILE: profile }
  const config = resolveConfig({ flags: {}, env, file, cwd: folder })
  for (const path of inputsOf(config)) seen(path)
  return config
}

/** What decides what is generated, beside the configuration. */
function inputsOf({ snapshot, ...config }: ResolvedConfig): readonly string[] {
  const { templates } = config as { readonly templates?: unknown }
  return typeof templates === 'string' ? [snapshot, templates] : [snapshot]
}

/** Whether a path is one of the paths, or in a folder that is. */
export function isAmong(paths: Iterable<string>, path: string): boolean {
  const absolute = resolve(path)
  for (const one of paths) if (absolute === one || absolute.startsWith(one + sep)) return true
  return false
}

/** The files behind paths: of a folder those in it, and the folder, where more can appear. */
export function filesBehind(paths: Iterable<string>): readonly string[] {
  return [...paths].flatMap((path) => entriesOf(path).map(([name]) => name))
}

/** Changes whenever a file at one of the paths, or in a folder there, appears, is written or goes. */
export function printOf(paths: Iterable<string>): string {
  const entries = [...paths].flatMap(entriesOf)
  return JSON.stringify(entries.map(([path, stats]) => [path, stats?.mtimeMs, stats?.size, stats?.ino]))
}

function entriesOf(path: string): readonly (readonly [path: string, stats: Stats | undefined])[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory() !== true) return [[path, stats]]
  const inside = readdirSync(path)
    .sort()
    .flatMap((name) => entriesOf(join(path, name)))
  return [[path, undefined], ...inside]
}
