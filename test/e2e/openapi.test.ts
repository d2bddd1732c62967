import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { writeHostileOrg } from '../fixtures/orgs.ts'
import { stamp } from '../generator/files.ts'
import { type CliResult, type Env, emulator, envOf, runCli } from '../support/cli.ts'
import { fetchClient, generateTypes, lint, peerPackages, peersInstalled } from '../support/openapi-peers.ts'
import type { Component } from '../support/openapi-schemas.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'
import { accessTokenOf } from '../support/zoho-call.ts'

/** The document of the demo organisation, as it is printed. */
let printed: CliResult

beforeAll(async () => {
  await peersInstalled()
  printed = await runCli(['openapi'], root)
}, 300_000)

/** A folder with the demo organisation's snapshot, and nothing else. */
async function project() {
  const folder = await scratchFolder()
  await symlink(join(root, 'zcrm.snapshot.json'), join(folder, 'zcrm.snapshot.json'))
  return {
    folder,
    run: (args: readonly string[], env: Env = {}) => runCli(['openapi', ...args], folder, env),
  }
}

describe('zcrm openapi', () => {
  test('prints the same document in any time zone and locale, with no call and no credentials', async () => {
    const { run } = await project()
    expect(printed).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(printed.stdout)).toMatchObject({
      openapi: '3.1.0',
      info: { version: JSON.parse(await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')).hash },
      servers: [{ url: 'https://{kind}.zohoapis.{domain}' }],
    })
    const elsewhere = { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
    expect((await run([], elsewhere)).stdout === printed.stdout).toBe(true)
  })

  test('writes it into a file, and leaves one alone that is the same', async () => {
    const { folder, run } = await project()
    const file = join(folder, 'docs/openapi.json')
    const first = await run(['--out', 'docs/openapi.json'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(/^30 modules, 589 fields\n/)
    expect(first.stdout).toMatch(/docs\/openapi\.json was written\n$/)
    expect((await readFile(file, 'utf8')) === printed.stdout).toBe(true)
    const before = await stamp(file)
    const second = await run(['--out', 'docs/openapi.json'])
    expect(second.stdout).toMatch(/docs\/openapi\.json is up to date\n$/)
    expect(await stamp(file)).toBe(before)
    const third = await run(['--out', 'docs/openapi.json', '--modules', 'Leads', '--json'])
    expect(JSON.parse(third.stdout)).toEqual({ file, changed: true, modules: 1 })
    expect(JSON.parse(await readFile(file, 'utf8')).tags).toHaveLength(2)
    expect((await readdir(join(folder, 'docs'))).length).toBe(1)
  })

  test('has the server of the environment', async () => {
    const { run } = await project()
    const { servers, components } = JSON.parse(
      (await run(['--environment', 'EU.SANDBOX', '--modules', 'Leads'])).stdout,
    )
    expect(servers).toEqual([{ url: 'https://sandbox.zohoapis.eu', description: 'EU.SANDBOX' }])
    expect(components.securitySchemes.OAuth2.flows.authorizationCode).toMatchObject({
      authorizationUrl: 'https://accounts.zoho.eu/oauth/v2/auth',
      tokenUrl: 'https://accounts.zoho.eu/oauth/v2/token',
      refreshUrl: 'https://accounts.zoho.eu/oauth/v2/token',
    })
  })

  test('a mistake is told in two lines', async () => {
    const { folder, run } = await project()
    await mkdir(join(folder, 'folder'))
    expect(await run(['--out', ''])).toEqual({
      code: 2,
      stdout: '',
      stderr: '--out is ""\nUse the path of a file.\n',
    })
    expect(await run(['--out', 'folder'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /^.*folder cannot be written: a folder is in the place of the file\nMove the folder away, .*\n$/,
      ),
    })
    expect(await run(['--snapshot', 'none.json'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^there is no .*none\.json to generate from\nRun zcrm login, and then zcrm pull.*\n$/,
      ),
    })
  })
})

describe('the document', () => {
  test('is what the linter recommends', async () => {
    expect(await lint(printed.stdout)).toEqual([])
  })

  test('is so with every option turned', async () => {
    const { run } = await project()
    const args = ['--wire-value=actual', '--open-picklists=always', '--required=layout', '--no-docs']
    const { stdout } = await run([
      ...args,
      '--environment=US.PRODUCTION',
      '--modules=Leads,Deals,R*,Bicycles*',
    ])
    expect(await lint(stdout)).toEqual([])
  })

  test('of a hostile organisation is as good, and its types compile', async () => {
    const folder = await scratchFolder()
    await mkdir(join(folder, 'org'))
    writeHostileOrg(join(folder, 'org'))
    const zoho = await emulator({ org: join(folder, 'org') })
    expect(await runCli(['pull'], folder, envOf(zoho))).toMatchObject({ code: 0 })
    const { code, stdout } = await runCli(['openapi'], folder)
    expect(code).toBe(0)
    // The rule calls hasOwnProperty of the properties, of which one has that name.
    expect(await lint(stdout, { 'no-required-schema-properties-undefined': 'off' })).toEqual([])
    const { paths, components } = JSON.parse(stdout)
    expect(brokenReferences({ paths, components })).toEqual([])
    for (const schema of Object.values<Component>(components.schemas))
      expect(Object.keys(schema.properties ?? {})).toEqual(
        expect.arrayContaining([...(schema.required ?? [])]),
      )
    // openapi-typescript cannot read fields that are called as what objects inherit, nor paths with a percent sign.
    const named = 'Field_T*,Global_*,*Lead_S*,*Lookup*,*picklist*,*@*,*{*,*`*,客*,*/*,!*%*'
    const some = await runCli(['openapi', '--modules', named], folder)
    await writeFile(join(folder, 'zoho.ts'), await generateTypes(some.stdout))
    expect(await typeCheck(folder, { isolatedDeclarations: false })).toBe('')
  })

  test('gives types to a client in TypeScript, and the client works', async () => {
    const { run } = await project()
    const folder = await scratchFolder()
    const { stdout } = await run(['--modules', 'Leads,Invoices,Invoiced_Items'])
    await writeFile(join(folder, 'zoho.ts'), await generateTypes(stdout))
    await writeFile(join(folder, 'prelude.ts'), PRELUDE)
    const lines = [...ACCEPTED.map((line) => [line, null] as const), ...REFUSED]
    const file = (index: number) => `line${index}.ts`
    for (const [index, [line]] of lines.entries())
      await writeFile(
        join(folder, file(index)),
        `import { client, type Leads, type LeadsCreate, type LeadsUpdate } from './prelude.js'\n${line}\n`,
      )
    const docs = await readFile(join(root, 'docs/openapi.md'), 'utf8')
    const [, example = ''] = /^```ts\n(.*?)^```$/ms.exec(docs) ?? []
    await writeFile(join(folder, 'docs.ts'), example)
    const said = await typeCheck(folder, {
      types: ['node'],
      lib: ['es2023', 'dom', 'dom.iterable'],
      paths: { 'openapi-fetch': [join(peerPackages, 'openapi-fetch/dist/index.d.mts')] },
      isolatedDeclarations: false,
      declaration: false,
      noUnusedLocals: false,
    })
    // What is behind an error is indented.
    const errors = said.split(/\n(?! )/).filter((error) => error !== '')
    for (const [index, [line, why]] of lines.entries()) {
      const own = errors.filter((error) => error.includes(`${file(index)}(`)).join('\n')
      if (why === null) expect.soft(own, line).toBe('')
      else expect.soft(own, line).toMatch(why)
    }
    expect(errors.filter((error) => !/line\d+\.ts\(/.test(error))).toEqual([])

    const zoho = await emulator()
    const client = await fetchClient({
      baseUrl: zoho.apiUrl,
      headers: { Authorization: `Zoho-oauthtoken ${await accessTokenOf(zoho)}` },
      querySerializer: { array: { style: 'form', explode: false } },
    })
    const row = { Last_Name: 'Doe', Company: 'Acme', Lead_Source: 'Cold Call' }
    const created = await client.POST('/crm/v8/Leads', { body: { data: [row] } })
    expect(created.data).toMatchObject({ data: [{ status: 'success' }] })
    const query = { fields: ['Last_Name', 'Lead_Source'] }
    const read = await client.GET('/crm/v8/Leads', { params: { query } })
    expect(read.data).toMatchObject({ data: [{ Last_Name: 'Doe', Lead_Source: 'Cold Call' }] })
  })
})

/** The references of a document that lead nowhere. */
function brokenReferences(document: object): readonly string[] {
  const found: string[] = []
  JSON.stringify(document, (key, value) => {
    if (key === '$ref' && typeof value === 'string') found.push(value)
    return value
  })
  const isThere = (reference: string) => {
    const parts = reference.split('/').slice(1)
    // biome-ignore lint/suspicious/noExplicitAny: it is walked, whatever it is
    return parts.reduce((at: any, part) => (Object.hasOwn(at ?? {}, part) ? at[part] : undefined), document)
  }
  return [...new Set(found)].filter((reference) => isThere(reference) === undefined)
}

const PRELUDE = `
import createClient from 'openapi-fetch'
import type { components, paths } from './zoho.js'
export const client = createClient<paths>({ baseUrl: 'https://www.zohoapis.eu' })
export type Leads = components['schemas']['Leads']
export type LeadsCreate = components['schemas']['LeadsCreate']
export type LeadsUpdate = components['schemas']['LeadsUpdate']
`

/** Lines of an app that compile. */
const ACCEPTED = [
  "client.POST('/crm/v8/Leads', { body: { data: [{ Last_Name: 'Doe', Company: 'Acme', Lead_Source: 'Cold Call' }], trigger: [] } })",
  "client.PUT('/crm/v8/Leads/{id}', { params: { path: { id: '1' } }, body: { data: [{ Phone: null }] } })",
  "client.PUT('/crm/v8/Leads', { body: { data: [{ id: '1', Lead_Source: 'Trade Show' }] } })",
  "client.POST('/crm/v8/Leads/upsert', { body: { data: [{ Last_Name: 'Doe', Company: 'Acme' }], duplicate_check_fields: ['Email'] } })",
  "client.POST('/crm/v8/Invoices', { body: { data: [{ Subject: 'May', Account_Name: { id: '1' }, Invoiced_Items: [{ Product_Name: { id: '1' }, Quantity: 1 }] }] } })",
  "const { data } = await client.GET('/crm/v8/Leads', { params: { query: { fields: ['Last_Name', 'Owner'] } } })\nexport const owner: string | null | undefined = data?.data[0]?.Owner?.name",
  "export const tomorrow: Leads['Lead_Source'] = 'An option of tomorrow'",
  "export const emptied: Leads['Phone'] = null",
] as const

/** Lines that do not, each with what the compiler says. */
const REFUSED: readonly (readonly [line: string, why: RegExp])[] = [
  ["client.POST('/crm/v8/Leads', { body: { data: [{ Company: 'Acme' }] } })", /Last_Name/],
  [
    "client.POST('/crm/v8/Leads', { body: { data: [{ Last_Name: 'Doe', Company: 'Acme', Lead_Source: 'Hot Call' }] } })",
    /Hot Call/,
  ],
  ["export const row: LeadsCreate = { Last_Name: 'Doe', Company: 'Acme', Lead_Sauce: 'x' }", /Lead_Sauce/],
  ["client.POST('/crm/v8/Leads', { body: { data: [{ Last_Name: null, Company: 'Acme' }] } })", /null/],
  ["client.PUT('/crm/v8/Leads', { body: { data: [{ Phone: null }] } })", /id/],
  ["export const change: LeadsUpdate = { Created_Time: 'now' }", /Created_Time/],
  ["client.GET('/crm/v8/Leads', { params: { query: { fields: ['Lead_Sauce'] } } })", /Lead_Sauce/],
  ["client.GET('/crm/v8/Leads', { params: { query: {} } })", /fields/],
  ["client.GET('/crm/v8/Leeds', { params: { query: { fields: ['id'] } } })", /Leeds/],
  ["client.POST('/crm/v8/Leads', { body: { data: [], trigger: ['everything'] } })", /everything/],
  ["export const count: Leads['Annual_Revenue'] = '1'", /string/],
]
