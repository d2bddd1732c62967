import { ConfigurationError } from '@zcrm/runtime'
import { cosmiconfig } from 'cosmiconfig'
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
 * `null` where there is none.
 * @throws ConfigurationError where the file named does not exist, or the file cannot be read or run.
 */
export async function loadConfigFile(cwd: string, named: string | undefined): Promise<ConfigSources['file']> {
  // cosmiconfig's own loader of TypeScript needs the JavaScript API of a compiler, and writes beside the file.
  const loaders = { '.ts': loadTypeScript, '.mts': loadTypeScript }
  const explorer = cosmiconfig('zcrm', {
    searchPlaces: PLACES,
    searchStrategy: 'project',
    loaders,
    cache: false,
  })
  try {
    const found = named === undefined ? await explorer.search(cwd) : await explorer.load(named)
    return found === null ? null : { path: found.filepath, content: found.isEmpty ? {} : found.config }
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    const what = named === undefined ? 'the configuration' : named
    throw new ConfigurationError(
      `${what} cannot be read: ${reason}`,
      'Correct the file, or name another with --config.',
      cause,
    )
  }
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
