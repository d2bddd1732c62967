import { Environment, parseEnvironment } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import { consoleSteps, consoleUrl, DEFAULT_SCOPES } from '../../../generator/login/console.ts'

const origin = 'http://127.0.0.1:1'
const custom = Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin })

test.each([
  ['US.PRODUCTION', 'https://api-console.zoho.com'],
  ['EU.SANDBOX', 'https://api-console.zoho.eu'],
  ['AU.DEVELOPER', 'https://api-console.zoho.com.au'],
  ['CN.PRODUCTION', 'https://api-console.zoho.com.cn'],
  ['CA.PRODUCTION', 'https://api-console.zohocloud.ca'],
])('the API console of %s is %s', (name, want) => {
  expect(consoleUrl(parseEnvironment(name))).toBe(want)
})

test('a custom environment has no console of its own: the one that most have is named', () => {
  expect(consoleUrl(custom)).toBe('https://api-console.zoho.com')
})

test('the steps name the console and the scopes, in the order in which they are needed', () => {
  const steps = consoleSteps(parseEnvironment('IN.PRODUCTION'), ['ZohoCRM.modules.ALL', 'ZohoCRM.org.READ'])
  expect(steps).toEqual([
    expect.stringMatching(/^1\. .*https:\/\/api-console\.zoho\.in .*Self Client/),
    expect.stringMatching(/^2\. .*ZCRM_CLIENT_ID and ZCRM_CLIENT_SECRET/),
    expect.stringMatching(/^3\. Generate Code.* scope$/),
    'ZohoCRM.modules.ALL,ZohoCRM.org.READ',
    expect.stringMatching(/^4\. .*grant token/),
  ])
})

test('the scopes that are asked for are written as Zoho writes scopes, none twice', () => {
  for (const scope of DEFAULT_SCOPES) expect(scope).toMatch(/^Zoho[A-Za-z]+\.[a-z]+\.(ALL|READ)$/)
  expect(new Set(DEFAULT_SCOPES).size).toBe(DEFAULT_SCOPES.length)
})
