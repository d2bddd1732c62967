import type { ResolvedConfig } from '../config/resolve.ts'
import type { Terminal } from './terminal.ts'

/** What a command works with. It returns the exit code; failures it throws. */
export interface CommandContext<Flags> {
  readonly config: ResolvedConfig
  readonly flags: Flags
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
}
