import { startEmulator } from '../../emulator/index.ts'

/** Records of a page, and fields of a record: as many as the API gives with one call. */
export const PER_PAGE = 200
const FIELDS = 50

/** The records of one page, which the server gives so many times, each time with other ids. */
export interface PageBody {
  readonly pages: number
  readonly fields: readonly string[]
  readonly records: readonly Readonly<Record<string, unknown>>[]
}

/** A page of records as the emulator makes them: the last 50 of these fields, which are not the ones of the system. */
export async function recordPage(
  org: string,
  module: string,
  names: readonly string[],
  pages: number,
): Promise<PageBody> {
  const fields = names.slice(-FIELDS)
  const emulator = await startEmulator({ org, records: PER_PAGE })
  try {
    const query = new URLSearchParams({ fields: fields.join(','), per_page: String(PER_PAGE) })
    const headers = { Authorization: `Zoho-oauthtoken ${await accessToken(emulator)}` }
    const response = await fetch(`${emulator.apiUrl}/crm/v8/${module}?${query}`, { headers })
    const { data } = (await response.json()) as { data: PageBody['records'] }
    return { pages, fields, records: data }
  } finally {
    await emulator.close()
  }
}

interface Issuer {
  readonly accountsUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

async function accessToken({ accountsUrl, clientId, clientSecret, refreshToken }: Issuer): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  })
  const response = await fetch(`${accountsUrl}/oauth/v2/token`, { method: 'POST', body })
  return ((await response.json()) as { access_token: string }).access_token
}
