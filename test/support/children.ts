import { type ChildProcess, fork } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import { root } from './scratch.ts'

/** Where programs are bundled: below the repository, so that they find its packages. */
const BUNDLES = join(root, 'test/.work/children')

/** Bundles a program of `children/`, so that many processes of it start in a moment. Gives the file. */
export async function bundleChild(program: string): Promise<string> {
  await mkdir(BUNDLES, { recursive: true })
  const outfile = join(BUNDLES, `${basename(program, '.ts')}-${process.pid}.mjs`)
  await build({
    entryPoints: [join(root, 'test/runtime/children', program)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@zcrm/source'],
    external: ['kysely', 'pg', 'mysql2', 'better-sqlite3', 'pino', 'node-fetch'],
  })
  return outfile
}

/** Starts a bundled program that ends with the test; messages go both ways. */
export function startBundle(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const child = fork(file, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...env },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}
