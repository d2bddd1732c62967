import { statSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from '@zcrm/runtime'
import { cosmiconfig, defaultLoaders, type Loader } from 'cosmiconfig'
import { defineConfig } from './define.ts'
import type { ConfigSources } from './resolve.ts'

const PLACES = [
  'package.json',
  'zcrm.config.ts',
  'zcrm.config.mts',
  'zcrm.config.js',
  'zcrm.config.mjs',
  'zcrm.config.json',
  'zcrm.config.yaml',
]

/**
 * The configuration's file: the one named, or the first that is found from a folder upwards to the project's root.
 * `null` where there is none. It is read anew each time, with the TypeScript that it imports; `seen` is told each file
 * of which the content counts, also where it then cannot be read.
 * @throws ConfigurationError where the file named does not exist, or the file cannot be read or run.
 */
export async function loadConfigFile(
  cwd: string,
  named: string | undefined,
  seen: (path: string) => void = () => {},
): Promise<ConfigSources['file']> {
  try {
    const explorer = cosmiconfig('zcrm', {
      searchPlaces: PLACES,
      searchStrategy: 'project',
      loaders: loadersFor(seen),
      cache: false,
    })
    const found = named === undefined ? await explorer.search(cwd) : await explorer.load(resolve(cwd, named))
    return found === null ? null : { path: found.filepath, content: found.isEmpty ? {} : found.config }
  } catch (cause) {
    throw cause instanceof ConfigurationError
      ? cause
      : unreadable(named ?? `the configuration of ${cwd}`, cause)
  }
}

// cosmiconfig's own loader of TypeScript needs the JavaScript API of a compiler, and writes beside the file; that of
// JavaScript passes over a file without a default export.
function loadersFor(seen: (path: string) => void): Readonly<Record<string, Loader>> {
  const loadTyped: Loader = (path) => loadTypeScript(path, seen)
  const loaders = Object.entries({
    ...defaultLoaders,
    '.ts': loadTyped,
    '.mts': loadTyped,
    '.js': loadJavaScript,
    '.mjs': loadJavaScript,
  })
  return Object.fromEntries(loaders.map(([ending, load]) => [ending, explained(load, seen)]))
}

/** A loader whose failures name the file, and whose nothing is not taken for no file. */
function explained(load: Loader, seen: (path: string) => void): Loader {
  return async (path, text) => {
    seen(path)
    try {
      return (await load(path, text)) ?? false
    } catch (cause) {
      throw unreadable(path, cause)
    }
  }
}

function unreadable(path: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(
    `${path} cannot be read: ${reasonOf(path, cause)}`,
    'Correct the file, or name another with --config.',
    cause,
  )
}

/** The first line of a failure, and the place where it says one. What follows may quote the file, secrets included. */
function reasonOf(path: string, cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  const [first = ''] = text.split('\n')
  const place = /\((\d+:\d+)\)|:(\d+:\d+)$/m.exec(text)
  const reason = first.replace(` in ${path}`, '').replace(/[\s:]+$/, '')
  return place === null ? reason : `${reason} (${place[1] ?? place[2]})`
}

async function loadJavaScript(path: string): Promise<unknown> {
  // Node keeps a module by its URL, for as long as the process lives.
  const url = `${pathToFileURL(path).href}?${statSync(path).mtimeMs}`
  const module = (await import(url)) as { readonly default?: unknown }
  return module.default ?? module
}

async function loadTypeScript(path: string, seen: (path: string) => void): Promise<unknown> {
  const { createJiti } = await import('jiti')
  const jiti = createJiti(path, {
    fsCache: false,
    interopDefault: true,
    // The configuration imports defineConfig from the zcrm that runs it, also where none is installed beside it.
    virtualModules: { zcrm: { defineConfig } },
  })
  const before = new Set(Object.keys(jiti.cache))
  try {
    return await jiti.import(path, { default: true })
  } finally {
    const loaded = Object.keys(jiti.cache).filter((file) => !before.has(file))
    for (const file of loaded.filter((one) => !one.includes(`${sep}node_modules${sep}`))) {
      seen(file)
      delete jiti.cache[file]
    }
  }
}
