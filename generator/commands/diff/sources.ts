import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { textIfThere } from '../../files/read.ts'
import { type PullSettings, pull, type ResolvedConfig } from '../../index.ts'
import type { Snapshot } from '../../snapshot/format.ts'
import { readSnapshot } from '../../snapshot/read.ts'
import { pullLines, reporter } from '../pull.ts'
import type { Terminal } from '../terminal.ts'
import { displayPath } from '../words.ts'

/** A side of a comparison. */
export interface Source {
  /** How to name it. */
  readonly label: string
  readonly snapshot: Snapshot
  readonly text: string
  /** The file that it was read from, or `null` for an organisation. */
  readonly path: string | null
}

/** What a name on the command line stands for: a profile, or the file of a snapshot. */
export type Named = { readonly profile: string } | { readonly file: string }

/** A profile of that name, else a file. What looks like a path is one. */
export function namedSource(flag: string, name: string, cwd: string, profiles: readonly string[]): Named {
  const isPath = /[\\/]|\.json$/i.test(name)
  if (!isPath && profiles.includes(name)) return { profile: name }
  const file = resolve(cwd, name)
  if (isPath || existsSync(file)) return { file }
  const known =
    profiles.length === 0 ? 'The configuration has no profiles.' : `The profiles are ${profiles.join(', ')}.`
  throw new ConfigurationError(
    `${flag} ${JSON.stringify(name)} is neither a profile nor a file`,
    `${known} Name one, or the file of a snapshot.`,
  )
}

/**
 * The snapshot in a file.
 * @param hint What to do where there is none.
 */
export function fileSource(path: string, hint: string): Source {
  const label = displayPath(path)
  const text = textIfThere(path)
  if (text === null) throw new ConfigurationError(`there is no ${label} to compare`, hint)
  return { label, snapshot: readSnapshot(label, text), text, path }
}

/** What the organisation is now, through the resource cache. The snapshot stays as it is, and so does what is due. */
export async function liveSource(
  config: ResolvedConfig,
  label: string,
  settings: Pick<PullSettings, 'force' | 'maxAge'>,
  terminal: Terminal,
  isQuiet: boolean,
): Promise<Source> {
  // What is printed is for a machine then.
  const told = isQuiet ? { onPlan: () => undefined } : {}
  const outcome = await pull(config, { ...settings, ...reporter(terminal), ...told })
  // The comparison tells by itself what is not seen any more.
  if (!isQuiet) for (const line of pullLines({ ...outcome, before: null }, terminal)) terminal.line(line)
  const { text, after } = outcome
  return { label, snapshot: after ?? readSnapshot(label, text), text, path: null }
}
