import { relative, resolve, sep } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import type { FieldTypes } from '../schema/overrides.ts'
import { baseOf, type Keyed, type Origin } from './check.ts'
import { checkResourcePath } from './check-resource-path.ts'
import { checkValue } from './check-value.ts'
import type { Config } from './config.ts'
import { OPTIONS, type OptionSpec, optionNames } from './options.ts'
import {
  type FileContent,
  NOTHING,
  profilePlaces,
  profileVariable,
  readContent,
  unknownProfile,
} from './profiles.ts'

/** The options that have a default, which are therefore always there. */
type Defaulted =
  | 'resourcePath'
  | 'snapshot'
  | 'out'
  | 'wireValue'
  | 'openPicklists'
  | 'modules'
  | 'fields'
  | 'classNames'
  | 'index'
  | 'required'
  | 'docs'
  | 'importExtension'
  | 'concurrency'
  | 'trustModifiedTime'
  | 'moduleIncludes'

/** A configuration whose options are checked, total and absolute: below this nothing is optional without a reason. */
export type ResolvedConfig = Readonly<Omit<Config, 'fieldTypes'> & Required<Pick<Config, Defaulted>>> & {
  /** The modules that types are from are named as generated files import them. */
  readonly fieldTypes: FieldTypes
  /** The profile that it is of; `null` where there are none. */
  readonly profile: string | null
  /** Path of the configuration's file; `null` where there is none. */
  readonly configFile: string | null
  /** What is said of a variable in an `.env` file that is nearly one of ours, where that may be why something fails. */
  readonly misspelt?: string
}

/** Where the values of a configuration come from, the strongest first. */
export interface ConfigSources {
  /** Values by name of the option, as the command line has them. */
  readonly flags: Keyed
  readonly env: Readonly<Record<string, string | undefined>>
  /** The configuration's file: its path and what it holds. */
  readonly file: { readonly path: string; readonly content: unknown } | null
  /** The working directory. */
  readonly cwd: string
  /** The profile that was chosen. Default: that of `ZCRM_PROFILE`, else the file's own default, else the only one. */
  readonly profile?: string | undefined
}

/**
 * The configuration that the sources make: flag before environment before profile before the top of the file before
 * default. Of a profile, its own variables come before those without its name.
 * @throws ConfigurationError that names the option, where it was said and what is allowed.
 */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const content = sources.file === null ? NOTHING : readContent(sources.file)
  const profile = chooseProfile(sources, content)
  const said = new Map<keyof Config, Said>()
  for (const name of optionNames) {
    const one = saidOf(name, OPTIONS[name], sources, content, profile)
    if (one !== undefined) said.set(name, one)
  }
  dropWeakerEnvironment(said)
  dropWeakerSignIn(said)
  const entries = [...said].map(([name, { value, origin, base }]) => {
    const checked = checkValue(origin, value, OPTIONS[name])
    return [name, OPTIONS[name].isPath === true ? absolute(base, String(checked)) : checked] as const
  })
  const config = Object.fromEntries(entries) as unknown as ResolvedConfig
  const fieldTypes = importedTypes(config.fieldTypes, said.get('fieldTypes')?.base ?? '', config.out)
  const resolved = { ...config, fieldTypes, profile, configFile: sources.file?.path ?? null }
  checkResourcePath(said.get('resourcePath')?.origin ?? textAt('resourcePath'), resolved)
  return Object.freeze(resolved)
}

/** The types of fields, those of modules beside the configuration named as files in the output folder import them. */
function importedTypes(types: FieldTypes, base: string, out: string): FieldTypes {
  return Object.fromEntries(
    Object.entries(types).map(([key, type]) => {
      if (type.from?.startsWith('.') !== true) return [key, type]
      const path = relative(out, resolve(base, type.from)).replaceAll(sep, '/')
      return [key, { ...type, from: /^\.\.?(?:\/|$)/.test(path) ? path : `./${path}` }]
    }),
  )
}

