import { describe, expect, test } from 'vitest'
import { readOfficialTable } from '../../../generator/tokens/official-table.ts'
import { caught, everythingOf } from '../../runtime/support.ts'
import { askerOf, freePort, mariadb } from '../../support/databases.ts'

const PASSWORD = 'qwe/zxc'

/** The URL of the server, or of another one, as another user, where a test says so. */
type UrlOf = (rest?: Readonly<Record<string, string>>) => string

/** A database of the test's own, with a table of something else and an old one of the official SDK. */
async function makeDatabase(): Promise<UrlOf> {
  const options = await mariadb.options()
  const settings = ('mysql' in options ? options.mysql : {}) as Readonly<Record<string, string>>
  const ask = await askerOf(options)
  await ask('create table other (id int)')
  await ask(`create table old (id varchar(10), user_mail varchar(255), client_id varchar(255),
    client_secret varchar(255), refresh_token varchar(255), access_token varchar(255), grant_token varchar(255),
    expiry_time varchar(20), redirect_url varchar(255))`)
  await ask(
    `insert into old values ('1', 'ada@example.com', '1000.C', 's', '1000.r', null, 'null', '9', null)`,
  )
  return (rest = {}) => {
    const { user, password, host, port, database } = { ...settings, ...rest }
    return `mysql://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${database}`
  }
}

describe.skipIf(!mariadb.isThere)('the table of the official SDK', () => {
  test('of an older version, which has no API domain', async () => {
    const urlOf = await makeDatabase()
    expect(await readOfficialTable(`${urlOf()}?table=old`)).toEqual([
      {
        id: '1',
        user: 'ada@example.com',
        clientId: '1000.C',
        clientSecret: 's',
        refreshToken: '1000.r',
        accessToken: '',
        grantToken: '',
        expiryTime: '9',
        apiDomain: null,
      },
    ])
  })

  test.each<[string, (urlOf: UrlOf, closedPort: number) => string, RegExp]>([
    ['a wrong password', (urlOf) => urlOf({ user: 'nobody-here', password: PASSWORD }), /Access denied/],
    [
      'a server that is not there',
      (urlOf, port) => urlOf({ password: PASSWORD, port: `${port}` }),
      /ECONNREFUSED/,
    ],
    ['no such table', (urlOf) => urlOf(), /the table oauthtoken of .*doesn't exist/],
    ['no such database', (urlOf) => urlOf({ database: 'zcrm_absent' }), /Unknown database/],
    [
      'a table of something else',
      (urlOf) => `${urlOf()}?table=other`,
      /the table other .*no column client_id/,
    ],
    ['a name that is no table', (urlOf) => `${urlOf()}?table=%60;drop+table+old`, /cannot be read/],
  ])('that cannot be read: %s', async (_, urlAt, want) => {
    const error = await caught(readOfficialTable(urlAt(await makeDatabase(), await freePort())))
    expect(error).toMatchObject({ code: 'CONFIGURATION', message: expect.stringMatching(want) })
    expect(everythingOf(error)).not.toContain(PASSWORD)
    expect(everythingOf(error)).not.toContain(encodeURIComponent(PASSWORD))
  })
})

test.each([
  'mysql://',
  'mysql://me:qwe/zxc@localhost/db',
  'mysql://me:7/zxc@localhost/db',
  'mysql://me:qwe#zxc@localhost/db',
  'mysql://me:7?zxc@localhost/db',
  'mysql://me:7/#zxc@localhost/db',
  'MariaDB://me:qwezxc@localhost',
])('a URL that names no database, or was cut off by a password: %s', async (url) => {
  const error = await caught(readOfficialTable(url))
  expect(error).toMatchObject({ code: 'CONFIGURATION', message: 'the URL of the database cannot be read' })
  expect(everythingOf(error)).not.toContain('zxc')
})
