import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const rootDir: string = fileURLToPath(new URL('../..', import.meta.url))

/** The folder of the benches. */
export const benchDir: string = join(rootDir, 'bench')

/** An empty scratch folder of that name, under the one that git ignores. */
export function emptyScratch(name: string): string {
  const dir = scratch(name)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  return dir
}

/** The path of a scratch folder of that name. */
export function scratch(name: string): string {
  return join(benchDir, 'work', name)
}
