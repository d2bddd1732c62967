import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'
import type { CliResult, Env } from './cli.ts'
import { stagedBin } from './tool.ts'

/** Somebody who sits at a terminal in front of `zcrm`. */
export interface Sitting {
  /** Waits until a text is shown, after the one that was waited for before; fails where `zcrm` ends without it. */
  sees(text: string): Promise<void>
  /** Presses keys. */
  types(keys: string): void
  /** Waits until `zcrm` has ended. Gives its exit code, and everything that the terminal got to show. */
  ending(): Promise<{ readonly code: number | null; readonly screen: string }>
}

/** Keys that are no characters. */
export const keys = { enter: '\r', down: '\u001b[B', ctrlC: '\u0003' } as const

/** Makes a terminal for a program; that of util-linux. */
const SCRIPT = 'script'

/** Whether terminals can be made here; under CI always, so that a test fails for want of them and is not skipped. */
export const isTerminalThere: boolean =
  process.env['ZCRM_TEST_CI'] === 'true' ||
  spawnSync(SCRIPT, ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true

/** Starts `zcrm` at a terminal. */
export function sitBefore(args: readonly string[], cwd: string, env: Env = {}, columns = 110): Sitting {
  const command = [process.execPath, stagedBin, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn(SCRIPT, ['-qfec', `stty cols ${columns} rows 40; exec ${command}`, '/dev/null'], {
    cwd,
    env: { ...environment(env), TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return sittingAt(child)
}

function sittingAt(child: ChildProcess): Sitting {
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('no pipes')
  let [screen, seen, isOver] = ['', 0, false]
  stdout.setEncoding('utf8').on('data', (chunk: string) => {
    screen += chunk
  })
  const ended = once(child, 'close').finally(() => {
    isOver = true
  })
  const shown = () => stripVTControlCharacters(screen)
  return {
    sees: async (text) => {
      while (!shown().includes(text, seen)) {
        if (isOver) throw new Error(`${JSON.stringify(text)} is not shown, but ${shown().slice(seen)}`)
        await Promise.race([once(stdout, 'data'), ended])
      }
      seen = shown().indexOf(text, seen) + text.length
    },
    types: (pressed) => {
      stdin.write(pressed)
    },
    ending: async () => ({ code: (await ended)[0], screen }),
  }
}

/** Runs `zcrm` to its end with something piped into it. */
export async function runPiped(
  input: string,
  args: readonly string[],
  cwd: string,
  env: Env = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [stagedBin, ...args], { cwd, env: environment(env) })
  child.stdin.end(input)
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, stdout, stderr }
}

function environment(env: Env): Env {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env }
}
