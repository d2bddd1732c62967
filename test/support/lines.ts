import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** A program that says a line for each thing that happens to it. */
export interface Telling {
  readonly child: ChildProcess
  /** Everything that it has said. */
  readonly lines: readonly string[]
  /** Waits for a line that has not been waited for yet; fails where the program ends without it. */
  says(wanted: RegExp): Promise<string>
  /** Its exit code and signal. */
  ending(): Promise<readonly [code: number | null, signal: string | null]>
}

/** Milliseconds after which a line does not come any more: below the time of a test, so that what was said is told. */
const PATIENCE = 60_000

/** Listens to what a program says on standard output; it ends with the test. */
export function listenTo(child: ChildProcess): Telling {
  if (child.stdout === null) throw new Error('no pipe')
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const lines: string[] = []
  let heard = 0
  let isOver = false
  let wake = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    wake()
  })
  const closed = once(child, 'close').then(([code, signal]) => {
    isOver = true
    wake()
    return [code, signal] as const
  })
  return {
    child,
    lines,
    says: async (wanted) => {
      const since = performance.now()
      for (;;) {
        const index = lines.findIndex((line, at) => at >= heard && wanted.test(line))
        if (index !== -1) {
          heard = index + 1
          return lines[index] ?? ''
        }
        const isLate = performance.now() - since > PATIENCE
        if (isOver || isLate)
          throw new Error(`it never said ${wanted}, but\n${lines.slice(heard).join('\n')}`)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, PATIENCE)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
    ending: () => closed,
  }
}
