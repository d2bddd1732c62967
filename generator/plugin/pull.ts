import type { ResolvedConfig } from '../config/resolve.ts'
import { hasCredentials, isPullDue, pull, saveSnapshot } from '../index.ts'

/** Pulls into the snapshot, where there is a way to sign in and the last pull is older than an hour. */
export async function pullIfDue(config: ResolvedConfig): Promise<void> {
  const isWanted = (await hasCredentials(config)) && (await isPullDue(config))
  if (isWanted) saveSnapshot(config, await pull(config))
}
