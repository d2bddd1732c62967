import { statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from '@zcrm/runtime'
import { cosmiconfig, defaultLoaders, type Loader } from 'cosmiconfig'
import { textIfReadable } from '../files/read.ts'
import { isObject } from './check.ts'
import { defineConfig } from './define.ts'
import { brokenJson, brokenYaml, kindOf, noConfiguration, unreadable } from './load-failure.ts'
import type { ConfigSources } from './resolve.ts'

/** Names of the files that hold nothing but a configuration, in the order in which they are looked for. */
export const CONFIG_FILES: readonly string[] = [
  'zcrm.config.ts',
  'zcrm.config.mts',
  'zcrm.config.js',
  'zcrm.config.mjs',
  'zcrm.config.json',
  'zcrm.config.yaml',
]

/** The files that a configuration is looked for in, in each folder. */
export const configPlaces: readonly string[] = ['package.json', ...CONFIG_FILES]

/**
 * The configuration's file: the one named, or the first that is found from a folder upwards to the project's root.
 * `null` where there is none. It is read anew each time, with the TypeScript that it imports; `seen` is told each file
 * of which the content counts, also where it then cannot be read.
 * @throws ConfigurationError with file and line where the file named does not exist, or the file cannot be read or run.
 */
export async function loadConfigFile(
  cwd: string,
  named: string | undefined,
  seen: (path: string) => void = () => {},
): Promise<ConfigSources['file']> {
  try {
    const explorer = cosmiconfig('zcrm', {
      searchPlaces: [...configPlaces],
      searchStrategy: 'project',
      loaders: loadersFor(seen),
      cache: false,
    })
    const found = named === undefined ? await explorer.search(cwd) : await explorer.load(resolve(cwd, named))
    return found === null ? null : { path: found.filepath, content: found.isEmpty ? {} : found.config }
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause
    // cosmiconfig reads package.json by a loader of its own.
    const [, manifest] =
      /^JSON Error in (.*package\.json)/.exec(cause instanceof Error ? cause.message : '') ?? []
    throw manifest === undefined
      ? unreadable(named === undefined ? `the configuration of ${cwd}` : resolve(cwd, named), cause)
      : brokenJson(manifest, textIfReadable(manifest) ?? '')
  }
}

// cosmiconfig's own loader of TypeScript needs the JavaScript API of a compiler, and writes beside the file; that of
// JavaScript passes over a file without a default export; that of JSON does not say where the text is wrong.
function loadersFor(seen: (path: string) => void): Readonly<Record<string, Loader>> {
  const loadTyped: Loader = (path, text) => loadTypeScript(path, text, seen)
  const loaders = Object.entries({
    ...defaultLoaders,
    '.ts': loadTyped,
    '.mts': loadTyped,
    '.js': loadJavaScript,
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

/** Imports a file with what it imports, whatever was imported before. Packages are taken as they are known. */
async function importAnew(path: string, seen: (path: string) => void): Promise<object> {
  const jiti = await jitiOf(path)
  const before = new Set(Object.keys(jiti.cache))
  try {
    return await jiti.import<object>(path)
  } finally {
    const loaded = Object.keys(jiti.cache).filter((file) => !before.has(file))
    for (const file of loaded.filter((one) => !one.includes(`${sep}node_modules${sep}`))) {
      seen(file)
      delete jiti.cache[file]
    }
  }
}

function exported(path: string, text: string, module: object): unknown {
  if ('default' in module) return module.default
  const names = Object.keys(module).sort()
  const what = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}, and no default`
  throw noConfiguration(path, what, text)
}

async function jitiOf(path: string): Promise<ReturnType<typeof import('jiti').createJiti>> {
  const { createJiti } = await import('jiti')
  return createJiti(path, {
    fsCache: false,
    interopDefault: false,
    // The configuration imports defineConfig from the zcrm that runs it, also where none is installed beside it.
    virtualModules: { zcrm: { defineConfig } },
  })
}

/**
 * A syntax error with its place, which Node tells to nobody but the terminal. jiti puts what it finds into the code that
 * it makes. The file at fault may be another one that is imported: then it finds nothing.
 */
async function located(path: string, text: string, error: SyntaxError): Promise<unknown> {
  const code = (await jitiOf(path)).transform({ source: text, filename: path })
  const [, line, column] =
    /"line":(\d+),"column":(\d+)/.exec(/__JITI_ERROR__ = .*/.exec(code)?.[0] ?? '') ?? []
  return line === undefined ? error : new SyntaxError(`${error.message} (${line}:${Number(column) + 1})`)
}
