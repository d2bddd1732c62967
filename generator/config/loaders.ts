import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from '@zcrm/runtime'
import { defaultLoaders, type Loader } from 'cosmiconfig'
import { isObject } from './check.ts'
import { importAnew, located } from './jiti.ts'
import { brokenJson, brokenYaml, kindOf, noConfiguration, unreadable } from './load-failure.ts'
import { isUndeclaredModule } from './module-kind.ts'

/**
 * The loaders of configurations by the endings of files. cosmiconfig's own loader of TypeScript needs the JavaScript API
 * of a compiler, and writes beside the file; that of JavaScript passes over a file without a default export; that of JSON
 * does not say where the text is wrong.
 */
export function loadersFor(seen: (path: string) => void): Readonly<Record<string, Loader>> {
  const loadTyped: Loader = (path, text) => loadTypeScript(path, text, seen)
  const loadEither: Loader = (path, text) =>
    isUndeclaredModule(path, text) ? loadTyped(path, text) : loadJavaScript(path, text)
  const loaders = Object.entries({
    ...defaultLoaders,
    '.ts': loadTyped,
    '.mts': loadTyped,
    '.js': loadEither,
    '.mjs': loadJavaScript,
    '.json': loadJson,
    '.yaml': loadYaml,
    '.yml': loadYaml,
  })
  return Object.fromEntries(loaders.map(([ending, load]) => [ending, explained(load, seen)]))
}

/** A loader whose failures name the file, and which takes nothing but an object. */
function explained(load: Loader, seen: (path: string) => void): Loader {
  return async (path, text) => {
    seen(path)
    const content = await loaded(load, path, text)
    if (isObject(content)) return content
    throw noConfiguration(path, `it is ${kindOf(content)}`, text)
  }
}

async function loaded(load: Loader, path: string, text: string): Promise<unknown> {
  try {
    return await load(path, text)
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause
    throw unreadable(path, cause instanceof SyntaxError ? await located(path, text, cause) : cause)
  }
}

function loadJson(path: string, text: string): unknown {
  try {
    // Editors of Windows begin files with a mark.
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw brokenJson(path, text)
  }
}

function loadYaml(path: string, text: string): unknown {
  try {
    return defaultLoaders['.yaml'](path, text)
  } catch (cause) {
    throw brokenYaml(path, cause)
  }
}

async function loadJavaScript(path: string, text: string): Promise<unknown> {
  // Whoever watches the file reads it again: Node keeps what it has imported under the same URL.
  const { mtimeMs } = statSync(path)
  const module = (await import(`${pathToFileURL(path).href}?${mtimeMs}`)) as object
  return exported(path, text, module)
}

async function loadTypeScript(path: string, text: string, seen: (path: string) => void): Promise<unknown> {
  const module = await importAnew(path, seen)
  // What sets module.exports is the configuration itself.
  const isScript = !('__esModule' in module) && Object.keys(module).length > 0
  return isScript ? module : exported(path, text, module)
}

function exported(path: string, text: string, module: object): unknown {
  if ('default' in module) return module.default
  const names = Object.keys(module).sort()
  const what = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}, and no default`
  throw noConfiguration(path, what, text)
}
