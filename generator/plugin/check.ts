import { ConfigurationError } from '@zcrm/runtime'
import { displayPath } from '../commands/words.ts'
import { profileFlag } from '../config/profiles.ts'
import type { ResolvedConfig } from '../config/resolve.ts'
import { changedPaths, planOffline } from '../regenerate.ts'

/** As many files as a message names. */
const NAMED = 5

/**
 * Changes nothing, which is what it gives.
 * @throws ConfigurationError that names the generated files that are stale.
 */
export async function checkOutput(config: ResolvedConfig): Promise<readonly string[]> {
  const generation = await planOffline(config)
  const stale = generation === null ? [] : changedPaths(generation)
  if (stale.length === 0) return stale
  const more = stale.length > NAMED ? ` and ${stale.length - NAMED} more` : ''
  const names = stale.slice(0, NAMED).map(displayPath).join(', ')
  throw new ConfigurationError(
    `${displayPath(config.out)} is stale: ${names}${more}`,
    `Run zcrm generate --offline${profileFlag(config.profile)}, and commit what it writes.`,
  )
}
