import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MANIFEST_PATH } from '../emit/manifest.ts'
import type { OutputFile } from '../emit/typescript.ts'
import { fileFailure } from '../files/failure.ts'
import { makeFolder } from '../files/folder.ts'
import { dropStaged, isLeftOver, placeFile, type StagedFile, stageFile } from '../files/write.ts'
import { foldersOf, removeEmptyFolders } from './folders.ts'
import { dropJournal, JOURNAL, journalOf, type KnownHashes } from './journal.ts'
import { saysItsOwner } from './ownership.ts'
import type { Plan } from './plan.ts'

/**
 * Does what a plan says. Everything is written beside its place first, so that a disk which gets full leaves the folder
 * as it was. The manifest comes last: until then the folder is the old one with some new files, and the next run
 * completes it. Files that cannot say whose they are come after a journal that does.
 */
export async function applyPlan(
  { folder, create, update, remove, journal }: Plan,
  onProgress: (done: number, path: string) => void = () => {},
): Promise<void> {
  const changed = [...create, ...update]
  if (changed.length + remove.length === 0 && journal === null) return
  for (const path of new Set(changed.map((file) => dirname(join(folder, file.path))))) makePlace(path)
  const ordered = inOrder(changed, journal)
  const staged: StagedFile[] = []
  try {
    let done = 0
    for (const { path, content } of ordered) {
      if (path !== JOURNAL) onProgress(++done, path)
      staged.push(stageFile(join(folder, path), content))
    }
    const [manifest, files] = partition(staged, ({ path }) => path === join(folder, MANIFEST_PATH))
    for (const file of files) placeFile(file)
    for (const path of remove) rmSync(join(folder, path), { force: true })
    for (const file of manifest) placeFile(file)
  } catch (error) {
    for (const file of staged) dropStaged(file)
    throw error
  }
  if (journal !== null || ordered.length > changed.length) dropJournal(folder)
  removeEmptyFolders(folder, remove)
  for (const one of ['.', ...foldersOf(changed.map((file) => file.path))]) removeLeftovers(join(folder, one))
}

/** Files that say whose they are, and behind a journal of them those that cannot. */
function inOrder(changed: readonly OutputFile[], journal: KnownHashes | null): readonly OutputFile[] {
  const [signed, others] = partition(changed, ({ path }) => saysItsOwner(path))
  return others.length === 0 ? signed : [...signed, journalOf(others, journal), ...others]
}

function makePlace(path: string): void {
  try {
    makeFolder(path)
  } catch (cause) {
    throw fileFailure(path, 'written', cause)
  }
}

function partition<T>(items: readonly T[], matches: (item: T) => boolean): [T[], T[]] {
  return [items.filter(matches), items.filter((item) => !matches(item))]
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder).filter(isLeftOver)) rmSync(join(folder, name), { force: true })
}
