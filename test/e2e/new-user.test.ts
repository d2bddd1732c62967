import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { listenTo } from '../support/lines.ts'
import { root } from '../support/scratch.ts'
import { strictest } from '../support/tsc.ts'

const run = promisify(execFile)
const packed = join(root, 'test/.work/packed')
const tarballs = ['zcrm-0.1.0.tgz', 'zcrm-runtime-0.1.0.tgz'].map((name) => join(packed, name))
const absent = !tarballs.every(existsSync)

const app = `import { createClient, Environment, OAuthToken } from '@zcrm/runtime'
import { Leads } from './generated/leads.js'
import { LeadSource } from './generated/leads.picklists.js'

const { ZCRM_API_URL: url = '', ZCRM_CLIENT_ID: clientId = '', ZCRM_CLIENT_SECRET: clientSecret = '' } = process.env
const client = createClient({
  environment: Environment.custom({ accountsUrl: url, apiUrl: url, fileUploadUrl: url }),
  token: OAuthToken.refresh({ clientId, clientSecret, refreshToken: process.env['REFRESH_TOKEN'] ?? '' }),
})
const leads = new Leads(client)
const { id } = await leads.create({ Last_Name: 'Doe', Company: 'Acme', Lead_Source: LeadSource.ColdCall })
const lead = await leads.get(id, { fields: ['Last_Name', 'Lead_Source'] })
console.log(JSON.stringify(lead))
`

const page = `import { LeadSource } from './generated/leads.picklists.js'
document.title = LeadSource.options.map((option) => option.label).join()
`

const viteConfig = `import { zcrm } from 'zcrm/vite'
export default { plugins: [zcrm({ mode: 'check' })], logLevel: 'silent', build: { minify: false } }
`

interface Ending {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What a new user does in the first hour, with nothing of the repository but the two packages. */
test.skipIf(absent)(
  `a new user gets from an empty folder to a build${absent ? ' (skipped: npm test packs them first)' : ''}`,
  { timeout: 600_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zcrm-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    // The Node that runs this test is the one that runs everything.
    const { CI: _, NO_COLOR: __, ...outer } = process.env
    const env = { ...outer, PATH: [dirname(process.execPath), outer['PATH']].join(delimiter) }
    const sh = (command: string, ...args: readonly string[]) => run(command, args, { cwd: folder, env })
    const bin = (name: string) => join(folder, 'node_modules/.bin', name)
    const zcrm = (...args: readonly string[]) => sh(bin('zcrm'), ...args)
    /** What a command says that ends with a code. */
    const ending = (args: readonly string[]) =>
      zcrm(...args).then(
        ({ stdout, stderr }): Ending => ({ code: 0, stdout, stderr }),
        ({ code, stdout, stderr }: Ending) => ({ code, stdout, stderr }),
      )

    await sh('npm', 'init', '--yes')
    await sh('npm', 'pkg', 'set', 'type=module')
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline']
    await sh('npm', ...install, ...tarballs, 'typescript@5.9', '@types/node@20', 'vite')

    const emulate = listenTo(
      spawn(bin('zcrm'), ['emulate'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] }),
    )
    const zoho = JSON.parse(await emulate.says(/^\{/)) as Record<string, string>
    const variables = {
      ZCRM_ACCOUNTS_URL: zoho['accountsUrl'],
      ZCRM_API_URL: zoho['apiUrl'],
      ZCRM_FILES_URL: zoho['fileUploadUrl'],
      ZCRM_CLIENT_ID: zoho['clientId'],
      ZCRM_CLIENT_SECRET: zoho['clientSecret'],
    }
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
    await writeFile(join(folder, '.env'), lines.join(''))

    const { stdout: begun } = await zcrm('init', '--yes')
    expect(begun).toMatch(
      /^zcrm\.config\.ts was written\n\.gitignore ignores \.zcrm\/ now\npackage\.json has the scripts/,
    )
    expect((await zcrm('login', zoho['grantToken'] ?? '')).stdout).toMatch(/^signed in\n/)
    expect((await sh('npm', 'run', 'zcrm:generate')).stdout).toMatch(/generated: \d+ files created/)

    await writeFile(join(folder, 'app.ts'), app)
    const compilerOptions = { ...strictest, isolatedDeclarations: false, declaration: false, noEmit: false }
    const project = {
      compilerOptions: { ...compilerOptions, module: 'nodenext', types: ['node'], outDir: 'dist' },
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ ...project, include: ['app.ts', 'zcrm.config.ts'] }),
    )
    await sh(bin('tsc'), '-p', '.')
    const { stdout: lead } = await run(process.execPath, ['dist/app.js'], {
      cwd: folder,
      env: { ...env, ...variables, REFRESH_TOKEN: zoho['refreshToken'] },
    })
    expect(JSON.parse(lead)).toMatchObject({ Last_Name: 'Doe', Lead_Source: 'Cold Call' })

