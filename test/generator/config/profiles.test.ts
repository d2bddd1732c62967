import { describe, expect, test } from 'vitest'
import { type ConfigSources, resolveConfig } from '../../../generator/config/resolve.ts'
import { failureOf } from '../../support/failure.ts'

const AT = '/app/zcrm.config.json'

function sources(content: unknown, more: Partial<ConfigSources> = {}): ConfigSources {
  return { flags: {}, env: {}, file: { path: AT, content }, cwd: '/elsewhere', ...more }
}

const two = { production: { environment: 'EU.PRODUCTION' }, sandbox: { environment: 'EU.SANDBOX' } }

describe('a profile is chosen', () => {
  test.each([
    [
      'by flag, before the variable',
      { profile: 'sandbox', env: { ZCRM_PROFILE: 'production' } },
      {},
      'sandbox',
    ],
    [
      'by variable, before the default',
      { env: { ZCRM_PROFILE: 'sandbox' } },
      { defaultProfile: 'production' },
      'sandbox',
    ],
    ['by the file', {}, { defaultProfile: 'production' }, 'production'],
    ['by nobody, where there is one', {}, { profiles: { sandbox: two.sandbox } }, 'sandbox'],
    ['by nobody, where there is none', {}, { profiles: {} }, null],
    [
      'not by an empty variable',
      { env: { ZCRM_PROFILE: '' } },
      { defaultProfile: 'production' },
      'production',
    ],
  ] as const)('%s', (_, more, content, want) => {
    expect(resolveConfig(sources({ profiles: two, ...content }, more)).profile).toBe(want)
  })

  test.each([
    [
      {},
      { profiles: two },
      `${AT} has several profiles, and none was chosen: production, sandbox`,
      /--profile or ZCRM_PROFILE/,
    ],
    [
      { profile: 'sandbx' },
      { profiles: two },
      '--profile is "sandbx", which is no profile',
      /^Did you mean sandbox\?$/,
    ],
    [
      { profile: 'x' },
      { profiles: two },
      '--profile is "x", which is no profile',
      /^The profiles are production, sandbox\.$/,
    ],
    [{ profile: 'x' }, {}, '--profile is "x", which is no profile', /^No profiles are configured\.$/],
    [
      { env: { ZCRM_PROFILE: 'Sandbox' } },
      { profiles: two },
      'ZCRM_PROFILE is "Sandbox", which is no profile',
      /sandbox/,
    ],
    [
      { profile: '__proto__' },
      { profiles: two },
      '--profile is "__proto__", which is no profile',
      /profiles are/,
    ],
    [
      {},
      { profiles: two, defaultProfile: 'sandbux' },
      `defaultProfile in ${AT} is "sandbux", which is no profile`,
      /sandbox/,
    ],
    [{}, { defaultProfile: 'x' }, `defaultProfile in ${AT} is "x", which is no profile`, /No profiles/],
  ] as const)('or not: %j of %j', async (more, content, message, hint) => {
    const error = await failureOf(() => resolveConfig(sources(content, more)))
    expect(error.message).toBe(message)
    expect(error.hint).toMatch(hint)
  })
})

describe('a value', () => {
  const content = { clientId: 'top', concurrency: 2, profiles: { a: { clientId: 'own' }, b: {} } }
  const env = { ZCRM_CLIENT_ID: 'env', ZCRM_B_CLIENT_ID: 'env of b' }

  test.each([
    ['of the profile before that at the top', { profile: 'a' }, 'own'],
    ['at the top, where the profile says nothing', { profile: 'b' }, 'top'],
    ['of the environment before the profile', { profile: 'a', env }, 'env'],
    ['of the profile’s own variable before any', { profile: 'b', env }, 'env of b'],
  ] as const)('%s', (_, more, want) => {
    expect(resolveConfig(sources(content, more))).toMatchObject({ clientId: want, concurrency: 2 })
  })

  test('a flag is stronger than all', () => {
    const all = { environment: 'US.PRODUCTION', profiles: { a: { environment: 'EU.PRODUCTION' } } }
    const env = { ZCRM_ENVIRONMENT: 'IN.PRODUCTION', ZCRM_A_ENVIRONMENT: 'AU.PRODUCTION' }
    const flags = { environment: 'JP.PRODUCTION' }
    const config = (more: Partial<ConfigSources>) => resolveConfig(sources(all, more)).environment
    expect([config({ flags, env }), config({ env }), config({})]).toEqual([
      'JP.PRODUCTION',
      'AU.PRODUCTION',
      'EU.PRODUCTION',
    ])
  })

  test('an environment that a profile names is stronger than hosts at the top, and the other way round', () => {
    const hosts = { accountsUrl: 'http://a', apiUrl: 'http://b' }
    const config = (content: object) => resolveConfig(sources(content))
    const named = config({ ...hosts, profiles: { a: { environment: 'EU.SANDBOX' } } })
    expect(named).toMatchObject({ environment: 'EU.SANDBOX' })
    expect(named.apiUrl).toBeUndefined()
    const local = config({ environment: 'EU.SANDBOX', profiles: { a: hosts } })
    expect(local).toMatchObject(hosts)
    expect(local.environment).toBeUndefined()
  })

  test('a sign-in that a profile says does not lose to another kind that is said for all', () => {
    const env = { ZCRM_ACCESS_TOKEN: 'of all', ZCRM_A_REFRESH_TOKEN: 'of a' }
    const config = resolveConfig(sources({ profiles: { a: {}, b: {} } }, { profile: 'a', env }))
    expect([config.accessToken, config.refreshToken]).toEqual([undefined, 'of a'])
    const other = resolveConfig(sources({ profiles: { a: {}, b: {} } }, { profile: 'b', env }))
    expect([other.accessToken, other.refreshToken]).toEqual(['of all', undefined])
  })

  test('defaults of paths have the name of the profile, and are beside the file', () => {
    expect(resolveConfig(sources({ profiles: two }, { profile: 'sandbox' }))).toMatchObject({
      profile: 'sandbox',
      configFile: AT,
      out: '/app/generated/sandbox',
      snapshot: '/app/zcrm.sandbox.snapshot.json',
      resourcePath: '/app/.zcrm',
    })
  })

  test('is named by its profile where it is wrong', async () => {
    const content = { profiles: { a: { concurrency: 99 } } }
    const { message } = await failureOf(() => resolveConfig(sources(content)))
    expect(message).toBe(`profiles.a.concurrency in ${AT} is 99`)
  })
})

