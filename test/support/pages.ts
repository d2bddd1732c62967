import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CodeBlock, codeBlocks } from './markdown.ts'
import { root } from './scratch.ts'

/** A page that users read. */
export interface DocsPage {
  /** Relative to the repository. */
  readonly path: string
  readonly text: string
}

/** A block of code, and the page that it stands in. */
export interface DocsBlock extends CodeBlock {
  readonly page: string
  /** Page and line. */
  readonly where: string
}

const PATHS: readonly string[] = [
  'README.md',
  'runtime/README.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md'))

/** Every page that users read. */
export const pages: readonly DocsPage[] = await Promise.all(
  PATHS.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
)

/** Every block of code in them. */
export const blocks: readonly DocsBlock[] = pages.flatMap(({ path, text }) =>
  codeBlocks(text).map((block) => ({ ...block, page: path, where: `${path}:${block.line}` })),
)

/** The blocks of some languages. */
export function blocksOf(...languages: readonly string[]): readonly DocsBlock[] {
  return blocks.filter(({ language }) => languages.includes(language))
}

/** The text of a page. */
export function pageText(path: string): string {
  return pages.find((page) => page.path === path)?.text ?? ''
}
