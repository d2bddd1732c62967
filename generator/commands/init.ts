import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError, parseEnvironment } from '@zcrm/runtime'
import { modulesOf } from '@zcrm/runtime/metadata'
import { withEnvFiles } from '../config/env-files.ts'
import { CONFIG_FILES } from '../config/load.ts'
import { type ResolvedConfig, resolveConfig } from '../config/resolve.ts'
import { namesEnvironment } from '../environment.ts'
import { type Answers, sandboxOf } from '../init/answers.ts'
import { type Change, planInit } from '../init/plan.ts'
import { type Ask, askAt } from '../login/ask.ts'
import { DEFAULT_SCOPES } from '../login/console.ts'
import { replaceFile } from '../output/write.ts'
import { hasCredentials, openClient } from '../session.ts'
import type { CliProcess } from './command.ts'
import type { Terminal } from './terminal.ts'
import { displayPath } from './words.ts'

/** Flags of `zcrm init`. */
export interface InitFlags {
  /** Whether nothing is asked. */
  readonly yes: boolean
  readonly environment: string | undefined
  readonly sandbox: boolean | undefined
  readonly out: string | undefined
  /** API names or patterns, separated by commas. */
  readonly modules: string | undefined
  /** Whether a configuration that is there is replaced. */
  readonly force: boolean
}

interface Place {
  readonly folder: string
  readonly env: CliProcess['env']
  readonly process: CliProcess
  readonly terminal: Terminal
}

/** `zcrm init`: asks, signs in, and writes the configuration, the package's scripts and what git ignores. */
export async function initCommand(
  flags: InitFlags,
  terminal: Terminal,
  process: CliProcess,
): Promise<number> {
  const folder = process.cwd()
  const place = { folder, env: withEnvFiles(process.env, folder), process, terminal }
  const ask = flags.yes || terminal.isJson ? null : askAt(process)
  await agreeToReplace(folder, flags, ask)
  const answers = await answersOf(flags, ask, place)
  const changes = planInit(folder, answers)
  for (const { path, text } of changes) if (text !== null) replaceFile(path, text)
  for (const line of changes.flatMap(lineOf)) terminal.line(line)
  const next = await nextSteps(answers, place)
  for (const line of ['next:', ...next.map((step) => `  ${step}`)]) terminal.line(line)
  const files = changes.map(({ path, said, kept }) => ({ path: displayPath(path), said, kept }))
  terminal.result({ files, next })
  return 0
}

/** A configuration that somebody wrote is never overwritten without their word. */
async function agreeToReplace(folder: string, { force }: InitFlags, ask: Ask | null): Promise<void> {
  const there = CONFIG_FILES.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (there === undefined) return
  const name = displayPath(there)
  // Another form of it would be found before the new one, or behind it.
  const isSame = there.endsWith('zcrm.config.ts')
  if (isSame && (force || (ask !== null && (await ask.confirm(`${name} exists. Replace it?`))))) return
  throw new ConfigurationError(
    `${name} exists; nothing was written`,
    isSame ? 'Edit it, or replace it with --force.' : 'Edit it, or remove it and run zcrm init again.',
  )
}

async function answersOf(flags: InitFlags, ask: Ask | null, place: Place): Promise<Answers> {
  const environment = await chosenEnvironment(flags, ask, place)
  const isSecond =
    flags.sandbox ??
    (ask !== null && environment?.endsWith('.PRODUCTION') === true
      ? await ask.confirm('Do you also work against a sandbox? Each gets a profile of its own.')
      : false)
  if (isSecond && environment?.endsWith('.PRODUCTION') !== true) {
    throw new ConfigurationError(
      '--sandbox needs the environment of production beside it',
      'Add --environment US.PRODUCTION, or that of your data centre.',
    )
  }
  const out =
    flags.out ??
    (ask === null ? 'generated' : await ask.text('Which folder are the classes written to?', outOf(place)))
  const sandbox = isSecond && environment !== null ? sandboxOf(environment) : null
  const modules =
    listOf(flags.modules) ?? (ask === null ? null : await chosenModules(environment, ask, place))
  return { environment, sandbox, out, modules }
}

