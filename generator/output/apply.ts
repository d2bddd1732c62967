import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST_PATH } from '../emit/manifest.ts'
import { foldersOf, removeEmptyFolders } from './folders.ts'
import type { Plan } from './plan.ts'
import { isLeftOver, replaceFile } from './write.ts'

/**
 * Does what a plan says. The manifest comes last: until then the folder is the old one with some new files, and the
 * next run completes it.
 */
export async function applyPlan({ folder, create, update, remove }: Plan): Promise<void> {
  const changed = [...create, ...update]
  if (changed.length + remove.length === 0) return
  const [manifest, files] = partition(changed, (file) => file.path === MANIFEST_PATH)
  for (const file of files) replaceFile(join(folder, file.path), file.content)
  for (const path of remove) rmSync(join(folder, path), { force: true })
  for (const file of manifest) replaceFile(join(folder, file.path), file.content)
  removeEmptyFolders(folder, remove)
  for (const one of ['.', ...foldersOf(changed.map((file) => file.path))]) removeLeftovers(join(folder, one))
}

function partition<T>(items: readonly T[], matches: (item: T) => boolean): [T[], T[]] {
  return [items.filter(matches), items.filter((item) => !matches(item))]
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder).filter(isLeftOver)) rmSync(join(folder, name), { force: true })
}
