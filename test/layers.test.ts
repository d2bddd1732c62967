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
  // Pure: from values to values.
  [/^generator\/(schema|emit)\//, /^node:(fs|net|http|child_process|path)/],
  [/^generator\/escape\.ts/, /^(?!generator\/schema\/literals\.ts)/],
  [/^generator\/schema\//, /^generator\/(?!(schema|snapshot)\/|wording\.ts)/],
  [/^generator\/emit\//, /^generator\/(?!(emit|schema)\/|(wording|escape|content-hash)\.ts)/],
  [/^generator\/drift\//, /^(node:|generator\/(?!(drift|schema)\/|wording\.ts))/],
  // The command line is what everything else is used by; bundlers say paths as it does.
  [/^generator\/(?!commands\/|plugin\/|cli\.ts|main\.ts)/, /^generator\/(commands|cli|main|plugin)\b/],
  [/^generator\/plugin\//, /^generator\/(commands\/(?!words\.ts)|cli|main|init|login|record|watch|drift)/],
  // Libraries have one user each.
  [/^generator\/(?!plugin\/)/, /^(unplugin|vite|rollup|webpack|esbuild)$/],
  [/^generator\/(?!config\/)/, /^(cosmiconfig|jiti)$/],
  [/^generator\/(?!login\/)/, /^@clack\//],
  [/^generator\/(?!commands\/|cli\.ts)/, /^yargs/],
  [/^generator\/(?!emit\/)/, /^handlebars/],
  [/^(generated|examples)\//, /^(runtime\/|generator|emulator)/],
  // Validation comes by an import(): validator.ts is its door.
  [/^runtime\/(?!validation\/)/, /^runtime\/validation\/(?!validator\.ts)/],
  [/^runtime\/validation\/validator\.ts/, /^runtime\/validation\//],
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
