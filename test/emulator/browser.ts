import type { Emulator } from '../../emulator/index.ts'

/** What a request for authorization says; null leaves a parameter out. */
export type Parameters = Readonly<Record<string, string | null>>

/** Where the client of the tests is sent back to; nothing listens there. */
export const CALLBACK = 'http://127.0.0.1:9/callback'

/** A page, or a redirect, as a browser sees it. */
export interface Page {
  readonly status: number
  readonly headers: Headers
  readonly html: string
  /** Where it redirects to. */
  readonly location: URL | undefined
  /** What its form would send: the hidden fields, and the radio button that is checked. */
  readonly fields: Readonly<Record<string, string>>
  /** The values of its radio buttons. */
  readonly users: readonly string[]
}

/** The URL of the authorization page. */
export function authorizationUrl(emulator: Emulator, parameters: Parameters = {}): string {
  const all: Parameters = {
    scope: 'ZohoCRM.modules.ALL,ZohoCRM.users.READ',
    client_id: emulator.clientId,
    response_type: 'code',
    access_type: 'offline',
    redirect_uri: CALLBACK,
    ...parameters,
  }
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
  return `${emulator.accountsUrl}/oauth/v2/auth?${new URLSearchParams(given)}`
}

/** A browser that keeps the cookies of the emulators that it looks at, and does not follow redirects. */
export class Browser {
  #cookies: ReadonlyMap<string, string> = new Map()

  /** Opens the authorization page. */
  open(emulator: Emulator, parameters: Parameters = {}): Promise<Page> {
    return this.#load(authorizationUrl(emulator, parameters))
  }

  /** Posts the form of a page, with what the user chose. */
  post(
    emulator: Emulator,
    fields: Readonly<Record<string, string>>,
    chosen: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const body = new URLSearchParams({ ...fields, ...chosen })
    return this.#load(`${emulator.accountsUrl}/oauth/v2/auth`, { method: 'POST', body })
  }

  /** Opens the page and accepts, as the user with this e-mail address or as the one that is chosen at first. */
  async accept(emulator: Emulator, parameters: Parameters = {}, user?: string): Promise<Page> {
    const { fields } = await this.open(emulator, parameters)
    return this.post(emulator, fields, { decision: 'accept', ...(user === undefined ? {} : { user }) })
  }

  async #load(url: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: cookie ? { cookie } : {} })
    const set = response.headers.getSetCookie().map((line) => /^([^=]+)=([^;]*)/.exec(line) ?? [])
    this.#cookies = new Map([
      ...this.#cookies,
      ...set.map(([, name = '', value = '']) => [name, value] as const),
    ])
    const html = await response.text()
    const location = response.headers.get('location')
    const inputs = [...html.matchAll(/<input ([^>]*)>/g)].map(([, attributes = '']) => attributes)
    const sent = inputs.filter((input) => input.includes('type="hidden"') || / checked\b/.test(input))
    return {
      status: response.status,
      headers: response.headers,
      html,
      location: location === null ? undefined : new URL(location),
      fields: Object.fromEntries(sent.map((input) => [attribute(input, 'name'), attribute(input, 'value')])),
      users: inputs
        .filter((input) => input.includes('type="radio"') && attribute(input, 'name') === 'user')
        .map((input) => attribute(input, 'value')),
    }
  }
}

const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&#39;/g, "'"],
  [/&amp;/g, '&'],
]

function attribute(input: string, name: string): string {
  const escaped = new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? ''
  return ENTITIES.reduce((text, [entity, character]) => text.replace(entity, character), escaped)
}
