import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as runtime from '@zcrm/runtime'
import { ZohoError } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import { exitCodes } from '../generator/commands/failure.ts'
import { errorOf } from '../runtime/http/error-of.ts'
import { rowsOf } from './support/markdown.ts'
import { pageText } from './support/pages.ts'
import { root } from './support/scratch.ts'

const page = pageText('docs/errors.md')

test('the page of errors has every class and every exit code', () => {
  const cells = rowsOf(page).map(([first]) => first)
  const classes = Object.values<unknown>(runtime).flatMap((value) =>
    isErrorClass(value) ? [value.kind] : [],
  )
  expect(classes.length).toBeGreaterThan(10)
  const wanted = [...classes, '0', ...Object.values(exitCodes).map(String)]
  expect(wanted.filter((name) => !cells.includes(name))).toEqual([])
})

test('the page of errors has every code that is thrown, and those that are known of Zoho', async () => {
  const known = rowsOf(page).flatMap(([first = '']) => first.split(', '))
  const sources = await Promise.all(['runtime', 'generator'].map(sourcesIn))
  const codes = sources
    .flat()
    .flatMap(([path, source]) => codesIn(source, /error-(of|facts)\.ts$/.test(path)))
  expect(codes.length).toBeGreaterThan(40)
  expect([...new Set(codes)].filter((code) => !known.includes(code))).toEqual([])
})

test('the page of errors says of what class the codes of Zoho are', () => {
  const text = page.split('## Zoho')[1] ?? ''
  const rows = rowsOf(text.slice(0, text.indexOf('\n## '))).slice(1)
  expect(rows.length).toBeGreaterThan(20)
  for (const [codes = '', statuses = '', classes = ''] of rows)
    for (const code of codes.split(', ').filter(() => classes.includes('Error') && statuses !== '200'))
      for (const status of statuses.split(', ').map(Number)) {
        const call = { method: 'GET', path: '/Leads', status }
        const { name } = errorOf(call, { code, message: '', details: {} })
        expect.soft(classes.split(', '), `${status} ${code}`).toContain(name)
      }
})

function isErrorClass(value: unknown): value is typeof ZohoError {
  return value === ZohoError || (typeof value === 'function' && value.prototype instanceof ZohoError)
}

/** The sources of a folder, by path. */
async function sourcesIn(folder: string): Promise<readonly (readonly [string, string])[]> {
  const paths = await readdir(join(root, folder), { recursive: true })
  return Promise.all(
    paths
      .filter((path) => path.endsWith('.ts'))
      .map(async (path) => [path, await readFile(join(root, folder, path), 'utf8')] as const),
  )
}

/** The codes of errors in a source: the first arguments of their classes, and the keys of tables of codes. */
function codesIn(source: string, hasTables: boolean): readonly string[] {
  const thrown = [...source.matchAll(/(?:Error|refusal)\(\s*'([A-Z][A-Z_]{4,})',/g)]
  const keys = hasTables ? [...source.matchAll(/^ {2}([A-Z][A-Z_]{4,}): /gm)] : []
  return [...thrown, ...keys].map(([, code = '']) => code)
}
