import { describe, expect, test } from 'vitest'
import { type ConfigSources, resolveConfig } from '../../../generator/config/resolve.ts'
import { failureOf } from '../../support/failure.ts'

const at = '/app/config/zcrm.config.json'
const none: ConfigSources = { flags: {}, env: {}, file: null, cwd: '/app' }
const fileOf = (content: unknown): ConfigSources['file'] => ({ path: at, content })

describe('a resource folder that Git would ignore more with than it', () => {
  test.each([
    [
      { file: fileOf({ resourcePath: '.' }) },
      `resourcePath in ${at} is /app/config, which holds the configuration (${at})`,
    ],
    [
      { env: { ZCRM_RESOURCE_PATH: '.' } },
      'ZCRM_RESOURCE_PATH is /app, which holds the output folder (/app/generated)',
    ],
    [
      { file: fileOf({ resourcePath: '../..' }) },
      `resourcePath in ${at} is /, which holds the configuration (${at})`,
    ],
    [
      { file: fileOf({ resourcePath: './Generated/' }) },
      `resourcePath in ${at} is /app/config/Generated, which is the output folder`,
    ],
    [
      { flags: { out: '.zcrm/sdk' } },
      'resourcePath is /app/.zcrm, which holds the output folder (/app/.zcrm/sdk)',
    ],
    [
      { flags: { snapshot: '.zcrm/crm.json' } },
      'resourcePath is /app/.zcrm, which holds the snapshot (/app/.zcrm/crm.json)',
    ],
    [
      { file: fileOf({ profiles: { a: { resourcePath: 'x', templates: 'x/templates' } } }) },
      `profiles.a.resourcePath in ${at} is /app/config/x, which holds the folder of templates (/app/config/x/templates)`,
    ],
  ] as const)('%j is refused', async (sources, message) => {
    const error = await failureOf(() => resolveConfig({ ...none, ...sources }))
    expect(error.message).toBe(message)
    expect(error.hint).toMatch(/such as \.zcrm: Git is told to ignore/)
  })

  test.each([
    // Files that zcrm has not made are left in the output folder, and it may be the project's.
    { flags: { out: '.' } },
    { flags: { out: '.zcrm-sdk' } },
    { env: { ZCRM_RESOURCE_PATH: '..cache' } },
    { env: { ZCRM_RESOURCE_PATH: '../cache' } },
  ])('%j is not', (sources) => {
    expect(() => resolveConfig({ ...none, ...sources })).not.toThrow()
  })
})
