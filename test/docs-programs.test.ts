import { randomUUID } from 'node:crypto'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, beforeEach, test, vi } from 'vitest'
import { startEmulator } from '../emulator/index.ts'
import { readContent } from '../generator/config/profiles.ts'
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
  await peersInstalled()
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
  // What a program writes into its working directory, the next one does not find.
  const own = join(folder, randomUUID())
  await cp(join(folder, '.zcrm'), join(own, '.zcrm'), { recursive: true })
  process.chdir(own)
  const { default: exported } = await import(files.get(block) ?? '')
  if (block.code.includes('defineConfig')) readContent({ path: block.where, content: exported })
})
