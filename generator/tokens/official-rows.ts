import { ConfigurationError } from '@zcrm/runtime'

/** A token as the official SDK keeps it, in its file or its table: texts, empty where it knows nothing. */
export interface OfficialRow {
  readonly id: string
  /** `user_mail` of the file, `user_name` of the table: the e-mail, and the organisation's `zgid` behind a colon. */
  readonly user: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  readonly accessToken: string
  readonly grantToken: string
  /** Milliseconds since 1970. */
  readonly expiryTime: string
  /** `null` where it was not written yet: the old file has no column for it. */
  readonly apiDomain: string | null
}

const COLUMNS = [
  'id',
  'user_mail',
  'client_id',
  'client_secret',
  'refresh_token',
  'access_token',
  'grant_token',
  'expiry_time',
  'redirect_url',
]
const HEADER = COLUMNS.join(',')

/** Whether a text is a token file of the official SDK. */
export function isOfficialFile(text: string): boolean {
  const [header = ''] = text.split(/\r?\n/)
  return header.trim() === HEADER || header.trim() === `${HEADER},api_domain`
}

/**
 * The tokens of the official SDK's file. It writes values without quotes, so that a comma is a comma: only a redirect
 * URL, the last but one, can hold some.
 * @throws ConfigurationError that names the line where a file is something else.
 */
export function parseOfficialFile(path: string, text: string): readonly OfficialRow[] {
  const [header = '', ...lines] = text.split(/\r?\n/)
  if (!isOfficialFile(text)) {
    throw new ConfigurationError(
      `${path} is no token file of the official SDK`,
      `Its first line is ${HEADER}, with api_domain behind it or not.`,
    )
  }
  const hasDomain = header.trim().endsWith(',api_domain')
  const least = COLUMNS.length + (hasDomain ? 1 : 0)
  return lines.flatMap((line, index) => {
    // Where the official SDK adds a column to an old file, it makes a comma of the empty line at its end.
    if (/^[\s,]*$/.test(line)) return []
    const cells = line.split(',').map(said)
    if (cells.length < least) {
      throw new ConfigurationError(
        `${path} has ${cells.length} values in line ${index + 2}, not ${least}`,
        'Correct the line, or take it out.',
      )
    }
    const [id = '', user = '', clientId = '', clientSecret = '', refreshToken = '', accessToken = ''] = cells
    const [grantToken = '', expiryTime = ''] = cells.slice(6)
    const apiDomain = hasDomain ? (cells.at(-1) ?? '') : ''
    const row = { id, user, clientId, clientSecret, refreshToken, accessToken, grantToken, expiryTime }
    return [{ ...row, apiDomain: apiDomain === '' ? null : apiDomain }]
  })
}

/** A row of the official SDK's table. */
export function officialRowOf(row: Readonly<Record<string, unknown>>): OfficialRow {
  const text = (name: string) => said(String(row[name] ?? ''))
  const apiDomain = text('api_domain')
  return {
    id: text('id'),
    // Older versions of the official SDK name the column as in their file.
    user: text('user_name') || text('user_mail'),
    clientId: text('client_id'),
    clientSecret: text('client_secret'),
    refreshToken: text('refresh_token'),
    accessToken: text('access_token'),
    grantToken: text('grant_token'),
    expiryTime: text('expiry_time'),
    apiDomain: apiDomain === '' ? null : apiDomain,
  }
}

/** The official SDK writes what it does not know in several ways. */
function said(value: string): string {
  const text = value.trim()
  return text === 'null' || text === 'undefined' ? '' : text
}
