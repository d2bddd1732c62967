import { fileURLToPath } from 'node:url'
import { ConfigurationError } from '@zcrm/runtime'
import { codeOf } from '../files/failure.ts'
import { textIfReadable } from '../files/read.ts'
import { jsonErrorOffset } from './json-position.ts'

/** A place in a file; lines and columns count from one. */
interface Place {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** What is said where a configuration's file cannot be read or run: where, why, and nothing of what is in it. */
export function unreadable(path: string, cause: unknown): ConfigurationError {
  if (codeOf(cause) === 'ENOENT')
    return new ConfigurationError(`there is no ${path}`, 'Correct the path that --config names.', cause)
  const place = placeOf(path, cause)
  const where = place === null || place.path !== path ? path : display(place)
  const elsewhere = place === null || place.path === path ? '' : ` (${display(place)})`
  return new ConfigurationError(
    `${where} cannot be read: ${reasonOf(cause)}${elsewhere}`,
    'Correct the file, or name another with --config.',
    cause,
  )
}

/** JSON that is none. */
export function brokenJson(path: string, text: string): ConfigurationError {
  return broken('JSON', display(placeAt(path, text, jsonErrorOffset(text))))
}

/** YAML that is none. */
export function brokenYaml(path: string, cause: unknown): ConfigurationError {
  const place = cause instanceof Error ? placeInMessage(path, cause) : null
  return broken('YAML', place === null ? path : display(place))
}

/** The messages of parsers are not told: they quote the text. */
function broken(language: string, where: string): ConfigurationError {
  return new ConfigurationError(
    `${where} cannot be read: it is no ${language} from here on`,
    'Correct the file, or name another with --config.',
  )
}

/** What is said of a file that exports, or holds, something else than an object. */
export function noConfiguration(path: string, what: string, text = ''): ConfigurationError {
  const offset = text.search(/^(?:export\s+default|module\.exports)\b/m)
  return new ConfigurationError(
    `${offset < 0 ? path : display(placeAt(path, text, offset))} holds no configuration: ${what}`,
    remedyOf(path),
  )
}

/** What a file of this name has to hold. */
function remedyOf(path: string): string {
  if (/[\\/]package\.json$/.test(path)) return 'Let "zcrm" in it be an object of options.'
  return /\.(json|ya?ml)$/.test(path)
    ? 'Let it hold an object of options.'
    : 'Let it export an object: export default defineConfig({ … }).'
}

/** The kind of a value, as one says it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object'
    ? 'an object'
    : typeof value === 'function'
      ? 'a function'
      : `a ${typeof value}`
}

function display({ path, line, column }: Place): string {
  return `${path}:${line}:${column}`
}

function placeAt(path: string, text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { path, line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** Where a file went wrong: as the message says it, as the stack does, or where the module that is missing is named. */
function placeOf(path: string, cause: unknown): Place | null {
  if (!(cause instanceof Error)) return null
  return placeInMessage(path, cause) ?? placeOfMissing(path, cause) ?? placeInStack(cause)
}

/** `(3:41)`, or jiti's line `path:3:40`, whose columns count from zero. */
function placeInMessage(path: string, { message }: Error): Place | null {
  const [, line, column] = /\((\d+):(\d+)\)/.exec(message) ?? []
  if (line !== undefined) return { path, line: Number(line), column: Number(column) }
  const [, file, ofFile, columnOfFile] = /^ *(\S.*?):(\d+):(\d+)$/m.exec(message) ?? []
  return file === undefined ? null : { path: file, line: Number(ofFile), column: Number(columnOfFile) + 1 }
}

/** A module that is not there has no stack in the file that asks for it. */
function placeOfMissing(path: string, error: Error): Place | null {
  const code = 'code' in error ? error.code : undefined
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return null
  const name = /'(?:.*[\\/])?([^'\\/]+)'/.exec(error.message)?.[1] ?? ''
  const text = textIfReadable(path) ?? ''
  const offset = name === '' ? -1 : text.indexOf(name)
  return offset < 0 ? null : placeAt(path, text, offset)
}

/** The folder of the tool: what is in there is not of who configures it. */
const TOOL = fileURLToPath(new URL('..', import.meta.url))
const FRAME = /^ *at (?:.*\()?(?:async )?(file:.*|(?:[A-Z]:)?[\\/].*):(\d+):(\d+)\)?$/

/** The innermost line that is somebody's own, rather than of Node, a package or the tool. */
function placeInStack({ stack }: Error): Place | null {
  for (const frame of String(stack).split('\n')) {
    const [, found, line, column] = FRAME.exec(frame) ?? []
    if (found === undefined) continue
    // What was added to the URL, so that the file is read anew.
    const file = found.replace(/\?[\d.]+$/, '')
    const path = file.startsWith('file:') ? fileURLToPath(file) : file
    if (/[\\/]node_modules[\\/]/.test(path) || path.startsWith(TOOL)) continue
    return { path, line: Number(line), column: Number(column) }
  }
  return null
}

/** The first line of a failure. What follows may quote the file, and so may a word that nobody expected. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  const [first = ''] = text.split('\n')
  return first
    .replace(/^ParseError: /, '')
    .replace(/^(Unexpected identifier) .*/, '$1')
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(/[\s:]+$/, '')
}
