import { resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { nearestHint } from '../wording.ts'
import { baseOf, checkKeys, isObject, type Keyed } from './check.ts'
import { kindOf, noConfiguration } from './load-failure.ts'
import { FILE_KEYS, optionNames } from './options.ts'
import { placeOf } from './place.ts'
import type { ConfigSources } from './resolve.ts'

/** What a configuration's file holds, its keys checked: options at the top, and those of each profile. */
export interface FileContent {
  readonly top: Keyed
  readonly profiles: ReadonlyMap<string, Keyed>
  readonly defaultProfile: string | null
}

/** What a file holds where there is none. */
export const NOTHING: FileContent = { top: {}, profiles: new Map(), defaultProfile: null }

/**
 * Reads what a configuration's file holds.
 * @throws ConfigurationError where a key or a profile is not what it can be, or two profiles write to one place.
 */
export function readContent(file: NonNullable<ConfigSources['file']>): FileContent {
  const { path, content } = file
  if (!isObject(content)) throw noConfiguration(path, `it is ${kindOf(content)}`)
  checkKeys(path, content, [...optionNames, ...FILE_KEYS])
  const { profiles = {}, defaultProfile, $schema, ...top } = content
  if ($schema !== undefined && typeof $schema !== 'string')
    throw new ConfigurationError(`$schema in ${path} is ${JSON.stringify($schema)}`, 'Use a string.')
  const read = readProfiles(path, profiles)
  if (defaultProfile !== undefined) checkDefault(path, defaultProfile, [...read.keys()])
  const result = { top, profiles: read, defaultProfile: (defaultProfile as string | undefined) ?? null }
  checkPlaces(file, result)
  return result
}

function readProfiles(path: string, profiles: unknown): FileContent['profiles'] {
  if (!isObject(profiles)) {
    throw new ConfigurationError(
      `profiles in ${path} is ${kindOf(profiles)}`,
      'Use an object of profiles by name: profiles: { production: { … }, sandbox: { … } }.',
    )
  }
  for (const [name, options] of Object.entries(profiles)) {
    checkName(path, name)
    if (!isObject(options)) {
      throw new ConfigurationError(`profiles.${name} in ${path} is no object`, 'Use an object of options.')
    }
    for (const key of FILE_KEYS) {
      if (Object.hasOwn(options, key))
        throw new ConfigurationError(
          `profiles.${name} in ${path} has ${key}, which only the file itself can have`,
          'Move it to the top of the file.',
        )
    }
    checkKeys(`profiles.${name} in ${path}`, options, optionNames)
  }
  checkVariables(path, Object.keys(profiles))
  return new Map(Object.entries(profiles as Record<string, Keyed>))
}

/** Profiles name files and variables. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/

/** Names that Windows keeps for devices: no folder can have them. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i

function checkName(path: string, name: string): void {
  if (NAME.test(name) && !DEVICES.test(name)) return
  throw new ConfigurationError(
    `${path} has a profile with the name ${JSON.stringify(name)}`,
    'Use a letter and up to 39 letters, digits, - and _ more; no device name of Windows.',
  )
}

/** What the variables of a profile begin with: `ZCRM_SANDBOX_CLIENT_ID` is `ZCRM_CLIENT_ID` of the profile `sandbox`. */
export function profileVariable(profile: string, variable: string): string {
  return variable.replace(/^ZCRM_/, `ZCRM_${profile.toUpperCase().replaceAll('-', '_')}_`)
}

/** What follows a command that is to be run for a profile. */
export function profileFlag(profile: string | null): string {
  return profile === null ? '' : ` --profile ${profile}`
}

function checkVariables(path: string, names: readonly string[]): void {
  const owners = new Map<string, string>()
  for (const name of names) {
    const variable = profileVariable(name, 'ZCRM_')
    const other = owners.get(variable)
    if (other !== undefined) {
      throw new ConfigurationError(
        `the profiles ${other} and ${name} in ${path} have one name in variables: ${variable}`,
        'Give one of them another name.',
      )
    }
    owners.set(variable, name)
  }
}

function checkDefault(path: string, name: unknown, known: readonly string[]): void {
  if (typeof name !== 'string')
    throw new ConfigurationError(`defaultProfile in ${path} is ${JSON.stringify(name)}`, 'Use a string.')
  if (!known.includes(name)) throw unknownProfile(`defaultProfile in ${path}`, name, known)
}

/** A profile that there is not. */
export function unknownProfile(origin: string, name: string, known: readonly string[]): ConfigurationError {
  const otherwise =
    known.length === 0 ? 'No profiles are configured.' : `The profiles are ${known.join(', ')}.`
  return new ConfigurationError(
    `${origin} is ${JSON.stringify(name)}, which is no profile`,
    nearestHint(name, known, otherwise),
  )
}

/** The defaults of what a profile writes. */
export function profilePlaces(profile: string): Readonly<Record<'out' | 'snapshot', string>> {
  return { out: `generated/${profile}`, snapshot: `zcrm.${profile}.snapshot.json` }
}

/** Two profiles that write to one place would undo each other's work. */
function checkPlaces(file: NonNullable<ConfigSources['file']>, { top, profiles }: FileContent): void {
  for (const option of ['out', 'snapshot'] as const) {
    const owners = new Map<string, { readonly name: string; readonly place: string }>()
    for (const [name, options] of profiles) {
      const said = options[option] ?? top[option] ?? profilePlaces(name)[option]
      if (typeof said !== 'string') continue
      const place = resolve(baseOf(file), said)
      const other = owners.get(placeOf(place))
      if (other !== undefined) {
        const told = other.place === place ? place : `${other.place} is ${place} on macOS and Windows`
        throw new ConfigurationError(
          `the profiles ${other.name} and ${name} in ${file.path} have one ${option}: ${told}`,
          `Give each its own ${option}, or none: the default is ${profilePlaces('<profile>')[option]}.`,
        )
      }
      owners.set(placeOf(place), { name, place })
    }
  }
}
