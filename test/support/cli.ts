import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts'
import { stagedBin } from './tool.ts'

/** What a command line left behind. */
export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Environment variables for a child; undefined removes one. */
export type Env = Readonly<Record<string, string | undefined>>

/** Starts `zcrm` as its users do: a process of its own, in a folder, with an environment. */
export function spawnCli(args: readonly string[], cwd: string, env: Env = {}, uid?: number): ChildProcess {
  return spawn(process.execPath, [stagedBin, ...args], {
    cwd,
    ...(uid === undefined ? {} : { uid }),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs `zcrm` to its end; where a user is named, as that one, whom permissions mean something to. */
export async function runCli(
  args: readonly string[],
  cwd: string,
  env: Env = {},
  uid?: number,
): Promise<CliResult> {
  return resultOf(spawnCli(args, cwd, env, uid))
}

/** What a command line left behind, when it has ended. */
export async function resultOf(child: ChildProcess): Promise<CliResult> {
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes')
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, stdout, stderr }
}

/** An emulator that ends with the test. */
export async function emulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const started = await startEmulator(options)
  onTestFinished(() => started.close())
  return started
}

/** The environment variables that point `zcrm` to an emulator. */
export function envOf(zoho: Emulator): Record<string, string> {
  return {
    ZCRM_ACCOUNTS_URL: zoho.accountsUrl,
    ZCRM_API_URL: zoho.apiUrl,
    ZCRM_FILES_URL: zoho.fileUploadUrl,
    ZCRM_CLIENT_ID: zoho.clientId,
    ZCRM_CLIENT_SECRET: zoho.clientSecret,
    ZCRM_GRANT_TOKEN: zoho.grantToken,
  }
}
