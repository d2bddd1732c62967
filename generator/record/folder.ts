import {
  copyFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { checkMakeable, makeFolder } from '../files/folder.ts'

/** Names of the files that an org folder may have. */
const OF_ORG =
  /^(?:modules|global_picklists|org|users|(?:fields|layouts|related_lists|custom_views|map_dependency|pipeline|records)_.*)\.json$/s

/** Records are written by hand, for tests: nothing reads them from an organisation. */
const RECORDS = /^records_/

/**
 * Makes sure that a folder may be replaced by a recording: it is not there, empty, or an org folder; and that it can be.
 * @throws ConfigurationError where something else is in it, or nothing can be written beside it.
 */
export function checkFolder(folder: string): void {
  const found = namesIn(folder)
  checkWritable(folder, dirname(statusOf(folder) === undefined ? folder : realpathSync(folder)))
  const other = found.find((name) => !OF_ORG.test(name))
  if (other === undefined && (found.length === 0 || found.includes('modules.json'))) return
  throw new ConfigurationError(
    `${folder} has files in it that are no recording, such as ${JSON.stringify(other ?? found[0])}`,
    'Name a new folder, or an earlier recording, which will be replaced.',
  )
}

/** A recording costs calls: what is in its way is told before them. */
function checkWritable(folder: string, parent: string): void {
  if (statusOf(parent) === undefined && dirname(parent) !== parent) {
    checkWritable(folder, dirname(parent))
    return
  }
  try {
    checkMakeable(parent)
  } catch (cause) {
    throw unwritable(folder, cause)
  }
}

function namesIn(folder: string): readonly string[] {
  const isFolder = statusOf(folder)?.isDirectory()
  if (isFolder === undefined && statusOf(folder, lstatSync) === undefined) return []
  if (isFolder === undefined)
    throw new ConfigurationError(`${folder} is a link to nothing`, 'Remove it, or name another folder.')
  if (isFolder) return readdirSync(folder)
  throw new ConfigurationError(
    `${folder} is a file`,
    'Name a folder: each body of the API becomes a file in it.',
  )
}

function statusOf(folder: string, read: typeof statSync | typeof lstatSync = statSync): Stats | undefined {
  try {
    return read(folder, { throwIfNoEntry: false })
  } catch (cause) {
    throw unwritable(folder, cause)
  }
}

/**
 * Replaces a folder by the given files, all or none of them; records that were in it stay. What is to be put in place
 * is read back and looked at before.
 * @throws ConfigurationError where it cannot be written, and whatever `look` throws.
 */
export function replaceFolder(
  named: string,
  files: ReadonlyMap<string, string>,
  look: (written: ReadonlyMap<string, string>) => void,
): void {
  // Of a link, what it leads to is replaced.
  const folder = statusOf(named) === undefined ? named : realpathSync(named)
  const beside = (kind: string) => join(dirname(folder), `.${basename(folder)}-${process.pid}.${kind}`)
  const [fresh, old] = [beside('tmp'), beside('old')]
  try {
    rmSync(fresh, { recursive: true, force: true })
    makeFolder(fresh)
    for (const [name, content] of files) writeFileSync(join(fresh, name), content)
    look(new Map([...files.keys()].map((name) => [name, readFileSync(join(fresh, name), 'utf8')])))
    checkFolder(folder)
    const before = namesIn(folder)
    for (const name of before.filter((one) => RECORDS.test(one)))
      copyFileSync(join(folder, name), join(fresh, name))
    if (statusOf(folder) !== undefined) renameSync(folder, old)
    renameSync(fresh, folder)
    rmSync(old, { recursive: true, force: true })
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true })
    if (statusOf(old) !== undefined && statusOf(folder) === undefined) renameSync(old, folder)
    if (cause instanceof ConfigurationError) throw cause
    throw unwritable(folder, cause)
  }
}

function unwritable(folder: string, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConfigurationError(
    `the recording cannot be written to ${folder}: ${reason}`,
    'Check the path and its permissions.',
    cause,
  )
}
