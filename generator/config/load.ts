import { basename, resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { cosmiconfig } from 'cosmiconfig'
import { textIfReadable } from '../files/read.ts'
import { brokenJson, noConfiguration, unreadable } from './load-failure.ts'
import { loadersFor } from './loaders.ts'
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

/** Names that people give a configuration from habit, and those that it is found by. */
const MISNAMED: Readonly<Record<string, string>> = {
  'zcrm.config.yml': 'zcrm.config.yaml',
  'zcrm.config.cjs': 'zcrm.config.ts',
}

/**
 * The configuration's file: the one named, or the first that is found from a folder upwards to the project's root.
 * `null` where there is none. It is read anew each time, with the TypeScript that it imports; `seen` is told each file
 * of which the content counts, also where it then cannot be read.
 * @throws ConfigurationError with file and line where the file named does not exist, or the file is empty or misnamed, or
 * cannot be read or run.
 */
export async function loadConfigFile(
  cwd: string,
  named: string | undefined,
  seen: (path: string) => void = () => {},
): Promise<ConfigSources['file']> {
  try {
    const explorer = cosmiconfig('zcrm', {
      searchPlaces: [...configPlaces, ...Object.keys(MISNAMED)],
      // What would be passed over is a file that was cut off, or is being written.
      ignoreEmptySearchPlaces: false,
      searchStrategy: 'project',
      loaders: loadersFor(seen),
      cache: false,
    })
    const found = named === undefined ? await explorer.search(cwd) : await explorer.load(resolve(cwd, named))
    if (found === null) return null
    const { filepath: path, config, isEmpty } = found
    seen(path)
    if (named === undefined) refuseMisnamed(path)
    if (isEmpty) throw noConfiguration(path, 'it is empty')
    return { path, content: config }
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

function refuseMisnamed(path: string): void {
  const name = MISNAMED[basename(path)]
  if (name === undefined) return
  throw new ConfigurationError(
    `${path} is not looked for under this name`,
    `Call it ${name}, or name it with --config.`,
  )
}
