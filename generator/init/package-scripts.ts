import { isObject, type Keyed } from '../config/check.ts'

/** The scripts that `zcrm init` adds to a package. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  'zcrm:generate': 'zcrm generate',
  'zcrm:check': 'zcrm check',
  'zcrm:watch': 'zcrm watch',
}

/** What became of the scripts of a package. */
export interface ScriptsAdded {
  readonly text: string
  readonly added: readonly string[]
  /** Scripts of these names that do something else, and were left as they are. */
  readonly kept: readonly string[]
}

/**
 * The text of a package.json with the tool's scripts, its indent and its last line end kept; `null` where it is not an
 * object in JSON.
 */
export function addScripts(text: string): ScriptsAdded | null {
  const manifest = objectOf(text)
  if (manifest === null) return null
  const scripts = manifest['scripts'] ?? {}
  if (!isObject(scripts)) return null
  const missing = Object.entries(SCRIPTS).filter(([name]) => !Object.hasOwn(scripts, name))
  const added = missing.map(([name]) => name)
  const kept = Object.keys(SCRIPTS).filter((name) => !added.includes(name) && scripts[name] !== SCRIPTS[name])
  if (added.length === 0) return { text, added, kept }
  const changed = { ...manifest, scripts: { ...scripts, ...Object.fromEntries(missing) } }
  const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '  '
  const lines = `${JSON.stringify(changed, null, indent)}${/\n$/.test(text) ? '\n' : ''}`
  return { text: text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines, added, kept }
}

function objectOf(text: string): Keyed | null {
  try {
    // Editors on Windows begin files with a mark of the byte order.
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
