import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { expectFailure, expectNotPrinted } from '../support/failure.ts'
import { root, scratchFolder } from '../support/scratch.ts'

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await scratchFolder()
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

const snapshot = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
const CONFIG = `import { type Config, defineConfig } from 'zcrm'
const modules: readonly string[] = ['Leads']
export default defineConfig({ modules, out: 'sdk' } satisfies Config)
`

describe('a broken configuration: exit 2, two lines, with file and line', () => {
  // More of them in test/generator/config/config.test.ts, where vitest stands between Node and JavaScript.
  const cases: readonly (readonly [name: string, text: string, wrong: RegExp])[] = [
    [
      'zcrm.config.js',
      "\nexport default { clientSecret: 'hunter2' out }",
      /zcrm\.config\.js:2:42 cannot be read: Unexpected identifier$/,
    ],
    [
      'zcrm.config.mjs',
      "export default {\n  clientSecret: 'hunter2,\n}",
      /zcrm\.config\.mjs:2:\d+ cannot be read: Invalid or unexpected token$/,
    ],
    [
      'zcrm.config.ts',
      "type A = 1\n\nthrow new Error('it is Monday')",
      /zcrm\.config\.ts:3:7 cannot be read: it is Monday$/,
    ],
    [
      'zcrm.config.ts',
      'export default (): object => ({})',
      /zcrm\.config\.ts:1:1 holds no configuration: it is a function$/,
    ],
    [
      'zcrm.config.json',
      '{\n  "clientSecret": hunter2\n}',
      /zcrm\.config\.json:2:19 cannot be read: it is no JSON from here on$/,
    ],
  ]

  test.each(cases)('%s of %j', async (name, text, wrong) => {
    const folder = await folderOf({ [name]: text })
    const result = await runCli(['check'], folder)
    expectFailure(result, 2, wrong, /^(Correct the file|Let it export)/)
    expectNotPrinted(result, ['hunter2'])
  })
})

test('a module whose package does not say what it is is read, and Node has nothing to say of it', async () => {
  const folder = await folderOf({
    'zcrm.snapshot.json': snapshot,
    'package.json': '{}',
    'zcrm.config.js': "import { modules } from './modules.mjs'\nexport default { modules, out: 'sdk' }",
    'modules.mjs': "export const modules = ['Leads']",
  })
  expect(await runCli(['generate', '--offline'], folder)).toMatchObject({ code: 0, stderr: '' })
  expect(await readdir(join(folder, 'sdk'))).toContain('leads.ts')
})

describe('a configuration in TypeScript is read', () => {
  test('where the TypeScript that is installed cannot be loaded', async () => {
    const broken = "throw new Error('typescript was loaded')"
    const folder = await folderOf({
      'zcrm.snapshot.json': snapshot,
      'zcrm.config.ts': CONFIG,
      'node_modules/typescript/package.json':
        '{ "name": "typescript", "version": "5.5.4", "main": "lib/typescript.js" }',
      'node_modules/typescript/lib/typescript.js': broken,
    })
    expect(await runCli(['generate', '--offline'], folder)).toMatchObject({ code: 0, stderr: '' })
    expect(await readdir(join(folder, 'sdk'))).toContain('leads.ts')
  })

  test('in a folder that cannot be written, and nothing is left in it', async () => {
    const folder = await folderOf({ 'zcrm.snapshot.json': snapshot, 'zcrm.config.ts': CONFIG })
    const before = await readdir(folder)
    await chmod(folder, 0o555)
    const out = await scratchFolder()
    if (process.getuid?.() === 0) await chown(out, 65_534, 65_534)
    const uid = process.getuid?.() === 0 ? 65_534 : undefined
    const result = await runCli(['generate', '--offline', '--out', join(out, 'sdk')], folder, {}, uid)
    const refused = await runCli(['generate', '--offline'], folder, {}, uid)
    await chmod(folder, 0o755)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expectFailure(refused, 2, /sdk.* cannot be written: EACCES/, /permissions/)
    expect(await readdir(folder)).toEqual(before)
    expect(await readdir(join(out, 'sdk'))).toContain('leads.ts')
  })

  test('of a package in a monorepo, from any folder of it; the one at the workspace’s root is another’s', async () => {
    const folder = await folderOf({
      'zcrm.config.ts': "throw new Error('the configuration of the root was loaded')",
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      'packages/crm/package.json': '{ "name": "crm", "type": "module" }',
      'packages/crm/zcrm.config.ts': CONFIG,
      'packages/crm/.env': 'ZCRM_RESOURCE_PATH=../../.cache',
      'packages/crm/zcrm.snapshot.json': snapshot,
      'packages/crm/src/deep/app.ts': '',
      'packages/web/package.json': '{ "name": "web" }',
    })
    const deep = join(folder, 'packages/crm/src/deep')
    expect(await runCli(['generate', '--offline'], deep)).toMatchObject({ code: 0, stderr: '' })
    expect(await readdir(join(folder, 'packages/crm/sdk'))).toContain('leads.ts')
    expect(await readdir(deep)).toEqual(['app.ts'])
    // A package without a configuration has none.
    const other = await runCli(['generate', '--offline'], join(folder, 'packages/web'))
    expectFailure(other, 2, /there is no .*packages.web.zcrm\.snapshot\.json/, /zcrm pull/)
  })
})

describe('functions', () => {
  test('decide each time anew, whatever their text is', async () => {
    const folder = await folderOf({
      'zcrm.snapshot.json': snapshot,
      'zcrm.config.mjs':
        'const wanted = process.env.WANTED\nexport default { modules: ({ apiName }) => apiName === wanted }',
    })
    await runCli(['generate', '--offline'], folder, { WANTED: 'Leads' })
    expect((await runCli(['check'], folder, { WANTED: 'Leads' })).code).toBe(0)
    const { code, stdout } = await runCli(['check'], folder, { WANTED: 'Deals' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/deals\.ts would be created/)
  })
})

test('the wrong kinds of values in depth are told by their path', async () => {
  const folder = await folderOf({
    'zcrm.config.yaml':
      'profiles:\n  sandbox:\n    fieldTypes:\n      Leads.Meta:\n        type: Meta\n        form: ./types.js\n',
  })
  expectFailure(
    await runCli(['check'], folder),
    2,
    /^profiles\.sandbox\.fieldTypes\["Leads\.Meta"\] in .*zcrm\.config\.yaml has an option that does not exist: form$/,
    /^Did you mean from\?$/,
  )
})
