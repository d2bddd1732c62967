import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startEmulator } from '../emulator/index.ts'
import { readContent } from '../generator/config/profiles.ts'
import { installed } from './official-sdk/scenario.ts'
import { writeBlocks } from './support/docs-code.ts'
import { type Here, moveHere } from './support/docs-here.ts'
import { peersInstalled } from './support/openapi-peers.ts'
import { blocksOf, type DocsBlock } from './support/pages.ts'
import { root } from './support/scratch.ts'

// Programs of pages are imported, one after the other, and talk to an emulator in the place of Zoho.
const programs = blocksOf('ts').filter(({ title, isNotRun }) => title === '' && !isNotRun)
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
  if (block.code.includes('defineConfig')) readContent({ path: block.where, content: exported })
  // A program may pass over what was refused; the emulator has seen it.
  const isAboutRecords = (path: string) => !path.startsWith('/crm/v8/settings/')
  const refused = zoho.calls().filter(({ path, status }) => status >= 400 && isAboutRecords(path))
  if (!block.code.includes('catch')) expect(refused.map(({ path, status }) => `${path} ${status}`)).toEqual([])
})

/** The programs of a page share a working directory: what one of them initialises, the next ones use. */
async function workingFolder(page: string): Promise<string> {
  const own = join(folder, 'at', page)
  if (!existsSync(own)) await cp(join(folder, '.zcrm'), join(own, '.zcrm'), { recursive: true })
  return own
}
