import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { acquire, heldAt, isAbandoned, release } from './lock-file.ts'

/** Milliseconds to wait for a writer that lives; writing takes far less than a second. */
const PATIENCE = 60_000
/** The file that says that somebody writes into its folder. */
const LOCK = '.zcrm.lock'

/**
 * Does work in an output folder while no other process writes there. The lock of a process that was killed is taken over.
 * @param onWait Told once, where another process is writing.
 * @param work Told whether another process was writing.
 * @throws ConfigurationError where the folder cannot be written, or another process does not come to an end.
 */
export async function underOutputLock<T>(
  folder: string,
  onWait: (pid: number | null) => void,
  work: (waited: boolean) => Promise<T>,
): Promise<T> {
  const path = join(folder, LOCK)
  const waited = await untilFree(path, () => acquire(folder, path), onWait)
  try {
    return await work(waited)
  } finally {
    release(folder, path)
  }
}

/** Waits until nobody writes into an output folder, and writes nothing there. Gives whether somebody did. */
export async function outputUnlocked(folder: string, onWait: (pid: number | null) => void): Promise<boolean> {
  const path = join(folder, LOCK)
  const isFree = () => {
    const held = heldAt(path)
    return held === null || isAbandoned(held)
  }
  return untilFree(path, isFree, onWait)
}

/** Waits until an attempt succeeds. Gives whether a lock was in the way. */
async function untilFree(
  path: string,
  attempt: () => boolean,
  onWait: (pid: number | null) => void,
): Promise<boolean> {
  const since = performance.now()
  let waited = false
  while (!attempt()) {
    const held = heldAt(path)
    const pid = held?.holder?.pid ?? null
    if (performance.now() - since > PATIENCE) throw neverFree(path, pid)
    if (held !== null && !waited) onWait(pid)
    waited ||= held !== null
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  }
  return waited
}

function neverFree(path: string, pid: number | null): ConfigurationError {
  const who = pid === null ? 'another process' : `the process ${pid}`
  return new ConfigurationError(
    `${who} has been writing into the output folder for ${PATIENCE / 1000} s: ${path}`,
    'Wait for it or end it; where no zcrm runs, remove that file.',
  )
}
