import { dirname, resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { closest } from './closest.ts'
import { type Config, OPTIONS, type OptionSpec, optionNames } from './options.ts'

/** The options that have a default, which are therefore always there. */
type Defaulted =
  | 'resourcePath'
  | 'snapshot'
  | 'out'
  | 'wireValue'
  | 'openPicklists'
  | 'docs'
  | 'importExtension'
  | 'concurrency'
  | 'trustModifiedTime'

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
  const entries = optionNames.flatMap((name) => {
    const spec = OPTIONS[name]
    const said = saidOf(name, spec, sources, content)
    if (said === undefined) return []
    const value = checkValue(said.origin, said.value, spec)
    return [[name, spec.isPath === true ? resolve(said.base, String(value)) : value] as const]
  })
  return Object.freeze(Object.fromEntries(entries)) as unknown as ResolvedConfig
}

interface Said {
  readonly value: unknown
  /** How to name the place in a message. */
  readonly origin: string
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
    return { value: flags[name], origin: `--${spec.flag}`, base: cwd }
  }
  const variable = spec.env === undefined ? undefined : env[spec.env]
  if (variable !== undefined && variable !== '') return { value: variable, origin: `${spec.env}`, base: cwd }
  const base = file === null ? cwd : dirname(file.path)
  if (content[name] !== undefined) return { value: content[name], origin: `${name} in ${file?.path}`, base }
  return spec.default === undefined ? undefined : { value: spec.default, origin: name, base }
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

function checkValue(
  origin: string,
  value: unknown,
  { type, values, range, isPath, isSecret }: OptionSpec,
): string | number | boolean {
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
