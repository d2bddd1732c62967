import { lstatSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'

/**
 * Checks that nothing below the output folder leads out of it.
 * @throws ConfigurationError that names the link.
 */
export function checkNoLinks(folder: string, paths: readonly string[]): void {
  for (const path of foldersOf(paths)) {
    if (!isLink(join(folder, path))) continue
    throw new ConfigurationError(
      `${join(folder, path)} is a link: what is written there would leave the output folder`,
      'Put a folder in its place, or choose another path in outputs.',
    )
  }
}

/** Whether a path is a link. Below a file there is nothing: who reads there says so. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  } catch {
    return false
  }
}

/** Removes the folders of files that were removed, where nothing is in them any more. */
export function removeEmptyFolders(folder: string, removed: readonly string[]): void {
  for (const path of foldersOf(removed).reverse()) {
    try {
      rmdirSync(join(folder, path))
    } catch {
      // Something else is in it.
    }
  }
}

/** The folders that files are in, below the output folder, each behind the one that it is in. */
export function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let one = dirname(path); one !== '.' && !folders.has(one); one = dirname(one)) folders.add(one)
  }
  return [...folders].sort()
}
