import { readFileSync } from 'node:fs'

/** The version of the tool. Its package.json is one folder up in the repository and two in the package. */
export const version: string = readVersion(
  import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json',
)

function readVersion(path: string): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
  return String((manifest as { version?: unknown }).version)
}
