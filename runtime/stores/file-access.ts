import { ConfigurationError } from '../http/errors.ts'
import { type FileLock, withFileLock } from './file-lock.ts'

type FileSystem = typeof import('node:fs')

/** A file that processes share, and its folder. */
export interface SharedFile {
  readonly fs: FileSystem
  readonly path: string
  readonly folder: string
}

/** What a change gives that has lost its lock before it was made: it is made again. */
export const lost: unique symbol = Symbol('lost')
/** See {@link lost}. */
export type Lost = typeof lost

/** A file of a path, where there is a file system. */
export async function sharedFile(path: string): Promise<SharedFile> {
  const [fs, { dirname, resolve }] = await Promise.all([import('node:fs'), import('node:path')]).catch(
    noFiles,
  )
  const absolute = resolve(path)
  return { fs, path: absolute, folder: dirname(absolute) }
}

function noFiles(cause: unknown): never {
  const hint = 'Pass a store that does not need files, such as a MemoryStore or one of your own.'
  throw new ConfigurationError('there is no file system here for the FileStore', hint, cause)
}

/** Does a change while no other process does one; again where the lock was lost before the change was made. */
export async function changeUnderLock<T>(file: SharedFile, change: (lock: FileLock) => T | Lost): Promise<T> {
  file.fs.mkdirSync(file.folder, { recursive: true, mode: 0o700 })
  for (;;) {
    const done = await withFileLock(file.fs, `${file.path}.lock`, change)
    if (done !== lost) return done
  }
}

/** Replaces a file of the same folder in one step, unless the lock was lost. `flush` makes it outlive a loss of power. */
export function replaceUnderLock(
  { fs, path, folder }: SharedFile,
  lock: FileLock,
  target: string,
  content: unknown,
  flush: boolean,
): true | Lost {
  // What lies there was left by a process that died, or is the late work of one that lost the lock.
  const name = path.slice(folder.length + 1)
  for (const entry of fs.readdirSync(folder)) {
    if (entry.startsWith(`${name}.`) && entry.endsWith('.tmp'))
      fs.rmSync(`${folder}/${entry}`, { force: true })
  }
  const temporary = `${path}.${crypto.randomUUID()}.tmp`
  try {
    fs.writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush })
    if (!lock.isHeld() || !fs.existsSync(temporary)) return lost
    fs.renameSync(temporary, target)
    return true
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

/** The text of a file, or `null` where there is none. */
export function readTextOf(fs: FileSystem, path: string): string | null {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** What a JSON text means, or `null` where it is none. */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
