import { ConfigurationError } from '@zcrm/runtime'
import { profileFlag } from '../config/profiles.ts'
import type { ResolvedConfig } from '../config/resolve.ts'
import { textIfThere } from '../files/read.ts'

/**
 * The text of the snapshot that is committed.
 * @throws ConfigurationError where there is none.
 */
export async function loadSnapshot({
  snapshot,
  profile,
}: Pick<ResolvedConfig, 'snapshot' | 'profile'>): Promise<string> {
  const text = textIfThere(snapshot)
  if (text !== null) return text
  throw new ConfigurationError(
    `there is no ${snapshot} to generate from`,
    `Run zcrm pull${profileFlag(profile)}, signed in: set ZCRM_ENVIRONMENT, ZCRM_CLIENT_ID, ZCRM_CLIENT_SECRET and ZCRM_GRANT_TOKEN.`,
  )
}
