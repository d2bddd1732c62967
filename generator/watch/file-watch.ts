import { createHash } from 'node:crypto'
import { type FSWatcher, readdirSync, readFileSync, type Stats, statSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'

/** Milliseconds without another event after which a change counts as done: editors and checkouts write in several steps. */
const SETTLING = 60
/** Milliseconds after which a file that vanished is believed to be gone: editors put another one in its place. */
const REPLACING = 250

/** Hashes of what is in files, by path; `null` where there is no file. */
type Content = ReadonlyMap<string, string | null>

/** A folder that is watched. */
interface Watched {
  readonly watcher: FSWatcher
  /** Tells it from another folder that was put in its place. */
  readonly inode: number
}

/**
 * A FileWatch tells when the content of files changed, in groups. The folders are watched, not the files, since editors
 * put new files in the place of old ones; and where the system tells nothing (network disks, too many watchers), the
 * files are looked at now and then by `changed`.
 */
export class FileWatch<Group extends string> {
  readonly #onEvent: () => void
  #groups: ReadonlyMap<Group, readonly string[]> = new Map()
  readonly #contents = new Map<Group, Content>()
  #folders = new Map<string, Watched>()
  #timer: NodeJS.Timeout | undefined
  readonly #known = new Map<string, { readonly state: string; readonly hash: string }>()

  /** @param onEvent Called when something may have changed, a moment after the last sign of it. */
  constructor(onEvent: () => void) {
    this.#onEvent = onEvent
  }

  /** Watches these files, and the files in these folders. What is there now is what later changes are measured by. */
  watch(groups: ReadonlyMap<Group, readonly string[]>): void {
    const before = this.#groups
    this.#groups = groups
    for (const [group, paths] of groups) {
      const isSame = JSON.stringify(before.get(group)) === JSON.stringify(paths)
      if (!isSame) this.#contents.set(group, this.#contentOf(paths))
    }
    this.#watchFolders()
  }

  /** The groups whose content changed since they were asked for last. */
  async changed(): Promise<ReadonlySet<Group>> {
    this.#watchFolders()
    if (this.#look().some(({ before, now }) => isGone(before, now))) await pause(REPLACING)
    const looks = this.#look().filter(({ before, now }) => !isSame(before, now))
    for (const { group, now } of looks) this.#contents.set(group, now)
    return new Set(looks.map(({ group }) => group))
  }

  /** Ends watching. */
  close(): void {
    clearTimeout(this.#timer)
    for (const { watcher } of this.#folders.values()) watcher.close()
    this.#folders.clear()
  }

  #look(): readonly { readonly group: Group; readonly before: Content; readonly now: Content }[] {
    return [...this.#groups].map(([group, paths]) => ({
      group,
      before: this.#contents.get(group) ?? new Map(),
      now: this.#contentOf(paths),
    }))
  }

  #contentOf(paths: readonly string[]): Content {
    return new Map(paths.flatMap(filesAt).map((path) => [path, this.#hashOf(path)]))
  }

  /** The hash of a file's content, which is read only where the file was written since; `null` where there is none. */
  #hashOf(path: string): string | null {
    try {
      const { ino, size, mtimeMs, ctimeMs } = statSync(path)
      const state = [ino, size, mtimeMs, ctimeMs].join(' ')
      const known = this.#known.get(path)
      if (known?.state === state) return known.hash
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex')
      // A file that is written twice within the clock's grain looks the same: it is read again until that is over.
      if (Date.now() - mtimeMs > 2_000) this.#known.set(path, { state, hash })
      return hash
    } catch {
      return null
    }
  }

  #watchFolders(): void {
    const wanted = new Set([...this.#groups.values()].flat().flatMap(foldersAt))
    for (const folder of [...this.#folders.keys(), ...wanted]) {
      const inode = inodeOf(folder)
      const watched = this.#folders.get(folder)
      if (watched !== undefined && (!wanted.has(folder) || watched.inode !== inode)) {
        watched.watcher.close()
        this.#folders.delete(folder)
      }
      if (wanted.has(folder) && inode !== null && !this.#folders.has(folder)) this.#watchFolder(folder, inode)
    }
  }

  #watchFolder(folder: string, inode: number): void {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name === null || this.#isOurs(join(folder, name))) this.#settle()
      })
      watcher.on('error', () => {
        watcher.close()
        this.#folders.delete(folder)
      })
      this.#folders.set(folder, { watcher, inode })
    } catch {
      // It cannot be watched: then it is looked at now and then.
    }
  }

  #isOurs(path: string): boolean {
    const folder = dirname(path)
    return [...this.#groups.values()].flat().some((one) => one === path || isBelow(one, folder))
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#onEvent, SETTLING)
  }
}

function isSame(before: Content, now: Content): boolean {
  return JSON.stringify([...before]) === JSON.stringify([...now])
}

/** Whether a file that was there is not. */
function isGone(before: Content, now: Content): boolean {
  return [...before].some(([path, hash]) => hash !== null && (now.get(path) ?? null) === null)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Whether a folder is another one, or below it. */
function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'))
}

/** A file; of a folder the files in it, at any depth. */
function filesAt(path: string): readonly string[] {
  return isFolder(path) ? entriesOf(path).flatMap((entry) => filesAt(join(path, entry))) : [path]
}

/** The folders whose entries tell of changes at a path: the one that it is in, and those that it is. */
function foldersAt(path: string): readonly string[] {
  return [dirname(path), ...foldersBelow(path)]
}

function foldersBelow(path: string): readonly string[] {
  if (!isFolder(path)) return []
  return [path, ...entriesOf(path).flatMap((entry) => foldersBelow(join(path, entry)))]
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name !== 'node_modules')
      .sort()
  } catch {
    return []
  }
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true
}

function inodeOf(path: string): number | null {
  return statOf(path)?.ino ?? null
}

/** What cannot be looked at counts as absent. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}