    expect(await ending(['check'])).toMatchObject({ code: 0, stdout: 'generated is up to date\n' })

    // Somebody renames an option in the CRM, which the page below shows.
    const fields = `${zoho['apiUrl']}/__emulator/org/fields_Leads.json`
    const rename = async (from: string, to: string) => {
      const body = (await (await fetch(fields)).text()).replaceAll(`"${from}"`, `"${to}"`)
      expect((await fetch(fields, { method: 'PUT', body })).ok).toBe(true)
    }
    await rename('Cold Call', 'Phone Call')
    const diff = await ending(['diff', '--force', '--json'])
    expect(diff).toMatchObject({ code: 1, stderr: '' })
    const change = { kind: 'option.value', write: 'breaking', before: 'Cold Call', after: 'Phone Call' }
    expect(JSON.parse(diff.stdout)).toMatchObject({ matchedBy: 'id', failed: true, changes: [change] })

    const watch = listenTo(
      spawn(bin('zcrm'), ['watch', '--every', '0.02'], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    )
    await watch.says(
      /start, and changed: option .* of Leads\.Lead_Source: .* → leads\.ts, leads\.picklists\.ts updated/,
    )
    await rename('Trade Show', 'Fair')
    await watch.says(
      /the organisation was looked at, and changed: option .* of Leads\.Lead_Source: .*leads\.picklists\.ts updated/,
    )
    watch.child.kill('SIGINT')
    expect(await watch.ending()).toEqual([130, null])
    expect(await readFile(join(folder, 'generated/leads.picklists.ts'), 'utf8')).toContain(
      "PhoneCall = 'Phone Call'",
    )
    // The code of before does not compile any more, and the compiler says where.
    const broken = await sh(bin('tsc'), '-p', '.').then(
      () => '',
      (error: { readonly stdout: string }) => error.stdout,
    )
    expect(broken).toMatch(/^app\.ts\(11,\d+\): error TS2339: Property 'ColdCall' does not exist/)

    await writeFile(join(folder, 'index.html'), '<script type="module" src="/page.ts"></script>')
    await writeFile(join(folder, 'page.ts'), page)
    await writeFile(join(folder, 'vite.config.js'), viteConfig)
    await sh(bin('vite'), 'build', '--outDir', 'site')
    const [script] = [
      ...(await readFile(join(folder, 'site/index.html'), 'utf8')).matchAll(/src="\/(.*?\.js)"/g),
    ]
    expect(await readFile(join(folder, 'site', script?.[1] ?? ''), 'utf8')).toContain('Phone Call')
    await writeFile(join(folder, 'generated/leads.ts'), '// Generated by zcrm, and changed by hand\n')
    await expect(sh(bin('vite'), 'build')).rejects.toThrow(/leads\.ts/)
    expect(await ending(['check'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('is stale: run zcrm generate --offline'),
    })

    emulate.child.kill('SIGTERM')
    await once(emulate.child, 'close')
  },
)
