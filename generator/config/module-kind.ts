import { basename, dirname, extname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import { ConfigurationError } from '@zcrm/runtime'
import { textIfReadable } from '../files/read.ts'
import { isObject } from './check.ts'

/** What Node says of the syntax of modules where it reads CommonJS. */
const MODULE_SYNTAX =
  /^(?:Unexpected token 'export'|Cannot use import statement outside a module|Cannot use 'import\.meta' outside a module)/

/** Said of `await` outside of functions, and of one in a function that is not async, which is a mistake anywhere. */
const AWAIT = /^await is only valid in async functions/

/**
 * Whether a file is a module that Node first takes for CommonJS, since the package.json does not say what its files are.
 * Node finds out, and puts a warning on the terminal. A module where it does say CommonJS is refused: there Node would
 * warn too, and tell nobody else the line.
 * @throws ConfigurationError with the line where the syntax of modules begins.
 */
export function isUndeclaredModule(path: string, text: string): boolean {
  if (extname(path) !== '.js') return false
  const manifest = manifestOf(dirname(path))
  if (manifest?.type === 'module') return false
  const place = moduleSyntaxIn(text)
  if (place === null) return false
  if (manifest?.type !== 'commonjs') return true
  const renamed = basename(path).replace(/\.js$/, '.mjs')
  throw new ConfigurationError(
    `${path}:${place} cannot be read: it is an ES module, and "type" in ${manifest.path} makes it CommonJS`,
    `Rename it to ${renamed}, or set "type": "module" in package.json.`,
  )
}

/** The package.json that says how Node reads the files of a folder. */
function manifestOf(folder: string): { readonly path: string; readonly type: unknown } | null {
  const path = join(folder, 'package.json')
  const text = textIfReadable(path)
  if (text !== null) return { path, type: typeIn(text) }
  const parent = dirname(folder)
  return parent === folder ? null : manifestOf(parent)
}

function typeIn(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text)
    return isObject(content) ? content['type'] : undefined
  } catch {
    return undefined
  }
}

/** Where a text that is no CommonJS has the syntax of modules, as `line:column`. It is compiled, and not run. */
function moduleSyntaxIn(text: string): string | null {
  try {
    compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: 'config' })
    return null
  } catch (error) {
    if (!(error instanceof Error)) return null
    const isModule = AWAIT.test(error.message)
      ? /^(?:ex|im)port\b/m.test(text)
      : MODULE_SYNTAX.test(error.message)
    if (!isModule) return null
    const [first = '', , carets = ''] = String(error.stack).split('\n')
    return `${first.slice(first.lastIndexOf(':') + 1)}:${carets.indexOf('^') + 1}`
  }
}
