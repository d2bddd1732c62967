import { ConfigurationError, Environment, parseEnvironment } from '@zcrm/runtime'
import { withMisspelt } from './config/misspelt.ts'
import type { ResolvedConfig } from './config/resolve.ts'

/**
 * The environment that a configuration names: one of the table, or hosts of its own.
 * @throws ConfigurationError where it names none, or half of one.
 */
export function environmentOf(config: ResolvedConfig): Environment {
  const { environment, accountsUrl, apiUrl, filesUrl } = config
  if (accountsUrl !== undefined && apiUrl !== undefined) {
    return Environment.custom({ accountsUrl, apiUrl, fileUploadUrl: filesUrl ?? apiUrl })
  }
  if (accountsUrl !== undefined || apiUrl !== undefined) {
    const missing = accountsUrl === undefined ? 'ZCRM_ACCOUNTS_URL' : 'ZCRM_API_URL'
    throw new ConfigurationError(
      `a custom environment lacks ${missing}`,
      withMisspelt(`Set ${missing} as well.`, config),
    )
  }
  if (environment === undefined) {
    throw new ConfigurationError(
      'no environment is configured',
      withMisspelt(
        'Set ZCRM_ENVIRONMENT, or environment in zcrm.config.ts, to the data centre and kind: EU.PRODUCTION, US.SANDBOX …',
        config,
      ),
    )
  }
  return parseEnvironment(environment)
}

/** Whether a configuration says where the organisation lives. */
export function namesEnvironment({ environment, apiUrl, accountsUrl }: ResolvedConfig): boolean {
  return environment !== undefined || apiUrl !== undefined || accountsUrl !== undefined
}

/** How to name an environment in a sentence. */
export function displayEnvironment({ name, apiUrl }: Environment): string {
  return name === 'custom' ? apiUrl : name
}
