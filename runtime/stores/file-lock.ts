import { sleep } from '../http/signals.ts'

type FileSystem = typeof import('node:fs')

/** A lock that is held. */
export interface FileLock {
  /** The time by the clock of the file system, which is one for all machines that share it. */
  readonly now: number
  /** Whether the lock is still ours: a process that was suspended for too long has lost it. */
  isHeld(): boolean
}

/**
 * A lock that nobody releases in this time belongs to a process that died: work under it is synchronous and takes
 * milliseconds. It is measured by watching, since clocks of machines differ.
 */
const ABANDONED = 2_000

/**
 * Runs synchronous work while no other process does, as long as all of them lock the same path. Whoever takes over
 * the lock of a dead process may meet one that was only suspended: work asks `isHeld` before its last step.
 */
export async function withFileLock<T>(fs: FileSystem, path: string, work: (lock: FileLock) => T): Promise<T> {
  const mine = crypto.randomUUID()
  let seen: string | null = null
  let since = 0
  for (;;) {
    const now = acquire(fs, path, mine)
    if (now !== null) {
      const isHeld = () => contentOf(fs, path) === mine
      try {
        return work({ now, isHeld })
      } finally {
        if (isHeld()) fs.rmSync(path, { force: true })
      }
    }
    const held = identityOf(fs, path)
    if (held !== seen) {
      seen = held
      since = performance.now()
    } else if (held !== null && performance.now() - since > ABANDONED) breakLock(fs, path, held)
    await sleep(2 + Math.random() * 20, undefined)
  }
}

/** When the lock was made, or `null` where another process holds it. */
function acquire(fs: FileSystem, path: string, mine: string): number | null {
  let file: number
  try {
    file = fs.openSync(path, 'wx', 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null
    throw error
  }
  try {
    fs.writeSync(file, mine)
    return fs.fstatSync(file).mtimeMs
  } finally {
    fs.closeSync(file)
  }
}

function contentOf(fs: FileSystem, path: string): string | null {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** What tells a lock from every other; its content alone does not, since it is empty for a moment. */
function identityOf(fs: FileSystem, path: string): string | null {
  const stat = fs.statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.ino} ${stat.mtimeMs} ${contentOf(fs, path)}`
}

/** Moves the lock of a dead process away; one that was taken in the meantime is put back. */
function breakLock(fs: FileSystem, path: string, abandoned: string): void {
  const aside = `${path}.${crypto.randomUUID()}`
  try {
    fs.renameSync(path, aside)
    if (identityOf(fs, aside) !== abandoned) fs.linkSync(aside, path)
  } catch {
    // Another process was quicker.
  }
  fs.rmSync(aside, { force: true })
}
