import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Body } from './ids.ts'

/** The files of an org folder: name → body, where null is an empty file, a 204. */
export type OrgFiles = Map<string, Body | null>

// Arrays of these keys are written one element a line, so that a difference shows as the lines it concerns.
const ONE_PER_LINE = new Set([
  ...['modules', 'fields', 'layouts', 'sections', 'related_lists', 'global_picklists', 'users', 'org'],
  ...['custom_views', 'map_dependency', 'pipeline'],
])

/** The name of a module's file; undefined where the name cannot be written as one. */
export function moduleFile(
  kind: 'fields' | 'layouts' | 'related_lists' | 'custom_views',
  module: string,
): string | undefined {
  if (!module.isWellFormed()) return undefined
  const name = `${kind}_${encodeURIComponent(module).replaceAll('*', '%2A')}.json`
  return name.length > 255 ? undefined : name
}

/** The text of one file: compact, and still a file that one can read the difference of. */
export function fileText(value: unknown, key = ''): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => fileText(item))
    return ONE_PER_LINE.has(key) && items.length > 0 ? `[\n${items.join(',\n')}\n]` : `[${items.join(',')}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${fileText(item, name)}`).join(',')}}`
}

/** Writes an org folder; files of the same names are replaced, others are left. */
export function writeOrgFolder(dir: string, files: OrgFiles): void {
  mkdirSync(dir, { recursive: true })
  for (const [name, body] of files) writeFileSync(join(dir, name), body === null ? '' : `${fileText(body)}\n`)
}
