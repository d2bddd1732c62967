import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from '@zcrm/runtime'
import { cosmiconfig, defaultLoaders, type Loader } from 'cosmiconfig'
import { defineConfig } from './define.ts'
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

/**
 * The configuration's file: the one named, or the first that is found from a folder upwards to the project's root.
 * `null` where there is none.
 * @throws ConfigurationError where the file named does not exist, or the file cannot be read or run.
 */
export async function loadConfigFile(cwd: string, named: string | undefined): Promise<ConfigSources['file']> {
  try {
    const explorer = cosmiconfig('zcrm', {
      searchPlaces: ['package.json', ...CONFIG_FILES],
      searchStrategy: 'project',
      loaders: LOADERS,
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
const LOADERS = Object.fromEntries(
  Object.entries({
    ...defaultLoaders,
    '.ts': loadTypeScript,
    '.mts': loadTypeScript,
    '.js': loadJavaScript,
    '.mjs': loadJavaScript,
  }).map(([ending, load]) => [ending, explained(load)]),
)

/** A loader whose failures name the file, and whose nothing is not taken for no file. */
function explained(load: Loader): Loader {
  return async (path, text) => {
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
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown }
  return module.default ?? module
}

async function loadTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  const jiti = createJiti(path, {
    fsCache: false,
    interopDefault: true,
    // The configuration imports defineConfig from the zcrm that runs it, also where none is installed beside it.
    virtualModules: { zcrm: { defineConfig } },
  })
  return jiti.import(path, { default: true })
}
