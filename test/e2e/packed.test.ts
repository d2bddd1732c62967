import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build as esbuild } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { browserBuilds } from '../support/browser-builds.ts'
import { emulator, envOf } from '../support/cli.ts'
import { nodeBuilds } from '../support/node-builds.ts'
import { credentials, proxy } from '../support/proxy.ts'
import { root } from '../support/scratch.ts'
import { strictest } from '../support/tsc.ts'

const run = promisify(execFile)
const packed = join(root, 'test/.work/packed')
const tarballs = ['zcrm-0.1.0.tgz', 'zcrm-runtime-0.1.0.tgz'].map((name) => join(packed, name))
const absent = !tarballs.every(existsSync)

const app = `import { createClient, Environment, FileStore, OAuthToken, ValidationError } from '@zcrm/runtime'
import { EncryptedStore, verifyTokenStore } from '@zcrm/runtime/stores'
import { Leads } from './generated/leads.js'
import { LeadSource, type LeadSourceValue } from './generated/leads.picklists.js'

const { ZCRM_API_URL: url = '', ZCRM_CLIENT_ID: clientId = '', ZCRM_CLIENT_SECRET: clientSecret = '' } = process.env
const client = createClient({
  environment: Environment.custom({ accountsUrl: url, apiUrl: url, fileUploadUrl: url }),
  token: OAuthToken.refresh({ clientId, clientSecret, refreshToken: process.env['REFRESH'] ?? '' }),
  store: new EncryptedStore(new FileStore('tokens.json'), { keys: process.env['KEYS'] ?? '' }),
  logger: { level: 'debug', filePath: 'zcrm.log' },
})
const leads = new Leads(client)
const rules = await verifyTokenStore(() => new FileStore('verify/tokens.json'))
const refused = await leads
  .create({ Last_Name: 'Doe', Company: 'Acme', Lead_Source: 'Cold Cal' as LeadSourceValue })
  .catch((error: unknown) => (error instanceof ValidationError ? error.hint : 'another error'))
const { calls } = await client.metadata.refresh()
const { id } = await leads.create({ Last_Name: 'Doe', Company: 'Acme', Lead_Source: LeadSource.ColdCall })
const lead = await leads.get(id, { fields: ['Lead_Source'] })
const facts = { sources: LeadSource.values.length, rules: rules.length, refused, refreshed: calls > 0 }
console.log(JSON.stringify({ ...lead, ...facts }))
`

