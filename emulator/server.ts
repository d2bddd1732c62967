import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createAccountsApp } from './accounts/app.ts'
import type { AccountsContext } from './accounts/context.ts'
import { type Answer, problem, Refusal } from './answers.ts'
import type { Bindings } from './bindings.ts'
import type { CallLog } from './calls.ts'
import { type Controls, createControlApp } from './control.ts'
import { disturbed, tokenOf } from './disturbed.ts'
import type { Json } from './json.ts'
import { type Limits, limited } from './limited.ts'
import { respond } from './respond.ts'
import { findRoute, type Route } from './routes.ts'
import { type Area, allows } from './scopes.ts'

/** What a server is made of. */
export interface ServerContext extends Controls {
  readonly accounts: AccountsContext
  readonly routes: readonly Route[]
  /** Milliseconds that each answer of the API takes longer. */
  readonly latency: number
  readonly limits: Limits
}

const API_PATH = /^\/crm\/v(2|2\.\d|[3-8])\/(.+)$/

/** Makes the whole HTTP surface: accounts server, API and remote control. */
export function createApp(context: ServerContext): Hono<Bindings> {
  const { accounts, calls, faults, latency, limits } = context
  const app = new Hono<Bindings>()
  app.route('/', createControlApp(context))
  app.use(observed(calls), limited(limits), disturbed({ faults, latency, tokens: accounts.tokens }))
  app.route('/', createAccountsApp(accounts))
  app.all('*', async (c) => respond(await answerApi(context, c)))
  app.onError((error) => respond({ status: 500, body: problem('INTERNAL_ERROR', { reason: error.message }) }))
  return app
}

/** Notes every call. */
function observed(calls: CallLog): MiddlewareHandler<Bindings> {
  return async (c, next) => {
    const { method = '', url = '' } = c.env.incoming
    const call = calls.begin(method, url, c.req.raw.headers)
    c.set('call', call)
    // Only the accounts server is sent secrets in bodies; those of the API can be large.
    if (url.startsWith('/oauth/')) call.secrets(await c.req.text().catch(() => ''))
    await next()
    call.done(c.get('sentStatus') ?? c.res.status)
  }
}

/** Answers a call of the API; whoever may make it is charged for it, however it ends. */
function answerApi(context: ServerContext, c: Context<Bindings>): Promise<Answer> {
  return answered(async () => {
    const url = new URL(c.req.url)
    const [, version, path] = API_PATH.exec(url.pathname) ?? []
    if (path === undefined) throw new Refusal('INVALID_URL_PATTERN')
    const { route, params } = findRoute(context.routes, c.req.method, path)
    const { user, scopes } = permissionOf(context, c)
    const operation = route.reads ? 'GET' : c.req.method
    if (!allows(scopes, operation, route.areas(params))) throw new Refusal('OAUTH_SCOPE_MISMATCH')
    const mayRead = (area: Area): boolean => allows(scopes, 'GET', [area])
    const header = (name: string): string | undefined => c.req.header(name)
    const query = url.searchParams
    const json = (): Promise<Json> => readJson(c)
    const call = { user, mayRead, version: Number(version), params, query, header, json }
    return context.limits.credits.charge(c.get('cost') ?? 1, () => answered(() => route.handle(call)))
  })
}

async function answered(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await work()
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
  const token = tokenOf(c)
  if (token === undefined) throw new Refusal('AUTHENTICATION_FAILURE')
  const permission = context.accounts.tokens.permissionOf(token)
  if (!permission) throw new Refusal('INVALID_TOKEN')
  return permission
}

/** The official SDK sends JSON without a Content-Type: the header is not looked at. */
async function readJson(c: Context<Bindings>): Promise<Json> {
  const body = c.get('body')
  if (body !== undefined) return body
  try {
    const sent = JSON.parse(await c.req.text()) as Json
    c.get('call').body(sent)
    return sent
  } catch {
    throw new Refusal('INVALID_DATA', { expected_data_type: 'jsonobject' }, 'body')
  }
}
