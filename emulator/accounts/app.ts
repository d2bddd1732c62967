import { type Context, Hono } from 'hono'
import { respond } from '../respond.ts'
import { answerAuthorization, answerDecision } from './authorization-endpoint.ts'
import type { AccountsContext } from './context.ts'
import { answerClientRevoke, answerRevoke } from './revoke-endpoint.ts'
import { answerServerInfo, answerToken } from './token-endpoint.ts'

/** The HTTP surface of the accounts server. */
export function createAccountsApp(context: AccountsContext): Hono {
  const app = new Hono()
  app.get('/oauth/v2/auth', async (c) => {
    const { searchParams } = new URL(c.req.url)
    return respond(await answerAuthorization(context, searchParams, c.req.header('cookie')))
  })
  app.post('/oauth/v2/auth', async (c) => respond(await answerDecision(context, await parameters(c))))
  app.post('/oauth/v2/token', async (c) => respond(answerToken(context, await parameters(c))))
  app.post('/oauth/v2/token/revoke', async (c) => respond(answerRevoke(context, await parameters(c))))
  app.post('/oauth/v2/revoke/token', async (c) =>
    respond(answerClientRevoke(context, c.req.header('authorization'), await parameters(c))),
  )
  app.get('/oauth/serverinfo', () => respond(answerServerInfo(context)))
  return app
}

/** The parameters of a call: query string and body (urlencoded or multipart) together. */
async function parameters(c: Context): Promise<URLSearchParams> {
  const params = new URL(c.req.url).searchParams
  for (const [name, value] of await form(c)) if (typeof value === 'string') params.set(name, value)
  return params
}

/** Read as a text, of which there can be several readers: the log of calls is one. */
async function form(c: Context): Promise<Iterable<[string, unknown]>> {
  const headers = { 'content-type': c.req.header('content-type') ?? '' }
  const body = new Response(await c.req.text(), { headers })
  return body.formData().catch(() => [])
}
