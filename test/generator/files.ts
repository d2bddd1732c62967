import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The names in a folder and what is in its files. */
export async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const texts = entries.map(async (entry) => {
    const text = entry.isFile() ? await readFile(join(folder, entry.name), 'utf8') : `(${kindOf(entry)})`
    return [entry.name, text] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

function kindOf(entry: { isDirectory(): boolean }): string {
  return entry.isDirectory() ? 'folder' : 'link'
}

/** What tells whether a file was written: its place on the disk and its times. */
export async function stamp(path: string): Promise<string> {
  const { ino, mtimeNs, ctimeNs } = await lstat(path, { bigint: true })
  return `${ino} ${mtimeNs} ${ctimeNs}`
}

/** Does something as a user that permissions mean something to; root may write everywhere. */
export async function unprivileged<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return act()
  process.seteuid?.(65_534)
  try {
    return await act()
  } finally {
    process.seteuid?.(0)
  }
}
