import { ConfigurationError } from '@zcrm/runtime'

/**
 * Git takes files away and brings them back, as it switches branches: for who goes on meanwhile, a configuration that
 * goes is not one that has all the defaults.
 * @param before Path of the configuration's file until now; `null` where there was none.
 * @param now The same as it is found now.
 * @throws ConfigurationError where it is gone.
 */
export function refuseGone(before: string | null, now: string | null): void {
  if (before === null || now !== null) return
  throw new ConfigurationError(
    `${before} is gone`,
    'What was generated is kept, and it goes on when the configuration is back. To go on without one, start it anew.',
  )
}
