import { ConfigurationError } from '@zcrm/runtime'
import { withMisspelt } from '../config/misspelt.ts'
import { profileFlag } from '../config/profiles.ts'
import type { ResolvedConfig } from '../config/resolve.ts'
import { textIfThere } from '../files/read.ts'

/**
 * The text of the snapshot that is committed.
 * @throws ConfigurationError where there is none.
 */
export async function loadSnapshot(
  config: Pick<ResolvedConfig, 'snapshot' | 'profile' | 'misspelt'>,
): Promise<string> {
  const { snapshot, profile } = config
  const text = textIfThere(snapshot)
  if (text !== null) return text
  throw new ConfigurationError(
    `there is no ${snapshot} to generate from`,
    withMisspelt(
      `Run zcrm login${profileFlag(profile)}, and then zcrm pull${profileFlag(profile)}: it writes the snapshot.`,
      config,
    ),
  )
}
