import { ConfigurationError, OAuthToken } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../../runtime/auth/fingerprint.ts'
import { Environment, EUDataCenter, USDataCenter } from '../../../runtime/environment.ts'

describe('settings of a flow', () => {
  const grant = { clientId: 'c', clientSecret: 's', grantToken: 'g' }

  test('are kept as given', () => {
    expect(OAuthToken.grant({ ...grant, redirectUrl: 'https://x/' })).toEqual({
      flow: 'grant',
      ...grant,
      redirectUrl: 'https://x/',
    })
    expect(OAuthToken.id({ id: 'i' })).toEqual({ flow: 'id', id: 'i' })
  })

  test.each(['clientId', 'clientSecret', 'grantToken'])('an empty %s is named', (name) => {
    for (const value of ['', '  ', undefined as unknown as string, null as unknown as string]) {
      const make = () => OAuthToken.grant({ ...grant, [name]: value })
      expect(make).toThrow(ConfigurationError)
      expect(make).toThrow(`token.${name}`)
    }
  })

  // What `$(cat token.txt)` and copying from a page bring along.
  test('spaces around a token are not part of it', () => {
    expect(OAuthToken.access({ accessToken: ' 1000.abc.def\n' })).toEqual({
      flow: 'access',
      accessToken: '1000.abc.def',
    })
  })

  // A header cannot carry it, and what fetch says about that may repeat it.
  test.each(['1000.abc\ndef', '1000.abc def', '1000.“abc”'])('no token is %j', (accessToken) => {
    const make = () => OAuthToken.access({ accessToken })
    expect(make).toThrow(ConfigurationError)
    expect(make).toThrow(/token\.accessToken/)
    expect(make).not.toThrow(/abc/)
  })
})

describe('fingerprint', () => {
  const us = USDataCenter.PRODUCTION()
  const refresh = OAuthToken.refresh({ clientId: 'c', clientSecret: 's', refreshToken: 'r' })
  const custom = (port: number) =>
    Environment.custom({
      accountsUrl: `http://a:${port}`,
      apiUrl: 'http://b',
      fileUploadUrl: 'http://c',
    })

  test('is the same for the same, whatever the client secret', async () => {
    const rotated = OAuthToken.refresh({ clientId: 'c', clientSecret: 't', refreshToken: 'r' })
    expect(await fingerprint(us, rotated)).toBe(await fingerprint(us, refresh))
  })

  test('differs by environment, client and token', async () => {
    const prints = await Promise.all([
      fingerprint(us, refresh),
      fingerprint(USDataCenter.SANDBOX(), refresh),
      fingerprint(EUDataCenter.PRODUCTION(), refresh),
      fingerprint(custom(1), refresh),
      fingerprint(custom(2), refresh),
      fingerprint(us, OAuthToken.refresh({ clientId: 'd', clientSecret: 's', refreshToken: 'r' })),
      fingerprint(us, OAuthToken.refresh({ clientId: 'c', clientSecret: 's', refreshToken: 'q' })),
      fingerprint(us, OAuthToken.refresh({ clientId: 'cr', clientSecret: 's', refreshToken: ' ' + '"' })),
    ])
    expect(new Set(prints).size).toBe(prints.length)
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{32}$/)
  })

  test('flows that bring no secret have none', async () => {
    expect(await fingerprint(us, OAuthToken.id({ id: 'i' }))).toBeNull()
    expect(await fingerprint(us, OAuthToken.access({ accessToken: 'a' }))).toBeNull()
  })
})
