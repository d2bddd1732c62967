/** Where a command prints: people read lines, machines one JSON value. */
export interface Terminal {
  readonly isJson: boolean
  /** A line for people; not printed with `--json`. */
  readonly line: (text: string) => void
  /** A line that is replaced by the next one; only on a terminal. */
  readonly progress: (text: string) => void
  /** The answer for machines; only printed with `--json`. */
  readonly result: (value: unknown) => void
}

/** Characters that a terminal obeys instead of showing; names of an organisation may hold them. */
const CONTROLS = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A text as it can be printed, whoever wrote it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A terminal over the streams of the process. */
export function createTerminal(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  json: boolean,
): Terminal {
  let replaces = false
  const clear = () => {
    if (replaces) stderr.write('\r\u001b[K')
    replaces = false
  }
  return {
    isJson: json,
    line: (text) => {
      clear()
      if (!json) stdout.write(`${printable(text)}\n`)
    },
    progress: (text) => {
      if (json || !stderr.isTTY) return
      stderr.write(`\r\u001b[K${printable(text)}`)
      replaces = true
    },
    result: (value) => {
      clear()
      if (json) stdout.write(`${JSON.stringify(value)}\n`)
    },
  }
}
