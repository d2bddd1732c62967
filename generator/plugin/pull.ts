import type { ResolvedConfig } from '../config/resolve.ts'
import { hasCredentials, pull, pullAge, saveSnapshot } from '../index.ts'

const HOUR = 3_600_000

/** Pulls into the snapshot, where there is a way to sign in and the last pull is older than an hour. */
export async function pullIfDue(config: ResolvedConfig): Promise<void> {
  if (!(await hasCredentials(config)) || (await pullAge(config)) < HOUR) return
  saveSnapshot(config, await pull(config))
}
