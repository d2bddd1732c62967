import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { faultPresets, startEmulator } from '../../emulator/index.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

const docs = await readFile(join(root, 'docs/testing.md'), 'utf8')

/** The first cells of the tables. */
const cells = [...docs.matchAll(/^\| (`.+?) \|/gm)].map(([, cell = '']) => cell)

test('the documentation names every preset of faults, and no other', () => {
  const table = docs.slice(docs.indexOf('| preset |')).split('\n\n')[0] ?? ''
  const named = [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, preset]) => preset)
  expect(named).toEqual([...faultPresets])
})

test('the documentation names every call of the remote control', async () => {
  const control = await readFile(join(root, 'emulator/control.ts'), 'utf8')
  const calls = [...control.matchAll(/app\.(\w+)\('([^']+)'/g)].map(([, method = '', path = '']) => {
    const shown = path.replace(/:(\w+)/, '<$1>')
    return `\`${method.toUpperCase()} ${shown}\``
  })
  expect(calls.length).toBeGreaterThan(5)
  expect(calls.filter((call) => !cells.includes(call))).toEqual([])
})

test('the documentation names every member of an emulator', async () => {
  await using zoho = await startEmulator()
  expect(Object.keys(zoho).filter((name) => !new RegExp(`\\b${name}\\b`).test(docs))).toEqual([])
})

test('the TypeScript of the documentation compiles', async () => {
  const folder = await scratchFolder()
  const blocks = [...docs.matchAll(/^```ts\n(?:\/\/ (\S+\.ts)\n)?(.*?)^```$/gms)]
  expect(blocks.length).toBeGreaterThan(4)
  for (const [index, [, path = `src/block-${index}.ts`, code = '']] of blocks.entries()) {
    const placed = code
      .replaceAll("'./generated/", `'${join(root, 'generated')}/`)
      .replaceAll("'zcrm/emulator'", `'${join(root, 'emulator/index.ts')}'`)
      // The two are alike in what the block takes of it, and only one of them is here.
      .replaceAll("'@jest/globals'", "'vitest'")
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), placed)
  }
  const options = {
    ...{ isolatedDeclarations: false, declaration: false, noUnusedLocals: false, types: ['node'] },
    // The emulator's sources are compiled along.
    ...{ lib: ['es2023', 'es2024.string', 'dom'], skipLibCheck: true },
  }
  expect(await typeCheck(folder, options)).toBe('')
})
