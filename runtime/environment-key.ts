import { Environment, environmentOf, environmentOfApiDomain, parseEnvironment } from './environment.ts'

/** The name under which tokens of an environment are kept: its own, or its origins where it is a custom one. */
export function environmentKey(environment: Environment): string {
  const { dataCenter: code, name, accountsUrl, apiUrl, fileUploadUrl } = environment
  return code === null ? `${accountsUrl} ${apiUrl} ${fileUploadUrl}` : name
}

/**
 * The environment of a name that {@link environmentKey} gave.
 * @throws ConfigurationError for any other text.
 */
export function environmentOfKey(key: string): Environment {
  const [accountsUrl = '', apiUrl, fileUploadUrl, ...rest] = key.split(' ')
  if (apiUrl === undefined || fileUploadUrl === undefined || rest.length > 0) return parseEnvironment(key)
  return Environment.custom({ accountsUrl, apiUrl, fileUploadUrl })
}

/**
 * The environment that a token answer's `api_domain` points to: the same kind in the data centre that the table
 * has for the host. A host that is not in the table is not believed (it would be sent the token), and hosts that
 * the user gave are kept.
 */
export function correctedBy(environment: Environment, apiDomain: string | undefined): Environment {
  if (environment.dataCenter === null || apiDomain === undefined) return environment
  const code = environmentOfApiDomain(apiDomain)?.dataCenter ?? environment.dataCenter
  return code === environment.dataCenter ? environment : environmentOf(code, environment.kind)
}
