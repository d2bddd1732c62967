import { ConfigurationError } from '@zcrm/runtime'
import { isDeviceName } from '../schema/naming.ts'
import { kindOf, outputEndings } from './kinds.ts'

/** What no name of a file can hold on one system or another. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029<>:"|?*\\]/u

/**
 * Checks that a path stays in the output folder and is a file's on every system.
 * @param origin Where the path was said.
 * @throws ConfigurationError that says what is wrong with it.
 */
export function checkOutputPath(origin: string, path: unknown): string {
  if (typeof path !== 'string') {
    throw new ConfigurationError(
      `${origin} gives ${JSON.stringify(path) ?? typeof path}`,
      'Let it give a path as a text.',
    )
  }
  const wrong = problemOf(path)
  if (wrong === null) return path
  throw new ConfigurationError(
    `${origin} gives ${JSON.stringify(path)}, ${wrong}`,
    'Use a path in the output folder, with / between the names of folders.',
  )
}

function problemOf(path: string): string | null {
  const parts = path.split('/')
  if (path.startsWith('/')) return 'which is not in the output folder'
  if (parts.includes('..')) return 'which leaves the output folder'
  if (parts.some((part) => part === '' || part === '.')) return 'in which a name is missing'
  const character = FORBIDDEN.exec(path)?.[0]
  if (character !== undefined) return `and no file can be called so: ${JSON.stringify(character)}`
  if (parts.some((part) => part.startsWith('.'))) return 'and names that begin with a dot are kept for others'
  if (parts.some((part) => /[. ]$|^ /.test(part))) return 'and no name can begin or end so on Windows'
  if (parts.some((part) => isDeviceName(part))) return 'and Windows keeps the name for a device'
  if (parts.some((part) => Buffer.byteLength(part) > 200)) return 'which is too long'
  return kindOf(path) === null ? `and what is made ends in ${outputEndings.join(', ')}` : null
}

/** A path whose file another file can be in the way of. */
export interface ClaimedPath {
  readonly path: string
  /** Who makes the file. */
  readonly origin: string
}

/**
 * Checks that no two files are one, also on disks that know no case, and that none is the folder of another.
 * @throws ConfigurationError that names both.
 */
export function checkCollisions(claims: readonly ClaimedPath[]): void {
  const owners = new Map<string, ClaimedPath>()
  for (const claim of claims) {
    const key = keyOf(claim.path)
    const other = owners.get(key)
    if (other !== undefined) throw collision(claim, other)
    owners.set(key, claim)
  }
  for (const claim of claims) {
    const key = keyOf(claim.path)
    for (let end = key.indexOf('/'); end > 0; end = key.indexOf('/', end + 1)) {
      const other = owners.get(key.slice(0, end))
      if (other !== undefined) throw collision(claim, other)
    }
  }
}

function keyOf(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase()
}

function collision(one: ClaimedPath, other: ClaimedPath): ConfigurationError {
  return new ConfigurationError(
    `${one.origin} gives ${JSON.stringify(one.path)}, which is in the way of ${JSON.stringify(other.path)} of ${other.origin}`,
    'Give each file a path of its own, also where a disk does not tell A from a: {module} and {picklist} do.',
  )
}
