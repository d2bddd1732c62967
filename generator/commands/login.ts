import {
  type Callback,
  ConfigurationError,
  createClient,
  type Environment,
  type OAuthClient,
  OAuthToken,
  parseEnvironment,
  type SignedIn,
} from '@zcrm/runtime'
import type { ResolvedConfig } from '../config/resolve.ts'
import { displayEnvironment, environmentOf, namesEnvironment } from '../environment.ts'
import { type Ask, askAt, readPiped } from '../login/ask.ts'
import { consoleSteps, consoleUrl } from '../login/console.ts'
import { rememberLogin } from '../login/last-login.ts'
import { listenForLogin } from '../login/listener.ts'
import { openInBrowser } from '../login/open.ts'
import { prepareResourceFolder } from '../output/resource-folder.ts'
import { callSettings, clientOf } from '../session.ts'
import { openTokenStore } from '../token-store.ts'
import type { CliProcess, CommandContext } from './command.ts'
import type { Terminal } from './terminal.ts'

/** Flags of `zcrm login`. */
export interface LoginFlags {
  /** `-` is standard input. */
  readonly grantToken: string | undefined
  readonly browser: boolean
  /** Whether the browser is opened. */
  readonly open: boolean
  readonly port: number | undefined
  readonly redirectUrl: string | undefined
  readonly scopes: readonly string[]
}

/** The port of the listener where neither a flag nor the redirect URL says one. */
const PORT = 8081

/** `zcrm login`: signs in, by a grant token or in the browser, and stores the token. */
export async function loginCommand(
  { config, flags, terminal }: Pick<CommandContext<LoginFlags>, 'config' | 'flags' | 'terminal'>,
  process: CliProcess,
): Promise<number> {
  const ask = terminal.isJson ? null : askAt(process)
  const environment = await chosenEnvironment(config, ask)
  const say = (line: string) => terminal.line(line)
  // Where stdout is for machines, a person still has to know where to go.
  const announce = terminal.isJson ? (line: string) => void process.stderr.write(`${line}\n`) : say
  const signIn = (callback: Callback) => signInWith(config, callback)
  const signedIn = flags.browser
    ? await browserLogin(environment, await chosenClient(config, environment, ask), flags, signIn, announce)
    : await signIn({ environment, token: await grantOf(config, environment, flags, ask, process, terminal) })
  if (signedIn.id !== null) rememberLogin(config, signedIn.environment, signedIn.id)
  for (const line of signedInLines(signedIn)) say(line)
  terminal.result({ ...signedIn, environment: displayEnvironment(signedIn.environment) })
  return 0
}

async function signInWith(config: ResolvedConfig, { environment, token }: Callback): Promise<SignedIn> {
  prepareResourceFolder(config.resourcePath)
  const store = await openTokenStore(config)
  return createClient({ environment, token, store, ...callSettings(config) }).signIn()
}

async function chosenEnvironment(config: ResolvedConfig, ask: Ask | null): Promise<Environment> {
  if (namesEnvironment(config) || ask === null) return environmentOf(config)
  return parseEnvironment(await ask.environment('Where does the organisation live?'))
}

async function chosenClient(
  config: ResolvedConfig,
  environment: Environment,
  ask: Ask | null,
): Promise<OAuthClient> {
  if (ask === null) return clientOf(config)
  const where = `as ${consoleUrl(environment)} shows it`
  return {
    clientId: config.clientId ?? (await ask.text(`Client id, ${where}`)),
    clientSecret: config.clientSecret ?? (await ask.secret('Client secret')),
  }
}

/** The grant token: an argument, a variable, standard input or an answer. */
async function grantOf(
  config: ResolvedConfig,
  environment: Environment,
  flags: LoginFlags,
  ask: Ask | null,
  { stdin }: CliProcess,
  { line, verbatim }: Terminal,
): Promise<OAuthToken> {
  const given = flags.grantToken === '-' ? undefined : (flags.grantToken ?? config.grantToken)
  if (given === undefined && ask !== null)
    for (const step of consoleSteps(environment, flags.scopes))
      (step === flags.scopes.join(',') ? verbatim : line)(step)
  const client = await chosenClient(config, environment, ask)
  const grantToken = given ?? (await (ask === null ? readPiped(stdin) : ask.secret('Grant token')))
  if (grantToken !== '') return OAuthToken.grant({ ...client, grantToken })
  throw new ConfigurationError(
    'no grant token was given',
    `Pass it as an argument, on standard input or in ZCRM_GRANT_TOKEN: ${consoleUrl(environment)} makes one (Self Client, Generate Code, scope ${flags.scopes.join(',')}).`,
  )
}

async function browserLogin(
  environment: Environment,
  client: OAuthClient,
  { port, redirectUrl, scopes, open }: LoginFlags,
  signIn: (callback: Callback) => Promise<SignedIn>,
  say: (line: string) => void,
): Promise<SignedIn> {
  const registered = redirectUrl === undefined ? undefined : checkedRedirectUrl(redirectUrl)
  const listener = await listenForLogin({
    environment,
    client,
    scopes,
    port: port ?? (Number(registered?.port) || PORT),
    redirectUrl,
    signIn,
  })
  say(`open ${listener.loginUrl} in a browser to sign in`)
  if (open) openInBrowser(listener.loginUrl)
  return listener.signedIn
}

function checkedRedirectUrl(redirectUrl: string): URL {
  const url = URL.canParse(redirectUrl) ? new URL(redirectUrl) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return url
  throw new ConfigurationError(
    `--redirect-url is ${JSON.stringify(redirectUrl)}`,
    'Use the redirect URL that the client is registered with, such as http://127.0.0.1:8081/callback.',
  )
}

/** What signing in found out, in lines. */
function signedInLines({ id, user, organization, environment, scopes }: SignedIn): readonly string[] {
  const unknown = (scope: string) => `not known: the token lacks the scope ${scope}`
  return [
    'signed in',
    `  organisation  ${organization === null ? unknown('ZohoCRM.org.READ') : `${organization.name} (${organization.zgid})`}`,
    `  user          ${user === null ? unknown('ZohoCRM.users.READ') : `${user.name} <${user.email}>`}`,
    ...(user?.profile ? [`  profile       ${user.profile}`] : []),
    `  data centre   ${displayEnvironment(environment)}${environment.isConfirmed ? '' : ' (its hosts are unconfirmed)'}`,
    `  scopes        ${scopes.length === 0 ? 'not told' : scopes.join(', ')}`,
    `  stored as     ${id}`,
  ]
}
