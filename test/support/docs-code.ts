import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCli } from './cli.ts'
import { generateTypes, peerPackages } from './openapi-peers.ts'
import type { DocsBlock } from './pages.ts'
import { root } from './scratch.ts'

/** Packages that pages speak of and that are not the project's own: where their types are, and what runs. */
export const PEERS: Readonly<Record<string, { readonly types: string; readonly main: string }>> = {
  'openapi-fetch': {
    types: join(peerPackages, 'openapi-fetch/dist/index.d.mts'),
    main: join(peerPackages, 'openapi-fetch/dist/index.mjs'),
  },
  '@zohocrm/typescript-sdk-8.0': {
    types: join(root, 'test/official-sdk/node_modules/@zohocrm/typescript-sdk-8.0/dist/index.d.ts'),
    main: join(root, 'test/official-sdk/node_modules/@zohocrm/typescript-sdk-8.0/dist/index.js'),
  },
}

/**
 * Writes the TypeScript of pages into a folder, that of each page into one of its own, and gives the files by block.
 * Blocks of one page that have the name of a file see each other.
 */
export async function writeBlocks(
  folder: string,
  blocks: readonly DocsBlock[],
  moved: (code: string) => string = (code) => code,
): Promise<ReadonlyMap<DocsBlock, string>> {
  const files = new Map<DocsBlock, string>()
  const taken = new Set<string>()
  for (const block of blocks) {
    const place = join(folder, block.page.replaceAll(/\W/g, '_'))
    const named = join(place, block.title === '' ? `line-${block.line}.ts` : block.title)
    // A page may show one file twice.
    const file = taken.has(named) ? join(place, `line-${block.line}`, block.title) : named
    taken.add(file)
    files.set(block, file)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, `${moved(placed(block.code))}\nexport {}\n`)
  }
  return files
}

/** A block whose imports lead to the repository: the generated classes, and zcrm as it is here. */
function placed(code: string): string {
  return (
    code
      .replaceAll(/'(?:\.\.?\/)+(?:src\/)?generated\//g, `'${join(root, 'generated')}/`)
      .replaceAll("'zcrm'", `'${join(root, 'generator/index.ts')}'`)
      .replaceAll("'zcrm/emulator'", `'${join(root, 'emulator/index.ts')}'`)
      .replaceAll(/'zcrm\/(vite|rollup|webpack|esbuild)'/g, `'${join(root, 'generator/plugin')}/$1.ts'`)
      // The two are alike in what suites take of them here, and only one of them is there.
      .replaceAll("'@jest/globals'", "'vitest'")
  )
}

/** The types that the generator of the page on OpenAPI makes of the demo organisation. */
export async function openApiTypes(): Promise<string> {
  const { stdout } = await runCli(['openapi', '--modules', 'Leads,Accounts'], root)
  return generateTypes(stdout)
}
