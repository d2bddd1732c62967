import { join } from 'node:path'
import { closest } from '@zcrm/runtime/metadata'
import { textIfReadable } from '../files/read.ts'
import { ENV_FILES } from './env-files.ts'
import { OPTIONS, optionNames } from './options.ts'
import { profileVariable } from './profiles.ts'
import type { ConfigSources, ResolvedConfig } from './resolve.ts'

type Env = ConfigSources['env']

/**
 * What is said of the first variable in the `.env` files of a folder that is nearly one of ours, where that one is not
 * set; `null` where there is none. An app may have variables of its own: only what fails for want of one tells it.
 * @param own The variables of the process, without those of files.
 * @param env Those of both.
 */
export function misspeltVariable(
  folder: string,
  own: Env,
  env: Env,
  profiles: readonly string[],
): string | null {
  // Every start asks, and seldom is there a variable that only a file has.
  const ofFiles = Object.keys(env).filter((name) => name.startsWith('ZCRM_') && own[name] === undefined)
  if (ofFiles.length === 0) return null
  const known = variablesOf(profiles)
  for (const name of ofFiles.filter((one) => !known.includes(one))) {
    const meant = closest(name, known)
    if (meant === null || env[meant] !== undefined) continue
    return `${name} in ${fileOf(folder, name)} is none of zcrm's variables: did you mean ${meant}?`
  }
  return null
}

/** What to do, after what may be the reason. */
export function withMisspelt(hint: string, { misspelt }: Pick<ResolvedConfig, 'misspelt'>): string {
  return misspelt === undefined ? hint : `${misspelt} ${hint}`
}

function variablesOf(profiles: readonly string[]): readonly string[] {
  const ours = optionNames.flatMap((name) => OPTIONS[name].env ?? [])
  const ofProfiles = profiles.flatMap((profile) => ours.map((name) => profileVariable(profile, name)))
  return [...ours, 'ZCRM_PROFILE', ...ofProfiles]
}

/** The name of the file that sets a variable; of several the one that counts. */
function fileOf(folder: string, name: string): string {
  const sets = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'm')
  return ENV_FILES.find((file) => sets.test(textIfReadable(join(folder, file)) ?? '')) ?? '.env'
}
