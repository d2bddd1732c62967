import type { Emulator } from '../../emulator/index.ts'

/** An answer of the API as it came. */
export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: it is judged by a schema
  readonly body: any
}

/** Calls the API of an emulator by hand, with nothing of the project in between. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answered>

/** An access token of an emulator. */
export async function accessTokenOf(zoho: Emulator): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret, refreshToken: refresh_token } = zoho
  const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token }
  const url = `${zoho.accountsUrl}/oauth/v2/token`
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  return ((await answer.json()) as { access_token: string }).access_token
}

/** What calls an emulator. */
export async function callerOf(zoho: Emulator): Promise<Call> {
  const headers = { Authorization: `Zoho-oauthtoken ${await accessTokenOf(zoho)}` }
  return async (method, path, body) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const answer = await fetch(`${zoho.apiUrl}${path}`, init)
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
}
