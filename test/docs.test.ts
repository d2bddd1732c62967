import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { defaultLoaders } from 'cosmiconfig'
import { transform } from 'esbuild'
import { expect, test } from 'vitest'
import { parse } from '../generator/cli.ts'
import { readContent } from '../generator/config/profiles.ts'
import { optionsTable } from '../generator/config/reference.ts'
import { checkTemplate, parseTemplate } from '../generator/emit/check-template.ts'
import { kindOf } from '../generator/emit/kinds.ts'
import { installed } from './official-sdk/scenario.ts'
import { openApiTypes, PEERS, writeBlocks } from './support/docs-code.ts'
import { anchorsOf, zcrmCommands } from './support/markdown.ts'
import { peersInstalled } from './support/openapi-peers.ts'
import { blocks, blocksOf, pages, pageText } from './support/pages.ts'
import { root, scratchFolder } from './support/scratch.ts'
import { typeCheck } from './support/tsc.ts'

test('every block of code is in a language that is checked here', () => {
  const checked = ['ts', 'js', 'sh', 'json', 'yaml', 'hbs']
  // What a program prints, or files hold, is text.
  const others = blocks.filter(({ language }) => ![...checked, 'text'].includes(language))
  expect(others.map(({ where, language }) => `${where} ${language}`)).toEqual([])
})

test('the TypeScript compiles', { timeout: 300_000 }, async () => {
  await Promise.all([peersInstalled(), installed()])
  const folder = await scratchFolder()
  for (const [{ code }, file] of await writeBlocks(folder, blocksOf('ts')))
    if (code.includes("'./zoho.js'")) await writeFile(join(dirname(file), 'zoho.ts'), await openApiTypes())
  const options = {
    isolatedDeclarations: false,
    declaration: false,
    noUnusedLocals: false,
    noPropertyAccessFromIndexSignature: false,
    types: ['node'],
    lib: ['es2023', 'es2024.string', 'dom', 'dom.iterable', 'esnext.disposable'],
    skipLibCheck: true,
    paths: Object.fromEntries(Object.entries(PEERS).map(([name, { types }]) => [name, [types]])),
  }
  expect(await typeCheck(folder, options)).toBe('')
})

test.each(blocksOf('js'))('the JavaScript at $where can be read', async ({ code }) => {
  await transform(code, { format: 'esm' })
})

test.each(blocksOf('sh', 'yaml').filter(({ code }) => zcrmCommands(code).length > 0))(
  'the commands at $where are commands of zcrm',
  async ({ code }) => {
    for (const args of zcrmCommands(code)) await parse(args, process)
  },
)

test.each(blocksOf('yaml'))('$where is YAML', ({ code, where }) => {
  expect(defaultLoaders['.yaml'](where, code)).toBeTypeOf('object')
})

test.each(blocksOf('json'))('$where is JSON', ({ code }) => {
  expect(() => JSON.parse(code)).not.toThrow()
})

const configurations = blocksOf('json', 'yaml').filter(({ title }) => title.startsWith('zcrm.config'))

test.each(configurations)('$where is a configuration', ({ code, where }) => {
  const content: unknown = defaultLoaders['.yaml'](where, code)
  expect(() => readContent({ path: where, content })).not.toThrow()
})

test.each(blocksOf('hbs'))('$where is a template', ({ code, where }) => {
  const kinds = ['x.ts', 'x.json', 'x.md', 'x.html', 'x.yaml', 'x.graphql'].map(kindOf)
  const helpers = Object.assign({}, ...kinds.map((kind) => kind?.helpers))
  const partials = ['record', 'class', 'picklist', 'dependency'].flatMap((name) => [name, `zcrm/${name}`])
  expect(() => checkTemplate(where, parseTemplate(where, code), { helpers, partials })).not.toThrow()
})

test('links lead somewhere', async () => {
  const broken: string[] = []
  for (const { path, text } of pages) {
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [file = '', anchor] = target.split('#')
      const to = file === '' ? path : join(dirname(path), file)
      const linked = await readFile(join(root, to), 'utf8').catch((error: NodeJS.ErrnoException) =>
        error.code === 'EISDIR' ? '' : null,
      )
      if (linked === null || (anchor !== undefined && !anchorsOf(linked).has(anchor)))
        broken.push(`${path}: ${target}`)
    }
  }
  expect(broken).toEqual([])
})

test('every page is in the index', async () => {
  const index = await readFile(join(root, 'docs/README.md'), 'utf8')
  const names = pages.flatMap(({ path }) => /^docs\/(?!README)(.*)$/.exec(path)?.[1] ?? [])
  expect(names.filter((name) => !index.includes(`](${name})`))).toEqual([])
})

test('the reference of options is made from their declaration', () => {
  expect(pageText('docs/configuration.md')).toContain(`\n\n${optionsTable()}\n`)
})
