import {
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { codeOf, fileFailure } from '../files/failure.ts'
import { isFolder, makeFolder } from '../files/folder.ts'
import { beginningOf, isRunning } from '../files/process.ts'

/** Who writes into an output folder. */
interface Holder {
  readonly pid: number
  readonly beginning: string | null
  readonly host: string
}

/** Milliseconds after which a lock without a holder's name belongs to a process that was killed as it made it. */
const NAMELESS = 2_000

/** Milliseconds after which a lock of another machine, whose processes cannot be seen, is believed to be left over. */
const FOREIGN = 600_000

/** Takes the lock, where nobody holds it. */
export function acquire(folder: string, path: string): boolean {
  const file = create(folder, path)
  if (file === null) {
    const held = heldAt(path)
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
    makeFolder(folder)
    return openSync(path, 'wx')
  } catch (cause) {
    // Whoever held it has just removed the folder, in which there was nothing.
    if (codeOf(cause) === 'ENOENT') return null
    if (codeOf(cause) !== 'EEXIST' || !isFolder(folder)) throw fileFailure(folder, 'written', cause)
    // It may have been removed in the meantime.
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined || stats.isFile()) return null
    throw fileFailure(path, 'written', cause, 'Remove it: it is no file of zcrm.')
  }
}

/** Gives a lock back, with the folder where nothing was written into it. */
export function release(folder: string, path: string): void {
  try {
    rmSync(path, { force: true })
    // One that holds something stays.
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

/** The lock that lies at a path; `null` where there is none, or it cannot be read. */
export function heldAt(path: string): Held | null {
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

/** Whether whoever holds a lock cannot be there any more. A container that is started again is another machine. */
export function isAbandoned({ holder, age }: Held): boolean {
  if (holder === null) return age > NAMELESS
  const { pid, beginning, host } = holder
  if (host !== hostname()) return age > FOREIGN
  return !isRunning(pid) || (beginning !== null && beginningOf(pid) !== beginning)
}

/** Moves an abandoned lock away; one that was taken in the meantime is put back. */
function breakLock(path: string, { identity }: Held): void {
  const aside = `${path}-${process.pid}.tmp`
  try {
    renameSync(path, aside)
    if (heldAt(aside)?.identity !== identity) linkSync(aside, path)
  } catch {
    // Another process was quicker.
  }
  rmSync(aside, { force: true })
}
