import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST_PATH } from '../emit/manifest.ts'
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
  for (const file of files) await replaceFile(join(folder, file.path), file.content)
  for (const path of remove) await rm(join(folder, path), { force: true })
  for (const file of manifest) await replaceFile(join(folder, file.path), file.content)
  await removeLeftovers(folder)
}

function partition<T>(items: readonly T[], matches: (item: T) => boolean): [T[], T[]] {
  return [items.filter(matches), items.filter((item) => !matches(item))]
}

async function removeLeftovers(folder: string): Promise<void> {
  const leftovers = (await readdir(folder)).filter(isLeftOver)
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })))
}
