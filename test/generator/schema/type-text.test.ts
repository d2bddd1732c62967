import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isExportedType, isTypeText } from '../../../generator/schema/type-text.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { typeCheck } from '../../support/tsc.ts'

const ACCEPTED: readonly string[] = [
  'string',
  ' string[] ',
  'readonly string[]',
  'string[][]',
  "'a' | 'b'",
  '| \'a\' | "b" | -1 | 2.5 | true | null',
  "'it is; fine // here { ( ['",
  'Date & { readonly brand: "x" }',
  'Record<string, unknown>',
  'Map<string, Map<string, number[]>>',
  'Array<{ a: string; b?: number }>',
  '{ a: string, readonly b: readonly [number, string?], readonly: 1 }',
  "{ [key: string]: unknown; 'a-b': 1 }",
  '{}',
  '[]',
  '[string, ...number[]]',
  '(string | number)[]',
  'keyof Date',
  "Date['getTime']",
  'Intl.NumberFormatOptions',
  'Intl.DateTimeFormatOptions["timeZone"]',
  'readonly [string]',
]

const REFUSED: readonly string[] = [
  '',
  ' ',
  'string; evil: number',
  'string, evil: number',
  'string\nevil: number',
  'string evil',
  'string }',
  'string } declare const x: 1; interface Y {',
  '(string',
  'string)',
  '[string',
  "'a",
  "'a\\'",
  "'a\nb'",
  '`a`',
  '`${string}`',
  'string // comment',
  'string /* comment */',
  'string = 1',
  'string[0',
  '{ a }',
  '{ a: string b: number }',
  'A<>',
  'A<string',
  'A.',
  '.A',
  'A..B',
  'import("fs")',
  'typeof process',
  'A extends B ? 1 : 2',
  '() => void',
  'new () => Date',
  'readonly string',
  'this',
  'class',
  'function',
  'await',
  'string |',
  'string | | number',
  '1a',
  'a\u2028b',
  'a\u200bb',
  '#a',
  '@a',
  'a!',
  `${'a | '.repeat(300)}a`,
]

test.each(ACCEPTED)('%j is a type', (text) => {
  expect(isTypeText(text)).toBe(true)
})

test('what is accepted compiles where it is put', async () => {
  const folder = await scratchFolder()
  const members = ACCEPTED.map(
    (text, index) => `  a${index}: ${text.trim()}\n  b${index}: ${text.trim()} | null`,
  )
  await writeFile(join(folder, 'types.ts'), `export interface All {\n${members.join('\n')}\n}\n`)
  expect(await typeCheck(folder)).toBe('')
})

test.each(REFUSED)('%j is none', (text) => {
  expect(isTypeText(text)).toBe(false)
})

test.each([
  ['Meta', true],
  ['Meta[]', true],
  ['string', true],
  ['Meta | string', false],
  ['Meta<string>', false],
  ['a.b', false],
  ['class', false],
  ['import', false],
  ['', false],
])('of a module one can have %j: %s', (text, want) => {
  expect(isExportedType(text)).toBe(want)
})