/** `null` where nobody says one, or variables name the hosts of another one. */
async function chosenEnvironment(flags: InitFlags, ask: Ask | null, place: Place): Promise<string | null> {
  const known = flags.environment ?? configOf(null, place).environment
  if (known !== undefined) return parseEnvironment(known).name
  if (ask === null || namesEnvironment(configOf(null, place))) return null
  return ask.environment('Where does the organisation live?')
}

/** Where there are sources, generated ones are expected among them. */
function outOf({ folder }: Place): string {
  return existsSync(join(folder, 'src')) ? 'src/generated' : 'generated'
}

function listOf(modules: string | undefined): readonly string[] | null {
  if (modules === undefined) return null
  const names = modules.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw new ConfigurationError(`--modules is ${JSON.stringify(modules)}`, 'Use names separated by commas.')
}

/** The configuration that there will be, as far as signing in needs it. */
function configOf(environment: string | null, { folder, env }: Place): ResolvedConfig {
  return resolveConfig({ flags: environment === null ? {} : { environment }, env, file: null, cwd: folder })
}

/** The modules that get a class, from the list of the organisation's; `null` for all, or where nobody signs in. */
async function chosenModules(
  environment: string | null,
  ask: Ask,
  place: Place,
): Promise<readonly string[] | null> {
  const config = configOf(environment, place)
  if (!(await hasCredentials(config)) && !(await signIn(config, ask, place))) return null
  const all = await ask.choose('Which modules get a class?', [
    { value: 'all', label: 'All that the API describes' },
    { value: 'some', label: 'Some of them' },
  ])
  if (all === 'all') return null
  const client = await openClient(config)
  const { body } = await client.request({ method: 'GET', path: '/settings/modules' })
  const modules = modulesOf(body).modules.filter((module) => module.supported)
  return ask.chooseMany(
    'Which ones? Type to search, Tab to choose',
    modules.map(({ apiName, label }) => ({
      value: apiName,
      label: apiName === label ? apiName : `${apiName} (${label})`,
    })),
  )
}

async function signIn(config: ResolvedConfig, ask: Ask, { process, terminal }: Place): Promise<boolean> {
  const way = await ask.choose('How do you sign in?', [
    {
      value: 'grant',
      label: 'With a grant token of a Self Client',
      hint: 'for servers, scripts and this tool',
    },
    { value: 'browser', label: 'In the browser, with a Server-based Application' },
    { value: 'later', label: 'Later, with zcrm login' },
  ])
  if (way === 'later') return false
  const { loginCommand } = await import('./login.ts')
  const flags = {
    grantToken: undefined,
    browser: way === 'browser',
    open: true,
    port: undefined,
    redirectUrl: undefined,
    scopes: DEFAULT_SCOPES,
  }
  await loginCommand({ config, flags, terminal }, process)
  return true
}

function lineOf({ path, said, kept }: Change): readonly string[] {
  const name = displayPath(path)
  return [
    `${name} ${said}`,
    ...kept.map((script) => `  the script ${script} does something else already: it stays as it is`),
  ]
}

/** What is left to do, in the order in which it is done. */
async function nextSteps({ environment }: Answers, place: Place): Promise<readonly string[]> {
  const config = configOf(environment, place)
  const isInstalled = existsSync(join(place.folder, 'node_modules/@zcrm/runtime'))
  return [
    ...(isInstalled ? [] : ['npm install @zcrm/runtime']),
    ...(environment === null && !namesEnvironment(config)
      ? ['set environment in zcrm.config.ts, or ZCRM_ENVIRONMENT']
      : []),
    ...((await hasCredentials(config)) ? [] : ['npx zcrm login']),
    'npx zcrm generate',
  ]
}
