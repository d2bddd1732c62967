import { describe, expect, test } from 'vitest'
import { officialRowOf, parseOfficialFile } from '../../../generator/tokens/official-rows.ts'
import { caught } from '../../runtime/support.ts'

const OLD =
  'id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,redirect_url'
const NEW = `${OLD},api_domain`

/** The error that some work throws. */
const refusal = (work: () => unknown) => caught(Promise.resolve().then(work))

const parse = (...lines: readonly string[]) => parseOfficialFile('tokens.txt', lines.join('\n'))

const ADA = {
  id: '1',
  user: 'ada@example.com:77',
  clientId: '1000.C',
  clientSecret: 'secret',
  refreshToken: '1000.r',
  accessToken: '1000.a',
  grantToken: '1000.g',
  expiryTime: '1700000000000',
  apiDomain: 'https://www.zohoapis.eu',
}
const LINE = '1,ada@example.com:77,1000.C,secret,1000.r,1000.a,1000.g,1700000000000,https://a.example/cb'

describe('the file of the official SDK', () => {
  test('of ten columns', () => {
    expect(parse(NEW, `${LINE},https://www.zohoapis.eu`)).toEqual([ADA])
  })

  test('of nine columns, as older versions write it', () => {
    expect(parse(OLD, LINE)).toEqual([{ ...ADA, apiDomain: null }])
  })

  test('of nine columns, to which a newer version has added the tenth', () => {
    // It adds a comma to each line, to the empty one at the end too, and keeps the ends of lines of Windows before it.
    const lines = [NEW, `${LINE}\r,`, '\r,', ',']
    expect(parse(...lines)).toEqual([{ ...ADA, apiDomain: null }])
  })

  test('with several tokens, in their order', () => {
    const rows = parse(
      NEW,
      `${LINE},`,
      LINE.replace('1,', '2,').concat(','),
      '',
      `${LINE.replace('1,', '10,')},`,
    )
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '10'])
  })

  test('with none', () => {
    for (const text of [NEW, `${NEW}\n`, OLD, `${OLD}\r\n\r\n`]) expect(parse(text)).toEqual([])
  })

  test('saved on Windows', () => {
    const text = `\ufeff${NEW}\r\n${LINE},https://www.zohoapis.eu\r\n`
    expect(parseOfficialFile('tokens.txt', text)).toEqual([ADA])
  })

  test.each([
    ['https://a.example/cb?a=1,2', ''],
    ['https://a.example/cb?a=1,2,3', 'https://www.zohoapis.eu'],
  ])('with a comma in the redirect URL, which nothing quotes: %s', (url, domain) => {
    const [row] = parse(NEW, `${LINE.replace('https://a.example/cb', url)},${domain}`)
    expect(row).toEqual({ ...ADA, apiDomain: domain === '' ? null : domain })
  })

  test('with what it does not know: nothing, null or undefined', () => {
    const rows = parse(NEW, '1,,1000.C,secret,1000.r,,null,undefined,,null', '2,,,,,1000.a,,1700000000000,,')
    const nothing = { user: '', accessToken: '', grantToken: '', expiryTime: '', apiDomain: null }
    expect(rows).toEqual([
      { ...ADA, ...nothing },
      {
        ...nothing,
        id: '2',
        clientId: '',
        clientSecret: '',
        refreshToken: '',
        accessToken: '1000.a',
        expiryTime: '1700000000000',
      },
    ])
  })

  test.each([
    [3, [NEW, `${LINE},`, 'not, enough'], /has 2 values in line 3, not 10/],
    [2, [NEW, LINE], /has 9 values in line 2, not 10/],
    [5, [OLD, LINE, '', LINE, '4,ada'], /has 2 values in line 5, not 9/],
  ])('with a broken line: number %d', async (_, lines, want) => {
    const error = await refusal(() => parse(...lines))
    expect(error.message).toMatch(want)
    expect(error.message).toMatch(/^tokens\.txt /)
    expect(error.message + error.hint).not.toContain('secret')
  })

  test.each([
    '',
    '\n',
    '{"version":1,"tokens":[]}',
    'id,user_mail',
    `${NEW},more`,
    `x${NEW}`,
    '\u0000\u0001',
  ])('that is something else: %j', async (text) => {
    const error = await refusal(() => parseOfficialFile('tokens.txt', text))
    expect(error.message).toBe('tokens.txt is no token file of the official SDK')
    expect(error.hint).toContain(OLD)
  })
})

describe('a row of the table', () => {
  const row = {
    id: '1',
    client_id: '1000.C',
    client_secret: 'secret',
    refresh_token: '1000.r',
    access_token: '1000.a',
    grant_token: '1000.g',
    expiry_time: '1700000000000',
    redirect_url: 'https://a.example/cb',
  }

  test('of this version, and of those that name the user as the file does', () => {
    const api_domain = 'https://www.zohoapis.eu'
    expect(officialRowOf({ ...row, user_name: 'ada@example.com:77', api_domain })).toEqual(ADA)
    expect(officialRowOf({ ...row, user_mail: 'ada@example.com:77' })).toEqual({ ...ADA, apiDomain: null })
  })

  test('with nulls, and the texts that stand for them', () => {
    const nulls = { access_token: null, grant_token: 'null', expiry_time: null, user_name: 'undefined' }
    expect(officialRowOf({ ...row, ...nulls, api_domain: null })).toEqual({
      ...ADA,
      user: '',
      accessToken: '',
      grantToken: '',
      expiryTime: '',
      apiDomain: null,
    })
  })

  test('with numbers where another hand made the table', () => {
    expect(officialRowOf({ ...row, id: 7, expiry_time: 1700000000000 })).toMatchObject({
      id: '7',
      expiryTime: '1700000000000',
    })
  })
})
