import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import {
  type Client,
  type ClientOptions,
  createClient,
  Environment,
  MemoryStore,
  OAuthToken,
  type RetryPolicy,
  type StoredToken,
  type TokenStore,
  type ZohoError,
} from '@zcrm/runtime'
import { expect, onTestFinished } from 'vitest'
import type { Call, Emulator } from '../../emulator/index.ts'
import { listening } from '../support/listening.ts'
import { root } from '../support/scratch.ts'

/** A request that reads. */
export const MODULES = { method: 'GET', path: '/settings/modules' } as const

/** Repeats at once: tests do not wait. */
export const quick: RetryPolicy = { attempts: 3, firstDelay: 1, maxDelay: 5_000 }

/** The refresh flow with what an emulator printed. */
export function refreshToken(zoho: Emulator): OAuthToken {
  const { clientId, clientSecret, refreshToken } = zoho
  return OAuthToken.refresh({ clientId, clientSecret, refreshToken })
}

/** The grant flow with what an emulator printed, or with a grant of one's own. */
export function grantToken(zoho: Emulator, grant: string = zoho.grantToken): OAuthToken {
  const { clientId, clientSecret } = zoho
  return OAuthToken.grant({ clientId, clientSecret, grantToken: grant })
}

/** A client of an emulator, signed in by its refresh token unless told otherwise. */
export function clientOf(zoho: Emulator, { config, ...settings }: Partial<ClientOptions> = {}): Client {
  return createClient({
    environment: Environment.custom(zoho),
    token: refreshToken(zoho),
    store: new MemoryStore(),
    config: { retry: quick, ...config },
    ...settings,
  })
}

/** The calls of an emulator whose method and path contain a text, such as `POST /oauth/v2/token`. */
export function callsTo(zoho: Emulator, what: string): readonly Call[] {
  return zoho.calls().filter(({ method, path }) => `${method} ${path}`.includes(what))
}

/** How many tokens an emulator was asked for. */
export function tokenCalls(zoho: Emulator): number {
  return callsTo(zoho, 'POST /oauth/v2/token').length
}

/** A request that a server has seen. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server of a test's own, for what an emulator cannot play. */
export interface TestServer {
  readonly origin: string
  readonly seen: readonly Seen[]
  readonly environment: Environment
}

/** Starts a server on any port that ends with the test. */
export async function server(
  answer: (response: ServerResponse, request: Seen, count: number) => void,
): Promise<TestServer> {
  const seen: Seen[] = []
  const http = createServer(async (message, response) => {
    const { method = '', url = '', headers } = message
    const request = { method, url, headers, body: await text(message).catch(() => '') }
    answer(response, request, seen.push(request))
  })
  const origin = await listening(http)
  const environment = Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin })
  return { origin, seen, environment }
}

export const ACCESS_TOKEN = '1000.access-token-of-a-test'

/** A client that needs no sign-in. */
export function accessClient(
  environment: Environment,
  { config, ...settings }: Partial<ClientOptions> = {},
): Client {
  const token = OAuthToken.access({ accessToken: ACCESS_TOKEN })
  const store = new MemoryStore()
  return createClient({ environment, token, store, config: { retry: quick, ...config }, ...settings })
}

/** What a promise rejects with; fails where it does not. */
export async function caught(promise: Promise<unknown>): Promise<ZohoError> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error as ZohoError
  }
  throw new Error(`nothing was thrown; the value is ${inspect(value)}`)
}

/** Everything that an error says, wherever it is looked at: properties, causes and stacks. */
export function everythingOf(error: unknown): string {
  const parts = [inspect(error, { depth: 12, showHidden: true }), JSON.stringify(error)]
  for (let at = error; at instanceof Error; at = at.cause) parts.push(at.message, at.stack ?? '', String(at))
  return parts.join('\n')
}

/** Expects that an error says what to do, and none of the secrets. */
export function expectNoSecrets(error: ZohoError, secrets: readonly string[]): void {
  expect(error.message).not.toBe('')
  expect(error.hint).toMatch(/\.$/)
  for (const secret of secrets) expect(everythingOf(error)).not.toContain(secret)
}

/** A stored token, with what a test says about it. */
export function storedToken(rest: Partial<StoredToken> = {}): StoredToken {
  return {
    id: 'one',
    version: 1,
    fingerprint: 'f',
    environment: 'US.PRODUCTION',
    clientId: 'c',
    clientSecret: 's',
    refreshToken: 'r',
    accessToken: 'a',
    expiresAt: 0,
    apiDomain: null,
    scopes: null,
    blockedUntil: null,
    user: null,
    organization: null,
    ...rest,
  }
}

/** Changes the only token of a store, behind the back of its clients. */
export async function changeToken(store: TokenStore, changes: Partial<StoredToken>): Promise<StoredToken> {
  const [row = storedToken()] = await store.list()
  const changed = { ...row, ...changes, version: row.version + 1 }
  if (!(await store.save(changed))) throw new Error('the token was changed by somebody else')
  return changed
}

/** Starts one of the programs in `children/`: a process of its own that runs the sources. */
export function spawnChild(program: string, args: readonly string[]): ChildProcess {
  const file = join(root, 'test/runtime/children', program)
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@zcrm/source', file, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** Runs one of the programs in `children/` to its end. */
export async function runChild(
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnChild(program, args)
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes')
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, stdout, stderr }
}
