import { type ResolvedConfig, resolveConfig } from '../../config/resolve.ts'
import type { CliProcess } from '../command.ts'
import type { Terminal } from '../terminal.ts'

/** Flags of `zcrm init`. */
export interface InitFlags {
  /** Whether nothing is asked. */
  readonly yes: boolean
  readonly environment: string | undefined
  readonly sandbox: boolean | undefined
  readonly out: string | undefined
  /** API names or patterns, separated by commas. */
  readonly modules: string | undefined
  /** Whether a configuration that is there is replaced. */
  readonly force: boolean
}

/** Where `zcrm init` stands. */
export interface Place {
  readonly folder: string
  readonly env: CliProcess['env']
  readonly process: CliProcess
  readonly terminal: Terminal
}

/** The configuration that there will be, as far as signing in needs it. */
export function configOf(environment: string | null, { folder, env }: Place): ResolvedConfig {
  return resolveConfig({ flags: environment === null ? {} : { environment }, env, file: null, cwd: folder })
}
