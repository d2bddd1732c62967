import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, isZohoError } from '@zcrm/runtime'
import { environmentKey } from '@zcrm/runtime/metadata'
import type { ResolvedConfig } from '../config/resolve.ts'
import { replaceFile } from '../files/write.ts'

type Config = Pick<ResolvedConfig, 'resourcePath' | 'profile'>

/** Remembers whose token `zcrm login` has stored last: an app may keep others beside it. */
export function rememberLogin(config: Config, environment: Environment, id: string): void {
  const known = Object.entries(readLogins(config)).filter(([key]) => key !== keyOf(config, environment))
  const logins = Object.fromEntries([...known, [keyOf(config, environment), id]])
  try {
    replaceFile(pathOf(config), `${JSON.stringify(logins, null, 2)}\n`)
  } catch (error) {
    // The token is stored, perhaps in a database; where several are, one has to be named.
    if (!isZohoError(error)) throw error
  }
}

/** The id of the token that `zcrm login` has stored last for an environment, if it has. */
export function lastLogin(config: Config, environment: Environment): string | null {
  const id = readLogins(config)[keyOf(config, environment)]
  return typeof id === 'string' ? id : null
}

/** Two profiles may be two organisations of one environment. */
function keyOf({ profile }: Config, environment: Environment): string {
  return JSON.stringify([profile, environmentKey(environment)])
}

function pathOf({ resourcePath }: Config): string {
  return join(resourcePath, 'logins.json')
}

function readLogins(config: Config): Readonly<Record<string, unknown>> {
  try {
    const logins: unknown = JSON.parse(readFileSync(pathOf(config), 'utf8'))
    return typeof logins === 'object' && logins !== null ? { ...logins } : {}
  } catch {
    return {}
  }
}
