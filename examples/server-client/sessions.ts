import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SignedIn } from '@zcrm/runtime'

/** What the app knows of a browser. */
export interface Session {
  /** The state that was sent to Zoho with this browser, as long as it has not come back. */
  state: string | null
  /** Who signed in, with the id of their token in the store. */
  signedIn: SignedIn | null
}

/** The sessions of all browsers, in memory: a real app keeps them where its other instances see them. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()

  /** The session of a browser; a browser that has none gets one. */
  of(request: IncomingMessage, response: ServerResponse): Session {
    return this.#sessions.get(idOf(request)) ?? this.renew(request, response)
  }

  /** A new session in the place of the old one: after a sign-in, so that nobody goes on with an id from before. */
  renew(request: IncomingMessage, response: ServerResponse): Session {
    this.end(request)
    const id = crypto.randomUUID()
    const session: Session = { state: null, signedIn: null }
    this.#sessions.set(id, session)
    // Lax: the browser comes back from Zoho's page with it. Behind HTTPS add Secure.
    response.setHeader('Set-Cookie', `session=${id}; HttpOnly; SameSite=Lax; Path=/`)
    return session
  }

  /** Forgets the session of a browser. */
  end(request: IncomingMessage): void {
    this.#sessions.delete(idOf(request))
  }
}

function idOf({ headers }: IncomingMessage): string {
  return /\bsession=([\w-]+)/.exec(headers.cookie ?? '')?.[1] ?? ''
}
