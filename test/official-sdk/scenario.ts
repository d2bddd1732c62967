import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))

/** What a scenario got, and the emulator that it was played on. */
export interface Played {
  readonly emulator: Emulator
  // biome-ignore lint/suspicious/noExplicitAny: it is whatever the SDK gave, and is compared with what is expected
  readonly got: any
}

/** Installs the official SDK where it is not there yet. */
export async function installed(): Promise<void> {
  if (!existsSync(join(here, 'node_modules'))) await run('npm', ['ci'], { cwd: here })
}

/** Works with a temporary folder. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'zcrm-official-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Plays a scenario of the official SDK on an emulator, which is closed then: its records and calls can be looked at. */
export async function play(
  scenario: string,
  options: EmulatorOptions = {},
  given: unknown = null,
): Promise<Played> {
  const emulator = await startEmulator(options)
  try {
    const stdout = await inFolder(async (folder) => {
      // The SDK joins paths without a separator in places: its folder ends with one.
      const words = ['client.js', scenario, JSON.stringify(emulator), `${folder}/`, JSON.stringify(given)]
      return (await run(process.execPath, words, { cwd: here, maxBuffer: 64 * 2 ** 20 })).stdout
    })
    return { emulator, got: JSON.parse(stdout) }
  } finally {
    await emulator.close()
  }
}
