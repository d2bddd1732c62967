import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import {
  type AccountsContext,
  answerRevoke,
  answerServerInfo,
  answerToken,
} from './accounts/token-endpoint.ts'
import { type Answer, problem, Refusal } from './answers.ts'
import type { CallLog } from './calls.ts'
import { FaultError, type FaultPlan, faultAnswer, faultsOf } from './faults.ts'
import type { Json } from './json.ts'
import { findRoute, type Route } from './routes.ts'
import { allows } from './scopes.ts'

/** What a server is made of. */
export interface ServerContext {
  readonly accounts: AccountsContext
  readonly routes: readonly Route[]
  readonly calls: CallLog
  readonly faults: FaultPlan
  readonly latency: number
  reset(): void
}

type Bindings = { readonly Bindings: HttpBindings }

const API_PATH = /^\/crm\/v(?:2|2\.\d|[3-8])\/(.+)$/
const AUTHORIZATION = /^Zoho-oauthtoken\s+(\S+)$/i
const JSON_TYPE = 'application/json;charset=UTF-8'

/** Makes the whole HTTP surface: accounts server, API and remote control. */
export function createApp(context: ServerContext): Hono<Bindings> {
  const app = new Hono<Bindings>()
  app.get('/__emulator/calls', (c) => c.json(context.calls.list()))
  app.post('/__emulator/reset', (c) => {
    context.reset()
    return c.body(null, 204)
  })
  app.post('/__emulator/faults', async (c) => steerFaults(context.faults, c))
  app.use(observed(context))
  app.post('/oauth/v2/token', async (c) => respond(answerToken(context.accounts, await parameters(c))))
  app.post('/oauth/v2/token/revoke', async (c) =>
    respond(answerRevoke(context.accounts, await parameters(c))),
  )
  app.get('/oauth/serverinfo', () => respond(answerServerInfo(context.accounts)))
  app.all('*', async (c) => respond(await answerApi(context, c)))
  app.onError((error) => respond({ status: 500, body: problem('INTERNAL_ERROR', { reason: error.message }) }))
  return app
}

/** Notes every call, and lets the faults that were asked for happen to it. */
function observed(context: ServerContext): MiddlewareHandler<Bindings> {
  return async (c, next) => {
    const { method, url = '' } = c.env.incoming
    const done = context.calls.begin(method ?? '', url, c.req.raw.headers)
    const fault = context.faults.next(method ?? '', url)
    if (url.startsWith('/crm/')) await pause(context.latency)
    await pause(fault?.delay ?? 0)
    const drop = (): Response => {
      c.env.incoming.socket.destroy()
      return new Response(null)
    }
    if (fault?.drop) return drop()
    const answer = fault && faultAnswer(fault)
    if (answer) c.res = respond(answer)
    else await next()
    if (fault?.dropAfter) return drop()
    done(c.res.status)
    return undefined
  }
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await wait(milliseconds)
}

async function answerApi(context: ServerContext, c: Context<Bindings>): Promise<Answer> {
  try {
    const url = new URL(c.req.url)
    const path = API_PATH.exec(url.pathname)?.[1]
    if (path === undefined) throw new Refusal('INVALID_URL_PATTERN')
    const { route, params } = findRoute(context.routes, c.req.method, path)
    authorise(context, c, route.areas(params))
    const header = (name: string): string | undefined => c.req.header(name)
    return await route.handle({ params, query: url.searchParams, header, json: () => readJson(c) })
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

/** The token comes first, then what it may do. */
function authorise(context: ServerContext, c: Context<Bindings>, areas: readonly string[]): void {
  const token = AUTHORIZATION.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) throw new Refusal('AUTHENTICATION_FAILURE')
  const scopes = context.accounts.tokens.scopesOf(token)
  if (!scopes) throw new Refusal('INVALID_TOKEN')
  if (!allows(scopes, c.req.method, areas)) throw new Refusal('OAUTH_SCOPE_MISMATCH')
}

/** The official SDK sends JSON without a Content-Type: the header is not looked at. */
async function readJson(c: Context<Bindings>): Promise<Json> {
  try {
    return JSON.parse(await c.req.text()) as Json
  } catch {
    throw new Refusal('INVALID_DATA', { expected_data_type: 'jsonobject' }, 'body')
  }
}

/** The parameters of a token call: query string and body (urlencoded or multipart) together. */
async function parameters(c: Context<Bindings>): Promise<URLSearchParams> {
  const params = new URL(c.req.url).searchParams
  const body = await c.req.parseBody().catch(() => ({}))
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string') params.set(name, value)
  return params
}

async function steerFaults(faults: FaultPlan, c: Context<Bindings>): Promise<Response> {
  try {
    faults.set(faultsOf(await c.req.json()))
    return c.body(null, 204)
  } catch (error) {
    const message = error instanceof FaultError ? error.message : 'The body is not JSON.'
    return respond({ status: 400, body: problem('INVALID_DATA', {}, message) })
  }
}

function respond(answer: Answer): Response {
  const { status, body, text = body === undefined ? undefined : JSON.stringify(body) } = answer
  const isEmpty = text === undefined || status === 204 || status === 304
  const type = isEmpty ? {} : { 'Content-Type': JSON_TYPE }
  return new Response(isEmpty ? null : text, { status, headers: { ...type, ...answer.headers } })
}
