import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { templates } from '#templates'
import type { DiffOptions } from '../../../generator/drift/change.ts'
import { emitTypeScript } from '../../../generator/emit/typescript.ts'
import { buildSchema } from '../../../generator/schema/build.ts'
import type { Metadata } from '../../../runtime/metadata/index.ts'

/** Writes what is generated of an organisation. */
export async function generate(
  folder: string,
  metadata: Metadata,
  options: DiffOptions,
  importExtension: '.js' | '.ts' = '.js',
): Promise<void> {
  const printed = { ...options, docs: false, importExtension, index: true }
  const files = emitTypeScript(buildSchema({ hash: '', ...metadata }, printed), templates, printed)
  await Promise.all(files.map(({ path, content }) => write(join(folder, path), content)))
}

/** Writes a file, and the folders above it. */
export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
