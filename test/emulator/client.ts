import { onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts'
import { orgFolder } from './org.ts'

/** What a call gave. The body is whatever JSON says: tests compare it with what they expect. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of every shape
  readonly body: any
}

/** One call over real HTTP. */
export async function call(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init)
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

/** A token call. */
export function token(emulator: Emulator, parameters: Readonly<Record<string, string>>): Promise<Reply> {
  const { clientId: client_id, clientSecret: client_secret } = emulator
  const body = new URLSearchParams({ client_id, client_secret, ...parameters })
  return call(`${emulator.accountsUrl}/oauth/v2/token`, { method: 'POST', body })
}

/** A refresh of the printed refresh token. */
export function refresh(emulator: Emulator, refresh_token: string = emulator.refreshToken): Promise<Reply> {
  return token(emulator, { grant_type: 'refresh_token', refresh_token })
}

/** A signed-in client of the API. */
export interface Client {
  readonly emulator: Emulator
  /** The headers that make a call the client's. */
  readonly headers: Readonly<Record<string, string>>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>
}

/** An emulator of the small organisation (or another one) that ends with the test. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ org: options.org ?? (await orgFolder()), ...options })
  onTestFinished(() => emulator.close())
  return emulator
}

/** Signs in to an emulator with an access token of the given scopes and user. */
export async function signIn(
  emulator: Emulator,
  grant: Parameters<Emulator['createGrant']>[0] = {},
): Promise<Client> {
  const code = emulator.createGrant(grant)
  const granted = await token(emulator, { grant_type: 'authorization_code', code })
  return clientOf(emulator, granted.body.access_token)
}

/** A client of the API with an access token. */
export function clientOf(emulator: Emulator, accessToken: string): Client {
  const authorization = `Zoho-oauthtoken ${accessToken}`
  const url = (path: string): string => `${emulator.apiUrl}/crm/v8${path}`
  return {
    emulator,
    headers: { authorization },
    get: (path, headers = {}) => call(url(path), { headers: { authorization, ...headers } }),
    send: (method, path, body, headers = {}) =>
      call(url(path), {
        method,
        headers: { authorization, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  }
}

/** Starts an emulator and signs in to it. */
export async function signedIn(options: EmulatorOptions = {}): Promise<Client> {
  return signIn(await start(options))
}