test.skipIf(absent)(
  `the packed packages work in an empty folder${absent ? ' (skipped: npm test packs them first)' : ''}`,
  { timeout: 600_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zcrm-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      ...tarballs,
      'typescript@5.9',
      '@types/node@20',
      'esbuild',
      // What the log file needs, and nobody else.
      'pino',
      // What Rollup finds packages by.
      '@rollup/plugin-node-resolve',
    ]
    await run('npm', install, { cwd: folder })

    const zoho = await emulator()
    const keys = Buffer.alloc(32, 1).toString('base64')
    const env = { ...process.env, ...envOf(zoho), REFRESH: zoho.refreshToken, KEYS: keys }
    const zcrm = join(folder, 'node_modules/.bin/zcrm')
    await writeFile(
      join(folder, 'zcrm.config.ts'),
      "import { defineConfig } from 'zcrm'\nexport default defineConfig({ out: 'generated' })\n",
    )
    await run(zcrm, ['generate', '--no-offline'], { cwd: folder, env })
    const sdk = await readFile(join(folder, 'generated/leads.ts'), 'utf8')
    expect(sdk).toBe(await readFile(join(root, 'generated/leads.ts'), 'utf8'))
    // The same inputs: what the package compiles and what the repository compiles are one.
    const manifest = await readFile(join(folder, 'generated/manifest.json'), 'utf8')
    expect(manifest).toBe(await readFile(join(root, 'generated/manifest.json'), 'utf8'))

    // Nothing changed: the package knows it by its stamp, and still sees a file that somebody changed.
    const again = await run(zcrm, ['generate', '--offline'], { cwd: folder, env })
    expect(again.stdout).toMatch(/^generated is up to date: no file changed \(\d\.\d\d s\)\n$/)
    await writeFile(join(folder, 'generated/leads.ts'), sdk.replace('Last_Name', 'Lost_Name'))
    const mended = await run(zcrm, ['generate', '--offline'], { cwd: folder, env })
    expect(mended.stdout).toContain('0 files created, 1 updated')
    expect(await readFile(join(folder, 'generated/leads.ts'), 'utf8')).toBe(sdk)

    const document = await run(zcrm, ['openapi', '--modules', 'Leads'], { cwd: folder, maxBuffer: 2 ** 24 })
    expect(JSON.parse(document.stdout)).toMatchObject({ openapi: '3.1.0' })
    // Its types are of a package that nobody gets with ours.
    const described = (path: string) => existsSync(join(folder, 'node_modules/zcrm/dist/generator', path))
    expect(['index.d.ts', 'emit/openapi'].map(described)).toEqual([true, false])
    await withTheirTemplates(folder, (args) => run(zcrm, args, { cwd: folder, env }))

    await writeFile(join(folder, 'app.ts'), app)
    const compilerOptions = { ...strictest, isolatedDeclarations: false, module: 'nodenext', types: ['node'] }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    await run(join(folder, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: folder })
    const bundle = [
      'app.ts',
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--packages=external',
      '--outfile=app.js',
    ]
    await run(join(folder, 'node_modules/.bin/esbuild'), bundle, { cwd: folder })
    const { stdout } = await run(process.execPath, ['app.js'], { cwd: folder, env })
    expect(JSON.parse(stdout)).toEqual({
      id: expect.stringMatching(/^\d+$/),
      Lead_Source: 'Cold Call',
      sources: expect.any(Number),
      rules: expect.any(Number),
      refused: expect.stringMatching(/^Did you mean "Cold Call"\?/),
      refreshed: true,
    })
    expect(await readFile(join(folder, 'tokens.json'), 'utf8')).not.toContain(zoho.refreshToken)
    expect(await readFile(join(folder, 'zcrm.log'), 'utf8')).toContain('"path":"/Leads"')

    await inBrowsers(folder)
    await inNode(folder, env)
    const published = JSON.parse(
      await readFile(join(folder, 'node_modules/zcrm/package.json'), 'utf8'),
    ) as object
    expect(JSON.stringify(published)).not.toContain('@zcrm/source')
    expect(published).not.toHaveProperty('devDependencies')
  },
)

const pages = {
  picklists: `import { LeadSource, LeadStatus } from './generated/leads.picklists.js'
    import type { LeadsCreate } from './generated/leads.js'
    const lead: LeadsCreate = { Last_Name: 'Doe', Company: 'Acme', Lead_Source: LeadSource.ColdCall }
    document.title = JSON.stringify([lead, LeadSource.options, LeadStatus.options])`,
  validator: `import { Leads } from './generated/leads.js'
    const check = async () => Leads.validator('create')['~standard'].validate({ Last_Name: 'Doe' })
    document.addEventListener('submit', async () => console.log(await check()))`,
}

/** Bytes of what the page with picklists loads at once: what was measured, and a little more. */
const largest = {
  /** 3,251, with what loads modules. */
  vite: 3_400,
  /** 2,755. */
  rollup: 2_900,
  /** 10,045, with what loads chunks, and with classes of errors and queries that webpack cannot tell to be unused. */
  webpack: 10_500,
  /** 2,769. */
  esbuild: 2_900,
}

/** Pages: bundlers for browsers find nothing to say, and take of the runtime what a page uses. */
async function inBrowsers(folder: string): Promise<void> {
  for (const [page, code] of Object.entries(pages)) await writeFile(join(folder, `${page}.ts`), code)
  for (const [name, build] of Object.entries(browserBuilds)) {
    const [picklists, validator] = [await build(folder, 'picklists'), await build(folder, 'validator')]
    expect([name, picklists.said, validator.said]).toEqual([name, [], []])
    expect(picklists.bytes, name).toBeLessThan(largest[name as keyof typeof largest])
  }
  // Runtimes that are neither keep what needs Node, whose modules they may have.
  for (const condition of ['workerd', 'worker', 'edge-light', 'node']) {
    const { metafile } = await esbuild({
      stdin: { contents: "export * from '@zcrm/runtime'", resolveDir: folder },
      conditions: [condition, 'browser'],
      absWorkingDir: folder,
      bundle: true,
      platform: 'browser',
      format: 'esm',
      external: ['node:*', 'node-fetch', 'pino'],
      metafile: true,
      write: false,
    })
    const files = Object.keys(metafile.inputs).filter((file) => /(node-fetch|no-node)\.js$/.test(file))
    expect([condition, files]).toEqual([condition, ['node_modules/@zcrm/runtime/dist/http/node-fetch.js']])
  }
}

