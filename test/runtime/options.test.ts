import { join } from 'node:path'
import {
  type ClientOptions,
  ConfigurationError,
  createClient,
  Environment,
  MemoryStore,
  OAuthToken,
  USDataCenter,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'
import { grantToken, storedToken } from './support.ts'

const complete: ClientOptions = {
  environment: USDataCenter.PRODUCTION(),
  token: OAuthToken.access({ accessToken: 'a' }),
  store: new MemoryStore(),
}
const { lease, release, ...rows } = {
  find: async () => null,
  list: async () => [],
  save: async () => true,
  remove: async () => {},
  lease: async () => true,
  release: async () => {},
}

function refusal(options: object): ConfigurationError {
  try {
    createClient({ ...complete, ...options } as ClientOptions)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return error as ConfigurationError
  }
  throw new Error('nothing was thrown')
}

test('is complete with an environment and a token', () => {
  expect(() => createClient(complete)).not.toThrow()
})

describe('what is wrong is refused with its path and what is allowed', () => {
  test.each([
    [{ environment: undefined }, 'environment is missing', /USDataCenter/],
    [{ environment: 'US.PRODUCTION' }, 'environment is none', /USDataCenter/],
    [{ environment: {} }, 'environment is none', /Environment\.custom/],
    [{ token: undefined }, 'token is missing', /OAuthToken/],
    [{ token: null }, 'token is missing', /OAuthToken/],
    [{ token: '1000.secret' }, 'token is none of the flows', /grant, refresh, access or id/],
    [{ token: { flow: 'magic' } }, 'token is none of the flows', /grant, refresh, access or id/],
    [{ store: {} }, 'store has no find, list, save, remove', /TokenStore/],
    [{ store: null }, 'store has no find, list, save, remove', /TokenStore/],
    [{ store: rows }, /store has no lease and release/, /singleProcess: true/],
    [{ store: { ...rows, lease } }, /store has no lease and release/, /singleProcess: true/],
    [{ store: { ...rows, singleProcess: 'yes' } }, /store has no lease and release/, /singleProcess: true/],
    [{ config: null }, 'config is null', /an object/],
    [{ config: { timeout: 1 } }, 'config has no option timeout', /connectTimeout, readTimeout/],
    [{ config: { concurrency: 0 } }, 'config.concurrency is 0', /1 to 1000/],
    [{ config: { concurrency: 2.5 } }, 'config.concurrency is 2.5', /whole number/],
    [{ config: { concurrency: '5' } }, 'config.concurrency is a string', /1 to 1000/],
    [{ config: { connectTimeout: 0 } }, 'config.connectTimeout is 0', /from 1/],
    [{ config: { readTimeout: -1 } }, 'config.readTimeout is -1', /from 1/],
    [{ config: { autoRefreshFields: 'yes' } }, 'config.autoRefreshFields is a string', /true or false/],
    [{ config: { pickListValidation: 1 } }, 'config.pickListValidation is 1', /true or false/],
    [{ config: { trustModifiedTime: null } }, 'config.trustModifiedTime is null', /true or false/],
    [{ config: { creditBudget: 0 } }, 'config.creditBudget is 0', /a whole number from 1/],
    [{ config: { creditBudget: 1.5 } }, 'config.creditBudget is 1.5', /a whole number from 1/],
    [{ config: { creditBudget: null } }, 'config.creditBudget is null', /a whole number from 1/],
    [{ config: { creditBudget: '10' } }, 'config.creditBudget is a string', /a whole number from 1/],
    [{ config: { wireValue: 'label' } }, 'config.wireValue is a string', /'display' or 'actual'/],
    [{ config: { wireValue: null } }, 'config.wireValue is null', /'display' or 'actual'/],
    [{ config: { wireValue: ['actual'] } }, 'config.wireValue is an object', /'display' or 'actual'/],
    [
      { config: { wireValue: { 'Leads.Lead_Source': 'label' } } },
      'config.wireValue["Leads.Lead_Source"] is a string',
      /'display' or 'actual'/,
    ],
    [
      { config: { wireValue: { 'Leads.Rating': 'actual', 'Leads.Lead_Source': null } } },
      'config.wireValue["Leads.Lead_Source"] is null',
      /'display' or 'actual'/,
    ],
    [
      { config: { wireValue: { Lead_Source: 'actual' } } },
      'config.wireValue["Lead_Source"] names no field',
      /Leads\.Lead_Source/,
    ],
    [{ onDrift: 'log' }, 'onDrift is a string', /a function/],
    [{ onDrift: null }, 'onDrift is null', /a function/],
    [{ config: { retry: {} } }, 'config.retry.attempts is undefined', /a whole number from 1/],
    [
      { config: { retry: { attempts: 1.5, firstDelay: 0, maxDelay: 0 } } },
      'config.retry.attempts is 1.5',
      /whole/,
    ],
    [{ config: { retry: 3 } }, 'config.retry is 3', /an object/],
    [{ resourcePath: '' }, /resourcePath is/, /a folder/],
    [{ resourcePath: 7 }, 'resourcePath is 7', /a folder/],
    [{ fetch: 'node-fetch' }, 'fetch is a string', /a function/],
    [{ fetch, proxy: 'http://127.0.0.1:1' }, 'proxy is set beside a fetch of your own', /that fetch/],
    [{ fetch, config: { connectTimeout: 5 } }, /config.connectTimeout is set beside a fetch/, /that fetch/],
    [{ tokens: 1 }, 'createClient has no option tokens', /environment, token, store/],
  ])('%o', (options, message, allowed) => {
    const error = refusal(options)
    if (typeof message === 'string') expect(error.message).toContain(message)
    else expect(error.message).toMatch(message)
    expect(error.hint).toMatch(allowed)
  })

  test('no secret is repeated', () => {
    expect(`${refusal({ token: '1000.secret' })}`).not.toContain('1000.secret')
  })
})

test.each([
  { ...rows, lease, release },
  { ...rows, singleProcess: true },
])('a store of one’s own is accepted: %o', (store) => {
  expect(() => createClient({ ...complete, store } as ClientOptions)).not.toThrow()
})

test.each([
  { autoRefreshFields: true, pickListValidation: false, trustModifiedTime: true, creditBudget: 1 },
  { wireValue: 'actual' },
  { wireValue: 'display' },
  { wireValue: {} },
  { wireValue: { 'Leads.Lead_Source': 'actual', 'Deals.Stage': 'display' } },
  { wireValue: undefined, creditBudget: undefined },
])('a configuration is accepted: %o', (config) => {
  expect(() => createClient({ ...complete, config, onDrift: () => {} } as ClientOptions)).not.toThrow()
})

test('an option that is undefined is not there', () => {
  const config = { readTimeout: undefined, retry: undefined }
  expect(() =>
    createClient({ ...complete, config, proxy: undefined } as unknown as ClientOptions),
  ).not.toThrow()
})

test('the resource path is where tokens are kept by default', async () => {
  const zoho = await emulator()
  const resourcePath = join(await scratchFolder(), 'resources')
  const options = { environment: Environment.custom(zoho), resourcePath }
  const first = createClient({ ...options, token: grantToken(zoho) })
  const { id } = await first.signIn()
  const second = createClient({ resourcePath, token: OAuthToken.id({ id: id ?? storedToken().id }) })
  expect((await second.request({ method: 'GET', path: '/org' })).status).toBe(200)
})
