import { setTimeout as wait } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createAccountsApp } from './accounts/app.ts'
import type { AccountsContext } from './accounts/context.ts'
import { type Answer, problem, Refusal } from './answers.ts'
import { type Controls, createControlApp } from './control.ts'
import { faultAnswer } from './faults.ts'
import type { Gate } from './gate.ts'
import type { Json } from './json.ts'
import { respond } from './respond.ts'
import { findRoute, type Route } from './routes.ts'
import { allows } from './scopes.ts'

/** What a server is made of. */
export interface ServerContext extends Controls {
  readonly accounts: AccountsContext
  readonly routes: readonly Route[]
  readonly latency: number
  /** Where the API calls go in that may be in flight at once. */
  readonly gate: Gate
}

interface Bindings {
  readonly Bindings: HttpBindings
  readonly Variables: { readonly isDropped?: boolean }
}

const API_PATH = /^\/crm\/v(2|2\.\d|[3-8])\/(.+)$/
const AUTHORIZATION = /^Zoho-oauthtoken\s+(\S+)$/i

/** Makes the whole HTTP surface: accounts server, API and remote control. */
export function createApp(context: ServerContext): Hono<Bindings> {
  const app = new Hono<Bindings>()
  app.route('/', createControlApp(context))
  app.use(observed(context), disturbed(context))
  app.route('/', createAccountsApp(context.accounts))
  app.all('*', async (c) => respond(await answerApi(context, c)))
  app.onError((error) => respond({ status: 500, body: problem('INTERNAL_ERROR', { reason: error.message }) }))
  return app
}

/** Notes every call, and keeps out those of the API that are too many at once. */
function observed({ calls, gate }: ServerContext): MiddlewareHandler<Bindings> {
  return async (c, next) => {
    const { method = '', url = '' } = c.env.incoming
    const call = calls.begin(method, url, c.req.raw.headers)
    // Only the accounts server is sent secrets in bodies; those of the API can be large.
    if (url.startsWith('/oauth/')) call.body(await c.req.text().catch(() => ''))
    const isLimited = url.startsWith('/crm/')
    if (isLimited && !gate.enter()) c.res = respond(new Refusal('TOO_MANY_REQUESTS').answer)
    else await next().finally(() => isLimited && gate.leave())
    if (!c.get('isDropped')) call.done(c.res.status)
  }
}

/** Lets the faults that were asked for happen to a call. */
function disturbed({ faults, latency }: ServerContext): MiddlewareHandler<Bindings> {
  return async (c, next) => {
    const { method = '', url = '' } = c.env.incoming
    const fault = faults.next(method, url)
    if (url.startsWith('/crm/')) await pause(latency)
    await pause(fault?.delay ?? 0)
    const drop = (): Response => {
      c.set('isDropped', true)
      c.env.incoming.socket.destroy()
      return new Response(null)
    }
    if (fault?.drop) return drop()
    const answer = fault && faultAnswer(fault)
    if (answer) c.res = respond(answer)
    else await next()
    return fault?.dropAfter ? drop() : undefined
  }
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await wait(milliseconds)
}

async function answerApi(context: ServerContext, c: Context<Bindings>): Promise<Answer> {
  try {
    const url = new URL(c.req.url)
    const [, version, path] = API_PATH.exec(url.pathname) ?? []
    if (path === undefined) throw new Refusal('INVALID_URL_PATTERN')
    const { route, params } = findRoute(context.routes, c.req.method, path)
    const { user, scopes } = permissionOf(context, c)
    const operation = route.reads ? 'GET' : c.req.method
    if (!allows(scopes, operation, route.areas(params))) throw new Refusal('OAUTH_SCOPE_MISMATCH')
    const mayRead = (area: string): boolean => allows(scopes, 'GET', [area])
    const header = (name: string): string | undefined => c.req.header(name)
    const query = url.searchParams
    const json = (): Promise<Json> => readJson(c)
    return await route.handle({ user, mayRead, version: Number(version), params, query, header, json })
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

/** The token comes first, then what it may do: gives both, or refuses a call that has none. */
function permissionOf(
  context: ServerContext,
  c: Context<Bindings>,
): { readonly user: string; readonly scopes: readonly string[] } {
  const token = AUTHORIZATION.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) throw new Refusal('AUTHENTICATION_FAILURE')
  const permission = context.accounts.tokens.permissionOf(token)
  if (!permission) throw new Refusal('INVALID_TOKEN')
  return permission
}

/** The official SDK sends JSON without a Content-Type: the header is not looked at. */
async function readJson(c: Context<Bindings>): Promise<Json> {
  try {
    return JSON.parse(await c.req.text()) as Json
  } catch {
    throw new Refusal('INVALID_DATA', { expected_data_type: 'jsonobject' }, 'body')
  }
}
