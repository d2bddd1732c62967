import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError, parseEnvironment } from '@zcrm/runtime'
import { modulesOf } from '@zcrm/runtime/metadata'
import type { ResolvedConfig } from '../../config/resolve.ts'
import { namesEnvironment } from '../../environment.ts'
import { type Answers, sandboxOf } from '../../init/answers.ts'
import type { Ask } from '../../login/ask.ts'
import { DEFAULT_SCOPES } from '../../login/console.ts'
import { hasCredentials, openClient } from '../../session.ts'
import { configOf, type InitFlags, type Place } from './place.ts'

/**
 * What flags say, and where somebody is there to be asked, what they answer; for the list of modules they can sign in.
 * @throws ConfigurationError where flags do not go together.
 */
export async function answersOf(flags: InitFlags, ask: Ask | null, place: Place): Promise<Answers> {
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
  const { loginCommand } = await import('../login.ts')
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
