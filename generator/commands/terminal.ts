import { printableLine } from '../escape.ts'
import { painted, type Style } from './colors.ts'
import { cut, wrappedForTerminal } from './width.ts'

/** Where a command prints: people read lines, machines one JSON value. */
export interface Terminal {
  readonly isJson: boolean
  /** Whether everything is to be told, however long it gets. */
  readonly isVerbose: boolean
  /** Characters on a line of the terminal; `null` where the lines go into a file or another program. */
  readonly columns: number | null
  /** A line for people; not printed with `--json`. On a terminal it is broken between words. */
  readonly line: (text: string, style?: Style) => void
  /** A line to be copied: where it is too long the terminal breaks it, which copies it whole again. */
  readonly verbatim: (text: string) => void
  /** A line that is replaced by the next one; only on a terminal. */
  readonly progress: (text: string) => void
  /** The answer for machines; only printed with `--json`. */
  readonly result: (value: unknown) => void
}

/** What is said of a terminal on the command line. */
export interface TerminalOptions {
  readonly json: boolean
  readonly verbose?: boolean
  readonly colors?: boolean
}

/** A terminal shows no more than this many progress lines a second: writing them takes time. */
const FRAME = 1000 / 30

/** A terminal over the streams of the process. */
export function createTerminal(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  { json, verbose = false, colors = false }: TerminalOptions,
): Terminal {
  const columns = stdout.isTTY ? stdout.columns || null : null
  let shownAt: number | null = null
  const clear = () => {
    if (shownAt !== null) stderr.write('\r\u001b[K')
    shownAt = null
  }
  return {
    isJson: json,
    isVerbose: verbose,
    columns,
    line: (text, style) => {
      clear()
      if (json) return
      for (const line of wrappedForTerminal(printableLine(text), columns))
        stdout.write(`${painted(line, style, colors)}\n`)
    },
    verbatim: (text) => {
      clear()
      if (!json) stdout.write(`${printableLine(text)}\n`)
    },
    progress: (text) => {
      if (json || !stderr.isTTY) return
      const now = performance.now()
      if (shownAt !== null && now - shownAt < FRAME) return
      // A line that is broken by the terminal could not be replaced.
      stderr.write(`\r\u001b[K${cut(printableLine(text), (stderr.columns || 80) - 1)}`)
      shownAt = now
    },
    result: (value) => {
      clear()
      if (json) stdout.write(`${JSON.stringify(value)}\n`)
    },
  }
}
