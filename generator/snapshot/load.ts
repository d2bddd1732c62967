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
    `Run zcrm login${profileFlag(profile)}, and then zcrm pull${profileFlag(profile)}: it writes the snapshot.`,
  )
}
