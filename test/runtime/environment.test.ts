import {
  AEDataCenter,
  AUDataCenter,
  CADataCenter,
  CNDataCenter,
  ConfigurationError,
  Environment,
  EUDataCenter,
  environmentNames,
  INDataCenter,
  JPDataCenter,
  parseEnvironment,
  SADataCenter,
  UKDataCenter,
  USDataCenter,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { correctedBy } from '../../runtime/environment-key.ts'

/** The table of Zoho's documentation of its data centres, typed off by hand. */
const TABLE = [
  ['US', USDataCenter, 'accounts.zoho.com', 'zohoapis.com', 'content.zohoapis.com'],
  ['EU', EUDataCenter, 'accounts.zoho.eu', 'zohoapis.eu', 'content.zohoapis.eu'],
  ['IN', INDataCenter, 'accounts.zoho.in', 'zohoapis.in', 'content.zohoapis.in'],
  ['AU', AUDataCenter, 'accounts.zoho.com.au', 'zohoapis.com.au', 'content.zohoapis.com.au'],
  ['CN', CNDataCenter, 'accounts.zoho.com.cn', 'zohoapis.com.cn', 'content.zohoapis.com.cn'],
  ['JP', JPDataCenter, 'accounts.zoho.jp', 'zohoapis.jp', 'content.zohoapis.jp'],
  ['CA', CADataCenter, 'accounts.zohocloud.ca', 'zohoapis.ca', 'upload.zohocloud.ca'],
  ['SA', SADataCenter, 'accounts.zoho.sa', 'zohoapis.sa', 'files.zoho.sa'],
  // Of these only the accounts host of the UK is documented.
  ['UK', UKDataCenter, 'accounts.zoho.uk', 'zohoapis.uk', 'content.zohoapis.uk'],
  ['AE', AEDataCenter, 'accounts.zoho.ae', 'zohoapis.ae', 'content.zohoapis.ae'],
] as const

const KINDS = [
  ['PRODUCTION', 'www'],
  ['SANDBOX', 'sandbox'],
  ['DEVELOPER', 'developer'],
] as const

const ALL = TABLE.flatMap((row) => KINDS.map((kind) => [...row, ...kind] as const))

describe('data centres', () => {
  test.each(ALL)('%s %#', (code, dataCenter, accounts, api, files, kind, subdomain) => {
    const wanted = {
      name: `${code}.${kind}`,
      dataCenter: code,
      kind,
      isConfirmed: code !== 'UK' && code !== 'AE',
      accountsUrl: `https://${accounts}`,
      apiUrl: `https://${subdomain}.${api}`,
      fileUploadUrl: `https://${files}`,
    }
    expect(dataCenter[kind]()).toEqual(wanted)
    expect(parseEnvironment(`${code}.${kind}`)).toEqual(wanted)
    expect(parseEnvironment(`${code}.${kind}`.toLowerCase())).toEqual(wanted)
  })

  test('their names are those of the table', () => {
    expect(environmentNames).toEqual(ALL.map(([code, , , , , kind]) => `${code}.${kind}`))
  })

  test('an environment cannot be changed', () => {
    expect(Object.isFrozen(USDataCenter.PRODUCTION())).toBe(true)
  })
})

test.each([
  '',
  'US',
  'US.',
  '.PRODUCTION',
  'US.PRODUCTION.',
  'US.PRODUCTION.X',
  'XX.PRODUCTION',
  'US.LIVE',
  'custom',
  ' US.PRODUCTION',
  '__proto__.PRODUCTION',
  'constructor.constructor',
])('the name %j is refused, with the names that there are', (name) => {
  const parse = () => parseEnvironment(name)
  expect(parse).toThrow(ConfigurationError)
  expect(parse).toThrow(JSON.stringify(name))
  expect(parse).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(/US, EU, .*SA.*SANDBOX/), code: 'CONFIGURATION' }),
  )
})

describe('custom origins', () => {
  const origins = {
    accountsUrl: 'https://a.example',
    apiUrl: 'http://b.example:81/',
    fileUploadUrl: 'https://c.example:443',
  }

  test('are kept without what an origin does not have', () => {
    expect(Environment.custom(origins)).toEqual({
      name: 'custom',
      dataCenter: null,
      kind: 'PRODUCTION',
      // Its hosts are the user's own affair.
      isConfirmed: true,
      accountsUrl: 'https://a.example',
      apiUrl: 'http://b.example:81',
      fileUploadUrl: 'https://c.example',
    })
  })

  const wrong = [
    '',
    'a.example',
    'https://',
    'ftp://a.example',
    'javascript:alert(1)',
    'https://a.example/crm',
    'https://a.example/?x',
    'https://a.example/#x',
    'https://me@a.example',
  ]
  test.each(wrong.flatMap((value) => Object.keys(origins).map((option) => [option, value] as const)))(
    '%s %j is refused',
    (option, value) => {
      const make = () => Environment.custom({ ...origins, [option]: value })
      expect(make).toThrow(ConfigurationError)
      expect(make).toThrow(option)
    },
  )

  test('a password in one is not repeated', () => {
    const make = () => Environment.custom({ ...origins, apiUrl: 'https://me:pa55word@a.example' })
    expect(make).toThrow(ConfigurationError)
    expect(make).not.toThrow(/pa55word/)
  })
})

describe('correctedBy', () => {
  const us = USDataCenter.PRODUCTION()
  test.each([
    ['another data centre', us, 'https://www.zohoapis.eu', EUDataCenter.PRODUCTION()],
    [
      'another data centre, of a sandbox',
      USDataCenter.SANDBOX(),
      'https://www.zohoapis.eu',
      EUDataCenter.SANDBOX(),
    ],
    ['the kind is kept', us, 'https://sandbox.zohoapis.com', us],
    ['the kind is kept in another data centre', us, 'https://sandbox.zohoapis.in', INDataCenter.PRODUCTION()],
    [
      'a production host never turns a sandbox into production',
      USDataCenter.SANDBOX(),
      'https://www.zohoapis.com',
      USDataCenter.SANDBOX(),
    ],
    ['a host of longer name', us, 'https://www.zohoapis.com.au', AUDataCenter.PRODUCTION()],
    ['an unknown host', us, 'https://evil.example', us],
    ['a host that ends like a known one', us, 'https://evil-www.zohoapis.eu', us],
    ['a host that starts like a known one', us, 'https://www.zohoapis.eu.evil.example', us],
    ['a known host as user name', us, 'https://www.zohoapis.eu@evil.example', us],
    ['a known host at another port', us, 'https://www.zohoapis.eu:8443', us],
    ['plain http becomes https', us, 'http://www.zohoapis.eu', EUDataCenter.PRODUCTION()],
    ['no URL', us, 'www.zohoapis.eu', us],
    ['nothing', us, undefined, us],
  ])('%s', (_, environment, apiDomain, wanted) => {
    expect(correctedBy(environment, apiDomain)).toEqual(wanted)
  })

  test('hosts that were given are kept', () => {
    const own = Environment.custom({
      accountsUrl: 'http://a',
      apiUrl: 'http://b',
      fileUploadUrl: 'http://c',
    })
    expect(correctedBy(own, 'https://www.zohoapis.eu')).toBe(own)
  })
})
