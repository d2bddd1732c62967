import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OPTIONS, optionNames } from '../generator/config/options.ts'
import { root, scratchFolder } from './support/scratch.ts'
import { typeCheck } from './support/tsc.ts'

test.each(['README.md', 'runtime/README.md', 'docs/validation.md'])(
  'the TypeScript of %s compiles',
  async (path) => {
    const readme = await readFile(join(root, path), 'utf8')
    const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
    expect(blocks.length).toBeGreaterThan(0)
    const folder = await scratchFolder()
    for (const [index, code] of blocks.entries()) {
      await mkdir(join(folder, `${index}`))
      const placed = code
        .replaceAll("'./generated/", `'${join(root, 'generated')}/`)
        .replaceAll("'zcrm'", `'${join(root, 'generator/config/define.ts')}'`)
      await writeFile(join(folder, `${index}/app.ts`), `${placed}\nexport {}\n`)
    }
    const options = {
      isolatedDeclarations: false,
      declaration: false,
      noUnusedLocals: false,
      types: ['node'],
    }
    expect(await typeCheck(folder, options)).toBe('')
  },
)

test('the README names every option, variable and flag', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const names = optionNames.flatMap((name) => {
    const { env, flag } = OPTIONS[name]
    return [name, ...(env === undefined ? [] : [env]), ...(flag === undefined ? [] : [`--${flag}`])]
  })
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})