function chooseProfile({ profile, env, file }: ConfigSources, content: FileContent): string | null {
  const known = [...content.profiles.keys()]
  const variable = env['ZCRM_PROFILE']
  const [name, origin] =
    profile !== undefined
      ? [profile, '--profile']
      : variable !== undefined && variable !== ''
        ? [variable, 'ZCRM_PROFILE']
        : [content.defaultProfile ?? (known.length === 1 ? known[0] : undefined), 'defaultProfile']
  if (name !== undefined) {
    if (known.includes(name)) return name
    throw unknownProfile(origin, name, known)
  }
  if (known.length === 0) return null
  throw new ConfigurationError(
    `${file?.path} has several profiles, and none was chosen: ${known.join(', ')}`,
    'Choose one with --profile or ZCRM_PROFILE, or set defaultProfile in the file.',
  )
}

const URL_SCHEME = /^[a-z][a-z\d+.-]+:/i

/** A path from a folder; a URL in its place stays as it is. */
function absolute(base: string, path: string): string {
  return URL_SCHEME.test(path) ? path : resolve(base, path)
}

/** The hosts of a custom environment. They and `environment` say the same thing in two ways: the stronger one counts. */
const HOSTS = ['accountsUrl', 'apiUrl', 'filesUrl'] as const

function dropWeakerEnvironment(said: Map<keyof Config, Said>): void {
  const environment = said.get('environment')
  const hosts = HOSTS.flatMap((name) => said.get(name) ?? [])
  if (environment === undefined || hosts.length === 0) return
  const isNamed = hosts.every((host) => environment.rank < host.rank)
  for (const name of isNamed ? HOSTS : (['environment'] as const)) said.delete(name)
}

/** The ways to sign in. One that a profile says must not lose to another kind that is said for every profile. */
const SIGN_INS = ['accessToken', 'refreshToken', 'grantToken', 'tokenId'] as const

function dropWeakerSignIn(said: Map<keyof Config, Said>): void {
  const strongest = Math.min(...SIGN_INS.map((name) => said.get(name)?.rank ?? Number.POSITIVE_INFINITY))
  for (const name of SIGN_INS) if ((said.get(name)?.rank ?? 0) > strongest) said.delete(name)
}

interface Said {
  readonly value: unknown
  /** How to name the place in a message. */
  readonly origin: Origin
  /** How strong the place is: the lower, the stronger. */
  readonly rank: number
  /** The folder that a path is relative to. */
  readonly base: string
}

function saidOf(
  name: keyof Config,
  spec: OptionSpec,
  { flags, env, file, cwd }: ConfigSources,
  { top, profiles }: FileContent,
  profile: string | null,
): Said | undefined {
  if (spec.flag !== undefined && flags[name] !== undefined) {
    return { value: flags[name], origin: textAt(`--${spec.flag}`), rank: 0, base: cwd }
  }
  for (const [rank, variable] of variablesOf(spec, profile)) {
    const value = env[variable]
    if (value !== undefined && value !== '') return { value, origin: textAt(variable), rank, base: cwd }
  }
  const base = file === null ? cwd : baseOf(file)
  const own = profile === null ? undefined : profiles.get(profile)?.[name]
  const place = file === null ? '' : ` in ${file.path}`
  if (own !== undefined)
    return {
      value: own,
      origin: { name: `profiles.${profile}.${name}`, place, isText: false },
      rank: 3,
      base,
    }
  if (top[name] !== undefined)
    return { value: top[name], origin: { name, place, isText: false }, rank: 4, base }
  const standard = defaultOf(name, spec, profile)
  return standard === undefined
    ? undefined
    : { value: standard, origin: { name, place: '', isText: false }, rank: 5, base }
}

/** A flag or a variable. */
function textAt(name: string): Origin {
  return { name, place: '', isText: true }
}

function variablesOf({ env }: OptionSpec, profile: string | null): readonly (readonly [number, string])[] {
  if (env === undefined) return []
  return profile === null
    ? [[2, env]]
    : [
        [1, profileVariable(profile, env)],
        [2, env],
      ]
}

function defaultOf(name: keyof Config, spec: OptionSpec, profile: string | null): OptionSpec['default'] {
  return profile !== null && (name === 'out' || name === 'snapshot')
    ? profilePlaces(profile)[name]
    : spec.default
}
