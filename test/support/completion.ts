import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { startLsp } from '../../bench/lib/lsp.ts'
import { root, scratchFolder } from './scratch.ts'
import { strictest } from './tsc.ts'

/**
 * What an editor offers at the `‸` in each of some lines.
 * @param head Whole lines before them.
 */
export async function completions(
  head: string,
  lines: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const folder = await scratchFolder()
  const compilerOptions = {
    ...strictest,
    module: 'nodenext',
    customConditions: ['@zcrm/source'],
    allowImportingTsExtensions: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const exe = pathToFileURL(join(root, 'node_modules/typescript/lib/getExePath.js')).href
  const { default: getExePath } = (await import(exe)) as { default: () => string }
  const server = await startLsp(folder, getExePath())
  onTestFinished(() => server.close())
  const text = `${head}${lines.map((line) => line.replace('‸', '')).join('\n')}\n`
  const file = join(folder, 'app.ts')
  await writeFile(file, text)
  server.open(file, text)
  const first = head.split('\n').length - 1
  const offered: string[][] = []
  for (const [index, line] of lines.entries()) {
    const names = await server.complete(file, { line: first + index, character: line.indexOf('‸') })
    offered.push(names.map((name) => name.replace(/^["'`]|["'`?]+$/g, '')))
  }
  return offered
}
