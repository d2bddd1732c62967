import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The folder of the repository. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** A folder of a test's own inside the repository, so that what is generated there finds the runtime; it goes with the test. */
export async function scratchFolder(): Promise<string> {
  const folder = join(root, 'test/.work', randomUUID())
  await mkdir(folder, { recursive: true })
  // A project's root, where the search for a configuration ends: without it the repository's own would be found.
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
