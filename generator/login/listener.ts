import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { finished } from 'node:stream/promises'
import {
  authorizeUrl,
  type Callback,
  ConfigurationError,
  type Environment,
  handleCallback,
  isZohoError,
  type OAuthClient,
  type SignedIn,
} from '@zcrm/runtime'
import { type PageText, page } from './page.ts'

/** What a listener needs to sign somebody in. */
export interface ListenerOptions {
  readonly environment: Environment
  readonly client: OAuthClient
  readonly scopes: readonly string[]
  /** The port on 127.0.0.1. */
  readonly port: number
  /** The redirect URL that the client is registered with. Default: `/callback` of the listener. */
  readonly redirectUrl: string | undefined
  /** Exchanges what the callback brought, and stores it. */
  readonly signIn: (callback: Callback) => Promise<SignedIn>
}

/** A listener that waits for a browser. */
export interface Listener {
  /** Where the browser starts. */
  readonly loginUrl: string
  /** Who signed in; rejects with what went wrong. The listener has closed by then. */
  readonly signedIn: Promise<SignedIn>
}

const LOOPBACK = '127.0.0.1'

/**
 * Listens for a browser: `/login` leads to Zoho's page, and the redirect URL brings the user back from there.
 * @throws ConfigurationError where the port cannot be listened on.
 */
export async function listenForLogin(options: ListenerOptions): Promise<Listener> {
  const server = createServer()
  const origin = await listen(server, options.port)
  const redirectUrl = options.redirectUrl ?? `${origin}/callback`
  const callbackPath = new URL(redirectUrl).pathname
  const loginPath = callbackPath === '/login' ? '/start' : '/login'
  const attempt: Attempt = { ...options, redirectUrl, states: new Set() }
  const answer = async (request: IncomingMessage): Promise<Outcome> => {
    if (request.method !== 'GET') return { status: 405, text: NOT_HERE }
    // Behind the origin whatever was asked for is a path, two slashes at its beginning too.
    const asked = `${origin}${request.url}`
    const url = URL.canParse(asked) ? new URL(asked) : null
    if (url?.pathname === callbackPath) return comeBack(url, attempt)
    return url?.pathname === loginPath ? leave(attempt) : { status: 404, text: NOT_HERE }
  }
  const signedIn = new Promise<SignedIn>((resolve, reject) => {
    server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
      const outcome = await answer(request).catch(failure)
      await send(response, outcome)
      if (outcome.signedIn !== undefined) resolve(outcome.signedIn)
      else if (outcome.error !== undefined) reject(outcome.error)
    })
  }).finally(() => {
    server.close()
    // Browsers keep connections, and make some ahead of need: nobody is to wait for those.
    server.closeAllConnections()
  })
  // Whoever waits for it hears of a failure; before that it is none.
  signedIn.catch(() => {})
  return { loginUrl: `${origin}${loginPath}`, signedIn }
}

type Attempt = ListenerOptions & { readonly redirectUrl: string; readonly states: Set<string> }

/** What a request is answered with, and what it decides. */
interface Outcome {
  readonly status: number
  readonly text: PageText
  /** Where the browser is sent to. */
  readonly location?: string
  readonly signedIn?: SignedIn
  readonly error?: unknown
}

function leave({ environment, client, scopes, redirectUrl, states }: Attempt): Outcome {
  const state = crypto.randomUUID()
  states.add(state)
  const location = authorizeUrl({ environment, clientId: client.clientId, redirectUrl, scopes, state })
  return { status: 302, text: { heading: 'Zoho asks you to sign in', lines: [] }, location }
}

async function comeBack(
  url: URL,
  { environment, client, redirectUrl, states, signIn }: Attempt,
): Promise<Outcome> {
  const given = url.searchParams.get('state') ?? ''
  // Any text that was not sent is a state that does not match.
  const state = states.has(given) ? given : ''
  const signedIn = await signIn(handleCallback(url, { environment, ...client, redirectUrl, state }))
  return { status: 200, text: done(signedIn), signedIn }
}

function failure(error: unknown): Outcome {
  if (!isZohoError(error))
    return { status: 500, text: failed('this should not happen', 'The terminal says more.'), error }
  const text = failed(error.message, error.hint)
  // A forged callback must not end the attempt of who is really signing in.
  return error.code === 'STATE_MISMATCH' ? { status: 400, text } : { status: 400, text, error }
}

const NOT_HERE: PageText = {
  heading: 'Nothing is here',
  lines: ['The terminal says which page to open to sign in.'],
}

function done({ user, organization }: SignedIn): PageText {
  const who = user === null ? 'You are' : `${user.name} is`
  const where = organization === null ? '' : ` to ${organization.name}`
  return {
    heading: 'Done',
    lines: [`${who} signed in${where}.`, 'You can close this page and go back to the terminal.'],
  }
}

/** Messages are parts of a sentence; on the page one stands for itself. */
function failed(message: string, hint: string): PageText {
  const sentence = message.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase())
  return { heading: 'That did not work', lines: [`${sentence}.`, hint] }
}

/** Sends an answer; done when it is on its way, or the browser has gone. */
async function send(response: ServerResponse, { status, text, location }: Outcome): Promise<void> {
  response
    .writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      Connection: 'close',
      ...(location === undefined ? {} : { Location: location }),
    })
    .end(page(text))
  await finished(response).catch(() => {})
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, LOOPBACK, resolve)
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `port ${port} cannot be listened on: ${reason}`,
      'Choose another with --port; the redirect URL of the client must name it too.',
      cause,
    )
  }
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`
}
