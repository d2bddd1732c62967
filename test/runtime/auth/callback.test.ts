import {
  AuthenticationError,
  authorizeUrl,
  CADataCenter,
  type CallbackOptions,
  ConfigurationError,
  Environment,
  EUDataCenter,
  handleCallback,
  OAuthToken,
  USDataCenter,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'

const redirectUrl = 'https://app.example.com/zoho/callback?tenant=a%26b'
const options: CallbackOptions = {
  environment: USDataCenter.SANDBOX(),
  clientId: '1000.CLIENT',
  clientSecret: 's-e-c-r-e-t',
  redirectUrl,
  state: 'state-of-this-user',
}

describe('the authorization URL', () => {
  const settings = { ...options, scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.users.READ'] }

  test('says who asks for what', () => {
    const url = new URL(authorizeUrl(settings))
    expect(url.origin + url.pathname).toBe('https://accounts.zoho.com/oauth/v2/auth')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      scope: 'ZohoCRM.modules.ALL,ZohoCRM.users.READ',
      client_id: '1000.CLIENT',
      response_type: 'code',
      access_type: 'offline',
      redirect_uri: redirectUrl,
      state: 'state-of-this-user',
      prompt: 'consent',
    })
    expect(url.href).not.toContain('s-e-c-r-e-t')
  })

  test('of a sign-in for an hour, without asking again', () => {
    const url = new URL(authorizeUrl({ ...settings, accessType: 'online', askAgain: false }))
    expect(url.searchParams.get('access_type')).toBe('online')
    expect(url.searchParams.has('prompt')).toBe(false)
  })

  test.each(['clientId', 'redirectUrl', 'state'])('an empty %s is refused', (name) => {
    expect(() => authorizeUrl({ ...settings, [name]: '' })).toThrow(ConfigurationError)
  })

  test('without scopes is refused', () => {
    expect(() => authorizeUrl({ ...settings, scopes: [] })).toThrow(/scopes/)
  })
})

describe('a callback', () => {
  const callback = (query: Record<string, string>) =>
    handleCallback(`/zoho/callback?${new URLSearchParams({ state: options.state, ...query })}`, options)
  const refusal = (work: () => unknown): AuthenticationError => {
    try {
      work()
    } catch (error) {
      expect(error).toBeInstanceOf(AuthenticationError)
      return error as AuthenticationError
    }
    throw new Error('nothing was thrown')
  }
  const grant = OAuthToken.grant({
    clientId: '1000.CLIENT',
    clientSecret: 's-e-c-r-e-t',
    grantToken: '1000.code',
    redirectUrl,
  })

  test('brings the grant, and the data centre of the account with the kind that was asked for', () => {
    const query = { code: '1000.code', location: 'eu', 'accounts-server': 'https://accounts.zoho.eu' }
    expect(callback(query)).toEqual({ environment: EUDataCenter.SANDBOX(), token: grant })
  })

  test.each([
    ['without a location', {}, USDataCenter.SANDBOX()],
    ['with a location only', { location: 'eu' }, EUDataCenter.SANDBOX()],
    ['with a location that nobody knows', { location: 'moon' }, USDataCenter.SANDBOX()],
    [
      'of its own accounts server',
      { 'accounts-server': 'https://accounts.zoho.com' },
      USDataCenter.SANDBOX(),
    ],
    [
      'of a data centre whose accounts host differs from its API host',
      { location: 'ca', 'accounts-server': 'https://accounts.zohocloud.ca' },
      CADataCenter.SANDBOX(),
    ],
  ])('%s', (_, query, environment) => {
    expect(callback({ code: '1000.code', ...query }).environment).toEqual(environment)
  })

  test('of a custom environment comes from its own accounts server only', () => {
    const environment = Environment.custom({
      accountsUrl: 'http://127.0.0.1:1',
      apiUrl: 'http://127.0.0.1:2',
      fileUploadUrl: 'http://127.0.0.1:3',
    })
    const url = (server: string) =>
      new URL(
        `?${new URLSearchParams({ code: '1', state: options.state, 'accounts-server': server })}`,
        redirectUrl,
      )
    const handle = (server: string) => handleCallback(url(server), { ...options, environment })
    expect(handle('http://127.0.0.1:1').environment).toBe(environment)
    expect(refusal(() => handle('http://127.0.0.1:2')).code).toBe('FOREIGN_ACCOUNTS_SERVER')
    expect(refusal(() => handle('https://accounts.zoho.com')).code).toBe('FOREIGN_ACCOUNTS_SERVER')
  })

  test.each([
    'https://accounts.zoho.com.evil.example',
    'https://evil.example',
    'https://accounts.zoho.com@evil.example',
    'http://accounts.zoho.com',
    'https://accounts.zoho.com:8443',
    'accounts.zoho.com',
    'javascript:alert(1)',
    '',
  ])('with the accounts server %j is refused', (server) => {
    const error = refusal(() => callback({ code: '1000.code', 'accounts-server': server }))
    expect(error.code).toBe('FOREIGN_ACCOUNTS_SERVER')
  })

  test.each([{ state: 'of somebody else' }, { state: '' }])('with another state (%o) is refused', (query) => {
    expect(refusal(() => callback({ code: '1000.code', ...query })).code).toBe('STATE_MISMATCH')
  })

  test('where the state was never sent is refused', () => {
    const forged = () => handleCallback('/zoho/callback?code=1000.code&state=', { ...options, state: '' })
    expect(refusal(forged).code).toBe('STATE_MISMATCH')
  })

  test('of a user who refused', () => {
    const error = refusal(() => callback({ error: 'access_denied' }))
    expect([error.code, error.message]).toEqual(['access_denied', 'the user did not let the client in'])
  })

  test('with another error, and without a code', () => {
    expect(refusal(() => callback({ error: '<b>invalid_scope' })).message).toContain('invalid_scope')
    expect(refusal(() => callback({})).code).toBe('NO_CODE')
  })
})
