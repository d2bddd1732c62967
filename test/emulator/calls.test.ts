import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Call, Emulator } from '../../emulator/index.ts'
import { Browser, CALLBACK } from './browser.ts'
import { call, refresh, signIn, start, token } from './client.ts'

function last(emulator: Emulator): Call | undefined {
  return emulator.calls().at(-1)
}

/** Whether any of these texts is anywhere in the log. */
function leaks(emulator: Emulator, ...secrets: readonly string[]): boolean {
  const log = JSON.stringify(emulator.calls())
  return secrets.some((secret) => log.includes(secret) || log.includes(encodeURIComponent(secret)))
}

describe('the log of calls', () => {
  test('names the host that was asked', async () => {
    const emulator = await start()
    await call(`${emulator.apiUrl}/crm/v8/org`)
    // A fetch does not let its caller choose the header.
    const sent = get(`${emulator.apiUrl}/crm/v8/org`, { headers: { host: 'api.example.com' } })
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
    const hosts = emulator.calls().map(({ host }) => host)
    expect(hosts).toEqual([new URL(emulator.apiUrl).host, 'api.example.com'])
  })

  test('says which secrets a sign-in sends, and where', async () => {
    const emulator = await start()
    const client = await signIn(emulator)
    expect(last(emulator)?.secrets).toEqual(['clientSecret', 'grantToken'])
    await refresh(emulator)
    expect(last(emulator)?.secrets).toEqual(['clientSecret', 'refreshToken'])
    await client.get('/org')
    expect(last(emulator)?.secrets).toEqual(['accessToken'])
    await call(`${emulator.accountsUrl}/oauth/serverinfo`)
    expect(last(emulator)?.secrets).toEqual([])
  })

  test('sees them in multipart forms, in Basic, and where the call failed', async () => {
    const emulator = await start({ faults: [{ path: '/oauth/v2/token', skip: 1, drop: true }] })
    const body = new FormData()
    body.set('refresh_token', emulator.refreshToken)
    await call(`${emulator.accountsUrl}/oauth/v2/token`, { method: 'POST', body })
    expect(last(emulator)).toMatchObject({ status: 200, secrets: ['refreshToken'] })
    await expect(refresh(emulator)).rejects.toThrow('fetch failed')
    expect(last(emulator)).toMatchObject({ status: 0, secrets: ['clientSecret', 'refreshToken'] })
    const basic = Buffer.from(`${emulator.clientId}:${emulator.clientSecret}`).toString('base64')
    const headers = { Authorization: `Basic ${basic}`, 'X-Copy': `Basic ${basic}` }
    await call(`${emulator.accountsUrl}/oauth/serverinfo`, { headers })
    expect(last(emulator)).toMatchObject({
      secrets: ['clientSecret'],
      headers: { 'x-copy': 'Basic (secret)' },
    })
  })

  test('masks them in paths and headers, however they are written', async () => {
    const clientSecret = 'a/b c+d&é'
    const emulator = await start({ clientSecret })
    const { access_token: accessToken } = (await refresh(emulator)).body
    const dotted = accessToken.replaceAll('.', '%2E')
    const query = new URLSearchParams({ a: accessToken, s: clientSecret })
    const path = `/crm/v8/org?${query}&s2=${encodeURIComponent(clientSecret)}&d=${dotted}&x=%zz&y=1`
    const headers = {
      'X-Referer': `http://a/?code=${emulator.grantToken}`,
      'X-Plain': 'a%20b',
      Cookie: 'a=b',
    }
    await call(`${emulator.apiUrl}${path}`, { headers })
    expect(last(emulator)).toMatchObject({
      path: '/crm/v8/org?a=(secret)&s=(secret)&s2=(secret)&d=(secret)&x=%zz&y=1',
      headers: { 'x-referer': 'http://a/?code=(secret)', 'x-plain': 'a%20b' },
      secrets: ['accessToken', 'clientSecret', 'grantToken'],
    })
    expect(last(emulator)?.headers).not.toHaveProperty('cookie')
    expect(leaks(emulator, clientSecret, accessToken, emulator.grantToken, emulator.refreshToken)).toBe(false)
  })

  test('takes short secrets for whole words', async () => {
    const emulator = await start({ clientSecret: 'secret', grantToken: 'grant', refreshToken: 'refresh' })
    await call(`${emulator.apiUrl}/crm/v8/grants?secret_=1&grant_type=refresh_token`)
    expect(last(emulator)).toMatchObject({
      path: '/crm/v8/grants?secret_=1&grant_type=refresh_token',
      secrets: [],
    })
    await token(emulator, { grant_type: 'authorization_code', code: 'grant' })
    expect(last(emulator)?.secrets).toEqual(['clientSecret', 'grantToken'])
  })

  test('knows every token that was ever given', async () => {
    const emulator = await start()
    const browser = new Browser()
    const page = await browser.accept(emulator)
    expect(emulator.calls().flatMap(({ secrets }) => secrets)).toEqual([])
    const code = page.location?.searchParams.get('code') ?? ''
    const { body } = await token(emulator, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK })
    emulator.reset()
    emulator.expireTokens()
    for (const secret of [code, body.access_token, body.refresh_token])
      await call(`${emulator.apiUrl}/crm/v8/org?leaked=${secret}`)
    expect(emulator.calls().map(({ path, secrets }) => [path, ...secrets])).toEqual([
      ['/crm/v8/org?leaked=(secret)', 'grantToken'],
      ['/crm/v8/org?leaked=(secret)', 'accessToken'],
      ['/crm/v8/org?leaked=(secret)', 'refreshToken'],
    ])
  })
})
