import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { root } from './scratch.ts'

/** Every strictness flag that TypeScript has: what is generated compiles under all of them at once. */
export const strictest: Readonly<Record<string, unknown>> = {
  target: 'es2022',
  lib: ['es2023'],
  types: [],
  noEmit: true,
  skipLibCheck: false,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  isolatedDeclarations: true,
  declaration: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  noUncheckedSideEffectImports: true,
  forceConsistentCasingInFileNames: true,
}

/** Type-checks the files of a folder and gives what the compiler says: nothing, where all is well. */
export async function typeCheck(
  folder: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const compilerOptions = {
    ...strictest,
    module: 'nodenext',
    customConditions: ['@zcrm/source'],
    allowImportingTsExtensions: true,
    ...options,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const child = spawn(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [, output] = await Promise.all([once(child, 'close'), text(child.stdout)])
  return output
}
