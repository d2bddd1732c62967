import { dirname, join, resolve } from 'node:path'
import { ENV_FILES } from './config/env-files.ts'
import { configPlaces } from './config/load.ts'
import { loadProject } from './config/project.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import { entriesAt, isBelow, isFolder } from './files/walk.ts'

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
  const project = await loadProject({ cwd: () => folder, env: process.env }, named, seen)
  // Where there is none, one may appear.
  if (project.file === null) for (const place of configPlaces) seen(join(folder, place))
  for (const name of ENV_FILES) seen(join(project.file === null ? folder : dirname(project.file), name))
  const config = project.resolve(profile)
  for (const path of inputsOf(config)) seen(path)
  return config
}

/** What decides what is generated, beside the configuration. */
function inputsOf({ snapshot, templates }: ResolvedConfig): readonly string[] {
  return templates === undefined ? [snapshot] : [snapshot, templates]
}

/** Whether a path is one of the paths, or in a folder that is. */
export function isAmong(paths: Iterable<string>, path: string): boolean {
  const absolute = resolve(path)
  return [...paths].some((one) => isBelow(absolute, one))
}

/** The files behind paths: of a folder those in it, and the folder, where more can appear. */
export function filesBehind(paths: Iterable<string>): readonly string[] {
  return [...paths].flatMap((path) => entriesAt(path).map((entry) => entry.path))
}

/** Changes whenever a file at one of the paths, or in a folder there, appears, is written or goes. */
export function printOf(paths: Iterable<string>): string {
  const entries = [...paths].flatMap(entriesAt)
  return JSON.stringify(
    entries.map((entry) => {
      const { path, stats } = entry
      // The times of a folder tell less than what is in it.
      return isFolder(entry) ? [path] : [path, stats?.mtimeMs, stats?.size, stats?.ino]
    }),
  )
}
