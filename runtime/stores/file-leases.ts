import {
  changeUnderLock,
  type Lost,
  lost,
  parseJsonText,
  readTextOf,
  replaceUnderLock,
  type SharedFile,
  sharedFile,
} from './file-access.ts'
import type { FileLock } from './file-lock.ts'
import type { Leases } from './token-store.ts'

interface Lease {
  readonly key: string
  readonly holder: string
  /** In milliseconds since 1970, by the clock of the file system. */
  readonly endsAt: number
}

/** Leases beside a file (`<file>.leases`), for all processes and machines that share it. */
export class FileLeases implements Leases {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** The holder of a key, whether its lease has ended or not; `null` where there is none. */
  async holderOf(key: string): Promise<string | null> {
    return readLeases(await sharedFile(this.#path)).find((lease) => lease.key === key)?.holder ?? null
  }

  async lease(key: string, holder: string, milliseconds: number): Promise<boolean> {
    const file = await sharedFile(this.#path)
    return changeUnderLock(file, (lock) => {
      const others = readLeases(file).filter((lease) => lease.endsAt > lock.now)
      if (others.some((lease) => lease.key === key && lease.holder !== holder)) return false
      const lease = { key, holder, endsAt: lock.now + milliseconds }
      return writeLeases(file, lock, [...others.filter((other) => other.key !== key), lease])
    })
  }

  async release(key: string, holder: string): Promise<void> {
    const file = await sharedFile(this.#path)
    await changeUnderLock(file, (lock) => {
      const leases = readLeases(file)
      const others = leases.filter((lease) => lease.key !== key || lease.holder !== holder)
      return others.length === leases.length || writeLeases(file, lock, others)
    })
  }
}

/** Leases are only as good as their file: one that cannot be read holds nobody up. */
function readLeases({ fs, path }: SharedFile): readonly Lease[] {
  const list = parseJsonText(readTextOf(fs, `${path}.leases`) ?? '[]')
  return Array.isArray(list) ? list : []
}

function writeLeases(file: SharedFile, lock: FileLock, leases: readonly Lease[]): true | Lost {
  const path = `${file.path}.leases`
  if (leases.length > 0) return replaceUnderLock(file, lock, path, leases, false)
  if (!lock.isHeld()) return lost
  file.fs.rmSync(path, { force: true })
  return true
}