describe('profiles are refused', () => {
  test.each([
    [
      'of one out',
      { profiles: { a: { out: 'x' }, b: { out: './x/' } } },
      `the profiles a and b in ${AT} have one out: /app/x`,
    ],
    [
      'of one out at the top',
      { out: 'src', profiles: { a: {}, b: {} } },
      `the profiles a and b in ${AT} have one out: /app/src`,
    ],
    [
      'of one snapshot',
      { profiles: { a: { snapshot: 'zcrm.b.snapshot.json' }, b: {} } },
      `the profiles a and b in ${AT} have one snapshot: /app/zcrm.b.snapshot.json`,
    ],
    [
      'of an out that differs only in case',
      { profiles: { a: { out: 'src/CRM' }, b: { out: 'src/crm' } } },
      `the profiles a and b in ${AT} have one out: /app/src/CRM is /app/src/crm on macOS and Windows`,
    ],
    [
      'of a snapshot that differs only in how an accent is written',
      { profiles: { a: { snapshot: 'caf\u00e9.json' }, b: { snapshot: 'cafe\u0301.json' } } },
      `the profiles a and b in ${AT} have one snapshot: /app/caf\u00e9.json is /app/cafe\u0301.json on macOS and Windows`,
    ],
    [
      'with profiles of their own',
      { profiles: { a: { profiles: {} } } },
      `profiles.a in ${AT} has profiles, which only the file itself can have`,
    ],
    [
      'with a default of their own',
      { profiles: { a: { defaultProfile: 'a' } } },
      `profiles.a in ${AT} has defaultProfile, which only the file itself can have`,
    ],
    [
      'with an option that does not exist',
      { profiles: { a: { clientID: 'x' } } },
      `profiles.a in ${AT} has an option that does not exist: clientID`,
    ],
    ['that are no objects', { profiles: { a: 'EU.PRODUCTION' } }, `profiles.a in ${AT} is no object`],
    ['that are a list', { profiles: [] }, `profiles in ${AT} is a list`],
    ['that are null', { profiles: null }, `profiles in ${AT} is nothing`],
    ['of no usable name', { profiles: { '../x': {} } }, `${AT} has a profile with the name "../x"`],
    ['of no usable name', { profiles: { con: {} } }, `${AT} has a profile with the name "con"`],
    [
      'of no usable name',
      JSON.parse('{"profiles":{"__proto__":{}}}'),
      `${AT} has a profile with the name "__proto__"`,
    ],
    [
      'of one name in variables',
      { profiles: { 'a-b': {}, A_B: {} } },
      `the profiles a-b and A_B in ${AT} have one name in variables: ZCRM_A_B_`,
    ],
    ['near another key', { profile: {} }, `${AT} has an option that does not exist: profile`],
    ['with a default that is no text', { profiles: two, defaultProfile: 1 }, `defaultProfile in ${AT} is 1`],
    ['with a schema that is no text', { $schema: 1 }, `$schema in ${AT} is 1`],
  ])('%s: %j', async (_, content, message) => {
    expect((await failureOf(() => resolveConfig(sources(content)))).message).toBe(message)
  })

  test('but flags that write elsewhere are the business of who gives them', () => {
    const config = resolveConfig(
      sources({ profiles: { a: {}, b: {} } }, { profile: 'a', flags: { out: 'generated/b' } }),
    )
    expect(config.out).toBe('/elsewhere/generated/b')
  })
})
