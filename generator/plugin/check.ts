import { ConfigurationError } from '@zcrm/runtime'
import { displayPath } from '../commands/words.ts'
import { profileFlag } from '../config/profiles.ts'
import type { ResolvedConfig } from '../config/resolve.ts'
import { changedPaths, planOffline } from '../regenerate.ts'
import { firstFew } from '../wording.ts'

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
  throw new ConfigurationError(
    `${displayPath(config.out)} is stale: ${firstFew(stale.map(displayPath), NAMED)}`,
    `Run zcrm generate --offline${profileFlag(config.profile)}, and commit what it writes.`,
  )
}
