import { type FSWatcher, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { entriesAt, isBelow, isFolder, statsOf } from '../files/walk.ts'
import { type Content, ContentReader, isGone, isSame } from './content.ts'

/** Milliseconds without another event after which a change counts as done: editors and checkouts write in several steps. */
const SETTLING = 60
/** Milliseconds after which a file that vanished is believed to be gone: editors put another one in its place. */
const REPLACING = 250

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
  readonly #reader = new ContentReader()

  /** @param onEvent Called when something may have changed, a moment after the last sign of it. */
  constructor(onEvent: () => void) {
    this.#onEvent = onEvent
  }

  /** Watches these files, and the files in these folders. What is there now is what later changes are measured by. */
  watch(groups: ReadonlyMap<Group, readonly string[]>): void {
    const before = this.#groups
    this.#groups = groups
    for (const [group, paths] of groups) {
      const isKnown = JSON.stringify(before.get(group)) === JSON.stringify(paths)
      if (!isKnown) this.#contents.set(group, this.#reader.contentOf(paths))
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
      now: this.#reader.contentOf(paths),
    }))
  }

  #watchFolders(): void {
    const wanted = new Set([...this.#groups.values()].flat().flatMap(foldersAt))
    for (const folder of [...this.#folders.keys(), ...wanted]) {
      const inode = statsOf(folder)?.ino ?? null
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
    return [...this.#groups.values()].flat().some((one) => one === path || isBelow(folder, one))
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#onEvent, SETTLING)
  }
}

/** The folders whose entries tell of changes at a path: the one that it is in, and those that it is. */
function foldersAt(path: string): readonly string[] {
  const below = entriesAt(path).filter(isFolder)
  return [dirname(path), ...below.map((entry) => entry.path)]
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
