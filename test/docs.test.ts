import { readdirSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { defaultLoaders } from 'cosmiconfig'
import { expect, test } from 'vitest'
import { parse } from '../generator/cli.ts'
import { OPTIONS, optionNames } from '../generator/config/options.ts'
import { readContent } from '../generator/config/profiles.ts'
import { compileTemplate } from '../generator/emit/compile.ts'
import { type CodeBlock, codeBlocks, zcrmCommands } from './support/markdown.ts'
import { root, scratchFolder } from './support/scratch.ts'
import { typeCheck } from './support/tsc.ts'

/** Every page that users read. */
const PAGES: readonly string[] = [
  'README.md',
  'runtime/README.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md'))

const pages: readonly {
  readonly path: string
  readonly text: string
  readonly blocks: readonly CodeBlock[]
}[] = await Promise.all(
  PAGES.map(async (path) => {
    const text = await readFile(join(root, path), 'utf8')
    return { path, text, blocks: codeBlocks(text) }
  }),
)

const blocks = pages.flatMap(({ path, blocks: of }) =>
  of.map((block) => ({ ...block, where: `${path}:${block.line}` })),
)

function blocksOf(...languages: readonly string[]): typeof blocks {
  return blocks.filter(({ language }) => languages.includes(language))
}

test('every block of code is in a language that is checked here', () => {
  const checked = ['ts', 'sh', 'json', 'yaml', 'hbs']
  // What a program prints, or files hold, is text.
  const others = blocks.filter(({ language }) => ![...checked, 'text'].includes(language))
  expect(others.map(({ where, language }) => `${where} ${language}`)).toEqual([])
})

test('the TypeScript compiles', { timeout: 120_000 }, async () => {
  const folder = await scratchFolder()
  for (const { where, title, code } of blocksOf('ts')) {
    // Blocks of one page that have the name of a file see each other.
    const place =
      title === ''
        ? `${where.replace(/[:/]/g, '_')}/app.ts`
        : `${where.split(':')[0]?.replaceAll('/', '_')}/${title}`
    await mkdir(dirname(join(folder, place)), { recursive: true })
    await writeFile(join(folder, place), `${placed(code)}\nexport {}\n`)
  }
  const options = {
    isolatedDeclarations: false,
    declaration: false,
    noUnusedLocals: false,
    noPropertyAccessFromIndexSignature: false,
    types: ['node'],
    lib: ['es2023', 'dom', 'esnext.disposable'],
    skipLibCheck: true,
  }
  expect(await typeCheck(folder, options)).toBe('')
})

/** A block whose imports lead to the repository: the generated classes, and zcrm as it is here. */
function placed(code: string): string {
  return code
    .replaceAll(/'(?:\.\.?\/)+(?:src\/)?generated\//g, `'${join(root, 'generated')}/`)
    .replaceAll("'zcrm'", `'${join(root, 'generator/index.ts')}'`)
    .replaceAll("'zcrm/emulator'", `'${join(root, 'emulator/index.ts')}'`)
    .replaceAll(/'zcrm\/(vite|rollup|webpack|esbuild)'/g, `'${join(root, 'generator/plugin')}/$1.ts'`)
}

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
  expect(() => compileTemplate(where, code)).not.toThrow()
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

/** The anchors of headings, as the hosts of repositories make them. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

test('every option, variable and flag is named', () => {
  const text = pages.map((page) => page.text).join('\n')
  const names = optionNames.flatMap((name) => {
    const { env, flag } = OPTIONS[name]
    return [name, ...(env === undefined ? [] : [env]), ...(flag === undefined ? [] : [`--${flag}`])]
  })
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})
