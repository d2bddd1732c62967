import { randomBytes } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'

/** Sessions are the users who are signed in to the accounts server, by the cookie of their browser. */
export class Sessions {
  readonly #users: Map<string, string> = new Map()

  /** Signs a user in; gives the `Set-Cookie` header. */
  begin(user: string, origin: string): string {
    const id = randomBytes(24).toString('base64url')
    this.#users.set(id, user)
    return serialize(cookieName(origin), id, { path: '/oauth', httpOnly: true, sameSite: 'Lax' })
  }

  /** The user that a `Cookie` header shows to be signed in. */
  userOf(cookies: string | undefined, origin: string): string | undefined {
    const name = cookieName(origin)
    return this.#users.get(parse(cookies ?? '', name)[name] ?? '')
  }

  clear(): void {
    this.#users.clear()
  }
}

/** Browsers send the cookies of one port to every other: with the port in their names, emulators do not mix them up. */
function cookieName(origin: string): string {
  return `zoho-session-${new URL(origin).port}`
}
