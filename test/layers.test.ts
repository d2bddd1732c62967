import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/scratch.ts'

/** Who may import whom: what a file below a folder must not import. Paths are from the repository's top. */
const forbidden: readonly (readonly [file: RegExp, imported: RegExp])[] = [
  [/^runtime\//, /^(generator|emulator|generated|zcrm)/],
  [/^emulator\//, /^(generator|runtime|generated|zcrm|@zcrm)/],
  [/^generator\/(?!commands\/emulate\.ts)/, /^emulator/],
  [/^generator\//, /^(runtime\/|generated)/],
  [
    /^generator\/(schema|emit)\//,
    /^(node:(fs|net|http|child_process|path)|generator\/(output|config|commands|session))/,
  ],
  [/^generator\/(?!emit\/)/, /^handlebars/],
  [/^(generated|examples)\//, /^(runtime\/|generator|emulator)/],
  [/^runtime\/(?!metadata\/(resource|open)-cache\.ts)/, /^(node:|node-fetch)/],
]

test('the layer rule: who may import whom', async () => {
  const broken: string[] = []
  for (const folder of ['runtime', 'generator', 'emulator', 'generated', 'examples']) {
    for (const entry of await readdir(join(root, folder), { recursive: true })) {
      const file = join(folder, entry).replaceAll(sep, '/')
      if (!file.endsWith('.ts') || /\/(node_modules|dist)\//.test(file)) continue
      // An import() is made when it is needed, which is what the runtime does with Node's own modules.
      const text = (await readFile(join(root, file), 'utf8')).replace(/^import type .* from 'node:.*$/gm, '')
      const imports = text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'/gm)
      for (const [, specifier = ''] of imports) {
        const path = specifier.startsWith('.')
          ? normalize(join(dirname(file), specifier)).replaceAll(sep, '/')
          : specifier
        if (forbidden.some(([from, to]) => from.test(file) && to.test(path))) broken.push(`${file} → ${path}`)
      }
    }
  }
  expect(broken).toEqual([])
})