const server = `import { createClient, Environment, FileStore, OAuthToken } from '@zcrm/runtime'
import { DBStore } from '@zcrm/runtime/stores'
import { Leads } from './generated/leads.js'
import { LeadSource } from './generated/leads.picklists.js'

const { ZCRM_API_URL: url = '', ZCRM_CLIENT_ID: clientId = '', ZCRM_CLIENT_SECRET: clientSecret = '' } = process.env
const clientWith = (more) => createClient({
  environment: Environment.custom({ accountsUrl: url, apiUrl: url, fileUploadUrl: url }),
  token: OAuthToken.refresh({ clientId, clientSecret, refreshToken: process.env.REFRESH }),
  store: new FileStore('tokens.json'),
  ...more,
})
async function main() {
  const client = clientWith({ proxy: JSON.parse(process.env.PROXY) })
  const leads = new Leads(client)
  const { id } = await leads.create({ Last_Name: 'Doe', Company: 'Acme', Lead_Source: LeadSource.ColdCall })
  const sourceBy = async (from) => (await from.get(id, { fields: ['Lead_Source'] })).Lead_Source
  const sourceWith = (more) => sourceBy(new Leads(clientWith(more))).catch(({ hint }) => hint)
  const { calls } = await client.metadata.refresh()
  console.log(JSON.stringify({
    proxied: await sourceBy(leads),
    refreshed: calls > 0,
    logged: await sourceWith({ logger: { filePath: 'zcrm.log' } }),
    stored: await sourceWith({ store: new DBStore({ sqlite: 'tokens.db' }) }),
  }))
}
void main()`

/** Servers: bundlers find nothing to say though nothing optional is installed, and the file runs wherever it is. */
async function inNode(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await writeFile(join(folder, 'server.ts'), server)
  const [optional, way] = [['pino', 'kysely', 'better-sqlite3'], await proxy()]
  await rm(join(folder, 'node_modules/pino'), { recursive: true })
  for (const [name, build] of Object.entries(nodeBuilds)) {
    const alone = await mkdtemp(join(tmpdir(), 'zcrm-'))
    onTestFinished(() => rm(alone, { recursive: true, force: true }))
    const said = await build(folder, 'server', join(alone, 'main.cjs'))
    const facts = async () => {
      const given = { ...env, PROXY: JSON.stringify({ url: way.url, ...credentials }) }
      return JSON.parse((await run(process.execPath, ['main.cjs'], { cwd: alone, env: given })).stdout)
    }
    const works = { proxied: 'Cold Call', refreshed: true }
    const [logged, stored] = ['Run npm install pino.', 'Run npm install kysely better-sqlite3.']
    expect([name, said, await facts()]).toEqual([name, [], { ...works, logged, stored }])
    await mkdir(join(alone, 'node_modules'))
    for (const one of optional) {
      await symlink(join(root, 'node_modules', one), join(alone, 'node_modules', one), 'junction')
    }
    expect([name, await facts()]).toEqual([name, { ...works, logged: 'Cold Call', stored: 'Cold Call' }])
  }
  expect(way.tunnels).not.toEqual([])
}

/** Templates of users: what compiles them comes with the package, and their texts are an input like any other. */
async function withTheirTemplates(
  folder: string,
  zcrm: (args: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<void> {
  await mkdir(join(folder, 'templates/partials'), { recursive: true })
  await writeFile(join(folder, 'theirs.json'), JSON.stringify({ templates: 'templates', out: 'theirs' }))
  const print = (line: string) =>
    writeFile(
      join(folder, 'templates/partials/class.hbs'),
      `{{!-- zcrm view 1 --}}\n// ${line}\n{{> zcrm/class}}\n`,
    )
  const generate = () => zcrm(['generate', '--offline', '--config', 'theirs.json'])
  await print('one')
  await generate()
  expect(await readFile(join(folder, 'theirs/leads.ts'), 'utf8')).toContain('\n// one\n/**')
  expect((await generate()).stdout).toMatch(/^theirs is up to date: no file changed \(\d\.\d\d s\)\n$/)
  await print('two')
  await generate()
  expect(await readFile(join(folder, 'theirs/leads.ts'), 'utf8')).toContain('\n// two\n/**')
}
