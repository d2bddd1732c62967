import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { codeOf, fileFailure } from '../files/failure.ts'
import { beginningOf, isRunning } from '../files/process.ts'

/** Who writes into an output folder. */
interface Holder {
  readonly pid: number
  readonly beginning: string | null
  readonly host: string
}

/** Milliseconds to wait for a writer that lives; writing takes far less than a second. */
const PATIENCE = 60_000
/** Milliseconds after which a lock without a holder's name belongs to a process that was killed as it made it. */
const NAMELESS = 2_000

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
    const held = read(path)
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
    const held = read(path)
    const pid = held?.holder?.pid ?? null
    if (performance.now() - since > PATIENCE) throw neverFree(path, pid)
    if (held !== null && !waited) onWait(pid)
    waited ||= held !== null
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  }
  return waited
}

/** Takes the lock, where nobody holds it. */
function acquire(folder: string, path: string): boolean {
  const file = create(folder, path)
  if (file === null) {
    const held = read(path)
    if (held !== null && isAbandoned(held)) breakLock(path, held)
    return false
  }
  try {
    const holder: Holder = { pid: process.pid, beginning: beginningOf(process.pid), host: hostname() }
    writeSync(file, JSON.stringify(holder))
    return true
  } catch (cause) {
    release(folder, path)
    throw fileFailure(folder, 'written', cause)
  } finally {
    closeSync(file)
  }
}

/** Makes the file of a lock, or gives `null` where there is one. */
function create(folder: string, path: string): number | null {
  try {
    mkdirSync(folder, { recursive: true })
    return openSync(path, 'wx')
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && existsSync(path)) return null
    // Whoever held it has just removed the folder, in which there was nothing.
    if (codeOf(cause) === 'ENOENT') return null
    throw fileFailure(folder, 'written', cause)
  }
}

function release(folder: string, path: string): void {
  try {
    rmSync(path, { force: true })
    // Where nothing was written the folder goes too; one that holds something stays.
    rmdirSync(folder)
  } catch {
    // The process ends soon, and its lock counts no longer.
  }
}

/** A lock that lies there. */
interface Held {
  readonly holder: Holder | null
  /** Tells it from a later one. */
  readonly identity: string
  readonly age: number
}

function read(path: string): Held | null {
  try {
    const { ino, mtimeMs } = statSync(path)
    const text = readFileSync(path, 'utf8')
    return { holder: holderOf(text), identity: `${ino} ${mtimeMs} ${text}`, age: Date.now() - mtimeMs }
  } catch {
    return null
  }
}

function holderOf(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null
    return typeof holder?.pid === 'number' ? (holder as Holder) : null
  } catch {
    return null
  }
}

/** Whether whoever holds a lock cannot be there any more; of another machine that is not known. */
function isAbandoned({ holder, age }: Held): boolean {
  if (holder === null) return age > NAMELESS
  const { pid, beginning, host } = holder
  if (host !== hostname()) return false
  return !isRunning(pid) || (beginning !== null && beginningOf(pid) !== beginning)
}

/** Moves an abandoned lock away; one that was taken in the meantime is put back. */
function breakLock(path: string, { identity }: Held): void {
  const aside = `${path}-${process.pid}.tmp`
  try {
    renameSync(path, aside)
    if (read(aside)?.identity !== identity) linkSync(aside, path)
  } catch {
    // Another process was quicker.
  }
  rmSync(aside, { force: true })
}

function neverFree(path: string, pid: number | null): ConfigurationError {
  const who = pid === null ? 'another process' : `the process ${pid}`
  return new ConfigurationError(
    `${who} has been writing into the output folder for ${PATIENCE / 1000} s: ${path}`,
    'Wait for it or end it; where no zcrm runs, remove that file.',
  )
}
