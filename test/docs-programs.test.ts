import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startEmulator } from '../emulator/index.ts'
import { resolveConfig } from '../generator/config/resolve.ts'
import { planGeneration } from '../generator/index.ts'
import { installed } from './official-sdk/scenario.ts'
import { writeBlocks } from './support/docs-code.ts'
import { type Here, moveHere } from './support/docs-here.ts'
import { peersInstalled } from './support/openapi-peers.ts'
import { blocksOf, type DocsBlock } from './support/pages.ts'
import { root } from './support/scratch.ts'

// Programs of pages are imported, one after the other, and talk to an emulator in the place of Zoho.
const programs = blocksOf('ts').filter(({ title }) => title === '')
const folder = join(root, 'test/.work', randomUUID())
const zoho = await startEmulator({ records: 20 })
let here: Here
let files: ReadonlyMap<DocsBlock, string>

beforeAll(async () => {
  await Promise.all([peersInstalled(), installed()])
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  here = await moveHere(folder, zoho)
  files = await writeBlocks(folder, programs, here.moved)
  Object.assign(process.env, here.env)
}, 300_000)

beforeEach(() => {
  zoho.reset()
  for (const method of ['log', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation(() => undefined)
})

afterAll(async () => {
  process.chdir(root)
  await zoho.close()
  await rm(folder, { recursive: true, force: true })
})

test.each(programs)('the program at $where runs', async (block) => {
  Object.assign(globalThis, here.given(block.code))
  process.chdir(await workingFolder(block.page))
  const { default: exported } = await import(files.get(block) ?? '')
  if (block.code.includes("from 'zcrm'")) await checkConfiguration(exported)
  // A program may pass over what was refused; the emulator has seen it.
  const isAboutRecords = (path: string) => !path.startsWith('/crm/v8/settings/')
  const refused = zoho.calls().filter(({ path, status }) => status >= 400 && isAboutRecords(path))
  if (!block.code.includes('catch'))
    expect(refused.map(({ path, status }) => `${path} ${status}`)).toEqual([])
})

/** A configuration of a page is one of the demo organisation, and generates. Templates and hooks are their own page's. */
async function checkConfiguration(content: unknown): Promise<void> {
  const cwd = process.cwd()
  const file = { path: join(cwd, 'zcrm.config.ts'), content }
  const config = resolveConfig({ flags: {}, env: {}, file, cwd })
  if (config.templates !== undefined || config.hooks !== undefined) return
  const { plan } = await planGeneration(config, await readFile(join(root, 'zcrm.snapshot.json'), 'utf8'))
  expect(plan.create.length).toBeGreaterThan(4)
}

test('the suites run', async () => {
  const own = join(folder, 'suites')
  const suites = new Set(
    blocksOf('ts').flatMap(({ title, page }) => (title.endsWith('.test.ts') ? [page] : [])),
  )
  const sources = blocksOf('ts').filter(({ title, page }) => title !== '' && suites.has(page))
  const written = [...(await writeBlocks(own, sources)).values()]
  await writeFile(join(own, 'vitest.config.mjs'), VITEST_CONFIG)
  const forNode = written.filter((file) => file.endsWith('.node.test.ts'))
  expect([written.filter((file) => file.endsWith('.test.ts')).length, forNode.length]).toEqual([3, 1])
  const ran = await Promise.all([
    node(['node_modules/vitest/vitest.mjs', 'run', '--root', own], /Tests +(\d+) passed/),
    node(['--conditions=@zcrm/source', '--import', 'tsx', '--test', ...forNode], /^# pass (\d+)$/m),
  ])
  expect(ran).toEqual([4, 1])
})

const VITEST_CONFIG = `const conditions = ['@zcrm/source']
export default {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ['**/*.test.ts'], exclude: ['**/*.node.test.ts'] },
}
`

/** How many tests passed in a process of Node; what it printed, where one did not. */
async function node(args: readonly string[], passed: RegExp): Promise<number | string> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH, HOME, NO_COLOR: '1' } })
  const [[code], ...printed] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return code === 0 ? Number(passed.exec(printed[0])?.[1]) : printed.join('')
}

/** The programs of a page share a working directory: what one of them initialises, the next ones use. */
async function workingFolder(page: string): Promise<string> {
  const own = join(folder, 'at', page)
  if (!existsSync(own)) await cp(join(folder, '.zcrm'), join(own, '.zcrm'), { recursive: true })
  return own
}
