import { readFileSync } from 'node:fs'
import { codeOf } from './failure.ts'

/** Whether a process of this machine is there. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It runs, and is somebody else's.
    return codeOf(error) === 'EPERM'
  }
}

/** When a process began, in units of the system; tells it from a later one of the same number. `null` where not known. */
export function beginningOf(pid: number): string | null {
  try {
    // The second field, the program's name, may hold anything but ends with the last bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')
    return fields?.[19] ?? null
  } catch {
    return null
  }
}
