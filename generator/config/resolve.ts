import { dirname, resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { closest } from '@zcrm/runtime/metadata'
import { type Config, OPTIONS, type OptionSpec, optionNames } from './options.ts'

/** The options that have a default, which are therefore always there. */
type Defaulted =
  | 'resourcePath'
  | 'snapshot'
  | 'out'
  | 'wireValue'
  | 'openPicklists'
  | 'modules'
  | 'required'
  | 'docs'
  | 'importExtension'
  | 'concurrency'
  | 'trustModifiedTime'
  | 'moduleIncludes'

/** A configuration whose options are checked, total and absolute: below this nothing is optional without a reason. */
export type ResolvedConfig = Readonly<Config & Required<Pick<Config, Defaulted>>>

/** Where the values of a configuration come from, the strongest first. */
export interface ConfigSources {
  /** Values by name of the option, as the command line has them. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The configuration's file: its path and what it holds. */
  readonly file: { readonly path: string; readonly content: unknown } | null
  /** The working directory. */
  readonly cwd: string
}

/**
 * The configuration that the sources make: flag before environment before file before default.
 * @throws ConfigurationError that names the option, where it was said and what is allowed.
 */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const content = sources.file === null ? {} : checkFile(sources.file)
  const said = new Map<keyof Config, Said>()
  for (const name of optionNames) {
    const one = saidOf(name, OPTIONS[name], sources, content)
    if (one !== undefined) said.set(name, one)
  }
  dropWeakerEnvironment(said)
  const entries = [...said].map(([name, { value, origin, base }]) => {
    const checked = checkValue(origin, value, OPTIONS[name])
    return [name, OPTIONS[name].isPath === true ? absolute(base, String(checked)) : checked] as const
  })
  return Object.freeze(Object.fromEntries(entries)) as unknown as ResolvedConfig
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

interface Said {
  readonly value: unknown
  /** How to name the place in a message. */
  readonly origin: string
  /** How strong the place is: the lower, the stronger. */
  readonly rank: number
  /** The folder that a path is relative to. */
  readonly base: string
}

function saidOf(
  name: keyof Config,
  spec: OptionSpec,
  { flags, env, file, cwd }: ConfigSources,
  content: Readonly<Record<string, unknown>>,
): Said | undefined {
  if (spec.flag !== undefined && flags[name] !== undefined) {
    return { value: flags[name], origin: `--${spec.flag}`, rank: 0, base: cwd }
  }
  const variable = spec.env === undefined ? undefined : env[spec.env]
  if (variable !== undefined && variable !== '')
    return { value: variable, origin: `${spec.env}`, rank: 1, base: cwd }
  const base = file === null ? cwd : dirname(file.path)
  if (content[name] !== undefined)
    return { value: content[name], origin: `${name} in ${file?.path}`, rank: 2, base }
  return spec.default === undefined ? undefined : { value: spec.default, origin: name, rank: 3, base }
}

function checkFile({ path, content }: { path: string; content: unknown }): Readonly<Record<string, unknown>> {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigurationError(
      `${path} holds no configuration`,
      'Let it export an object: export default defineConfig({ … }).',
    )
  }
  for (const name of Object.keys(content)) {
    if (Object.hasOwn(OPTIONS, name)) continue
    const nearest = closest(name, optionNames)
    throw new ConfigurationError(
      `${path} has an option that does not exist: ${name}`,
      nearest === null ? `The options are ${optionNames.join(', ')}.` : `Did you mean ${nearest}?`,
    )
  }
  return content as Record<string, unknown>
}

/** A list, or a text of it with commas. */
function checkList(origin: string, value: unknown): readonly string[] {
  const list: unknown = typeof value === 'string' ? value.split(',') : value
  const texts = Array.isArray(list)
    ? list.map((one: unknown) => (typeof one === 'string' ? one.trim() : ''))
    : []
  if (texts.length > 0 && texts.every((text) => text !== '')) return texts
  throw new ConfigurationError(`${origin} is ${JSON.stringify(value)}`, 'Use a list of texts.')
}

function checkValue(
  origin: string,
  value: unknown,
  { type, values, range, isPath, isSecret, check }: OptionSpec,
): string | number | boolean | object {
  if (check !== undefined) return check(origin, value)
  if (type === 'list') return checkList(origin, value)
  const read = type === 'number' && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const shown =
    isSecret === true ? 'a value of another kind' : typeof value === 'number' ? value : JSON.stringify(value)
  if (typeof read !== type || Number.isNaN(read)) {
    throw new ConfigurationError(`${origin} is ${shown}`, `Use a ${type}.`)
  }
  if (isPath === true && read === '') throw new ConfigurationError(`${origin} is ""`, 'Use a path.')
  if (
    range !== undefined &&
    !(Number.isInteger(read) && Number(read) >= range[0] && Number(read) <= range[1])
  ) {
    throw new ConfigurationError(
      `${origin} is ${read}`,
      `Use a whole number from ${range[0]} to ${range[1]}.`,
    )
  }
  if (values !== undefined && !values.includes(String(read))) {
    const allowed = values.map((one) => JSON.stringify(one)).join(', ')
    throw new ConfigurationError(`${origin} is ${shown}`, `Use one of ${allowed}.`)
  }
  return read as string | number | boolean
}
