// A web app whose users sign in with their own Zoho accounts, many at a time, and see their leads.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import {
  authorizeUrl,
  type Client,
  createClient,
  Environment,
  FileStore,
  handleCallback,
  isZohoError,
  OAuthToken,
  type SignedIn,
} from '@zcrm/runtime'
import { Leads } from '../../generated/leads.js'
import { errorPage, leadsPage, type ShownLead, welcomePage } from './pages.ts'
import { type Session, Sessions } from './sessions.ts'

const port = Number(process.env['PORT'] ?? 8082)
// The client is registered with this URL in the API console (Server-based Application).
const redirectUrl = `http://127.0.0.1:${port}/callback`
const scopes = ['ZohoCRM.modules.leads.READ', 'ZohoCRM.users.READ', 'ZohoCRM.org.READ']
const clientId = setting('ZCRM_CLIENT_ID')
const clientSecret = setting('ZCRM_CLIENT_SECRET')
// Against Zoho: USDataCenter.PRODUCTION(). Users of other data centres are sent to theirs, and come back from there.
const environment = Environment.custom({
  accountsUrl: setting('ZCRM_ACCOUNTS_URL'),
  apiUrl: setting('ZCRM_API_URL'),
  fileUploadUrl: setting('ZCRM_FILES_URL'),
})
// One store for all users and all instances of the app. Several machines share a DBStore of @zcrm/runtime/stores.
const store = new FileStore(join(setting('ZCRM_RESOURCE_PATH'), 'server-client.json'))

const sessions = new Sessions()
const clients = new Map<string, Client>()

/** The client of a user: everything but the id is in the store. One client for each keeps its connections. */
function clientOf({ id }: SignedIn): Client {
  const tokenId = id ?? ''
  const client = clients.get(tokenId) ?? createClient({ token: OAuthToken.id({ id: tokenId }), store })
  clients.set(tokenId, client)
  return client
}

type Page = (
  url: string,
  session: Session,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<string | null>

const pages: Readonly<Record<string, Page>> = {
  '/': async (_, { signedIn }) => {
    if (signedIn === null) return welcomePage()
    return leadsPage(signedIn, await latestLeads(clientOf(signedIn)))
  },
  '/login': async (_, session, __, response) => {
    session.state = crypto.randomUUID()
    redirect(response, authorizeUrl({ environment, clientId, redirectUrl, scopes, state: session.state }))
    return null
  },
  '/callback': async (url, session, request, response) => {
    const state = session.state ?? ''
    session.state = null
    const callback = handleCallback(url, { environment, clientId, clientSecret, redirectUrl, state })
    sessions.renew(request, response).signedIn = await createClient({ ...callback, store }).signIn()
    redirect(response, '/')
    return null
  },
  '/logout': async (_, __, request, response) => {
    sessions.end(request)
    redirect(response, '/')
    return null
  },
}

async function latestLeads(client: Client): Promise<readonly ShownLead[]> {
  const leads: ShownLead[] = []
  const list = new Leads(client).list({ fields: ['Last_Name', 'Company', 'Lead_Source'], limit: 20 })
  for await (const lead of list) leads.push(lead)
  return leads
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location }).end()
}

const server = createServer(async (request, response) => {
  const url = request.url ?? '/'
  const page = pages[new URL(url, redirectUrl).pathname]
  try {
    const html = await page?.(url, sessions.of(request, response), request, response)
    if (html === undefined) response.writeHead(404).end()
    else if (html !== null) response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html)
  } catch (error) {
    // What is wrong and what to do; neither holds a token or a secret.
    const [message, hint] = isZohoError(error)
      ? [error.message, error.hint]
      : ['An unexpected failure.', 'Try again.']
    response.writeHead(500, { 'Content-Type': 'text/html; charset=utf-8' }).end(errorPage(message, hint))
  }
})
server.listen(port, '127.0.0.1', () => console.log(`open http://127.0.0.1:${port}`))

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: README.md says where it comes from`)
  return value
}
