import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultPresets, startEmulator } from '../../emulator/index.ts'
import { root } from '../support/scratch.ts'

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
