import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withEnvFiles } from '../../../generator/config/env-files.ts'
import { loadProject } from '../../../generator/config/project.ts'
import { openClient } from '../../../generator/session.ts'
import { loadSnapshot } from '../../../generator/snapshot/load.ts'
import { failureOf } from '../../support/failure.ts'
import { scratchFolder } from '../../support/scratch.ts'

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await scratchFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('the process is stronger than .env.local, and that than .env', async () => {
  const folder = await folderOf({
    '.env':
      '# a comment\nexport ZCRM_CLIENT_ID=env\nZCRM_CLIENT_SECRET="of env"\nZCRM_TOKEN_ID=env\nZCRM_PROXY=env',
    '.env.local': "ZCRM_CLIENT_SECRET='of local' # a comment\nZCRM_TOKEN_ID=local\n",
  })
  const env = { ZCRM_TOKEN_ID: 'process', ZCRM_PROXY: '', PATH: '/bin', ZCRM_CLIENT_ID: undefined }
  expect(withEnvFiles(env, folder)).toEqual({
    PATH: '/bin',
    ZCRM_CLIENT_ID: 'env',
    ZCRM_CLIENT_SECRET: 'of local',
    ZCRM_TOKEN_ID: 'process',
    ZCRM_PROXY: '',
  })
})

test('what is not ours is left alone, and so is the process', async () => {
  const folder = await folderOf({ '.env': 'CI=true\nDATABASE_URL=x\nZCRM_CLIENT_ID=x' })
  const before = { ...process.env }
  expect(withEnvFiles({}, folder)).toEqual({ ZCRM_CLIENT_ID: 'x' })
  expect(process.env).toEqual(before)
})

test('a file of Windows is one too', async () => {
  const folder = await folderOf({
    '.env': '\ufeffexport ZCRM_CLIENT_ID="of env"\r\nZCRM_CLIENT_SECRET=secret\r\n',
  })
  expect(withEnvFiles({}, folder)).toEqual({ ZCRM_CLIENT_ID: 'of env', ZCRM_CLIENT_SECRET: 'secret' })
})

test('there need not be one, and a folder of that name is none', async () => {
  const folder = await scratchFolder()
  await mkdir(join(folder, '.env'))
  const env = { A: 'b' }
  expect(withEnvFiles(env, folder)).toBe(env)
})

test.each([
  ['ZCRM_CLIENT_ID: x', '.env:1 sets no ZCRM_CLIENT_ID'],
  ['A=1\nZCRM_CLIENT_SECRET hunter2', '.env:2 sets no ZCRM_CLIENT_SECRET'],
  ['A="open\nZCRM_TOKEN_ID=hunter2\nB="', '.env:2 sets no ZCRM_TOKEN_ID'],
])('a line that sets nothing is told, without what is in it: %j', async (text, what) => {
  const folder = await folderOf({ '.env': text })
  const { message, hint } = await failureOf(() => withEnvFiles({}, folder))
  expect(message).toBe(join(folder, what))
  expect(message + hint).not.toContain('hunter2')
})

test('it is that beside the configuration, else that of the working directory', async () => {
  const folder = await folderOf({ 'zcrm.config.json': '{}', '.env': 'ZCRM_CLIENT_ID=beside' })
  const deeper = join(folder, 'src')
  await mkdir(deeper)
  await writeFile(join(deeper, '.env'), 'ZCRM_CLIENT_ID=deeper')
  const clientId = async (cwd: string) =>
    (await loadProject({ env: {}, cwd: () => cwd }, undefined)).resolve(undefined).clientId
  expect(await clientId(deeper)).toBe('beside')
  expect(await clientId(await folderOf({ '.env': 'ZCRM_CLIENT_ID=alone' }))).toBe('alone')
})

describe('a variable in a file that is nearly one of ours is told where what is meant is missing', () => {
  const REFRESH = "ZCRM_REFRSH_TOKEN in .env is none of zcrm's variables: did you mean ZCRM_REFRESH_TOKEN?"
  const configOf = async (files: Readonly<Record<string, string>>, env = {}) => {
    const folder = await folderOf(files)
    return (await loadProject({ env, cwd: () => folder }, undefined)).resolve(undefined)
  }
  const signedOut = { 'zcrm.config.json': '{ "environment": "EU.PRODUCTION" }' }

  test('who is not signed in, and who has no snapshot', async () => {
    const config = await configOf({ ...signedOut, '.env': 'ZCRM_REFRSH_TOKEN=hunter2' })
    await expect(openClient(config)).rejects.toMatchObject({
      message: 'not signed in to EU.PRODUCTION',
      hint: `${REFRESH} Run zcrm login, or set ZCRM_CLIENT_ID, ZCRM_CLIENT_SECRET and ZCRM_GRANT_TOKEN.`,
    })
    expect((await failureOf(() => loadSnapshot(config))).hint).toContain(REFRESH)
  })

  test.each([
    ['ZCRM_ENVIROMENT=EU.PRODUCTION', 'no environment is configured', 'ZCRM_ENVIRONMENT'],
    ['ZCRM_API_URL=http://a.example\nZCRM_ACOUNTS_URL=x', 'a custom environment lacks', 'ZCRM_ACCOUNTS_URL'],
    [
      'ZCRM_ENVIRONMENT=EU.PRODUCTION\nZCRM_REFRESH_TOKEN=x\nZCRM_CLENT_ID=x',
      'ZCRM_CLIENT_ID',
      'ZCRM_CLIENT_ID',
    ],
  ])('%j', async (text, message, meant) => {
    const failure = await failureOf(async () => openClient(await configOf({ '.env.local': text })))
    expect(failure.message).toContain(message)
    expect(failure.hint).toMatch(new RegExp(`^ZCRM_\\w+ in \\.env\\.local is none .* mean ${meant}\\? Set `))
  })

  test.each([
    ['of a profile', { 'zcrm.config.json': '{ "profiles": { "box": {} } }', '.env': 'ZCRM_BOX_TOKEN_ID=x' }],
    ['of the app', { '.env': 'ZCRM_SYNC_FROM=x\nDATABASE_URL=x' }],
    ['beside the one that is meant', { '.env': 'ZCRM_CLIENT_ID=x\nZCRM_CLIENT_IDS=x' }],
  ])('and not one %s', async (_, files) => {
    expect(await configOf(files)).not.toHaveProperty('misspelt')
  })

  test('and not one of the process', async () => {
    expect(await configOf({}, { ZCRM_REFRSH_TOKEN: 'x' })).not.toHaveProperty('misspelt')
  })
})
