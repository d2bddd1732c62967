import { baseOf, type Keyed } from './check.ts'
import { withEnvFiles } from './env-files.ts'
import { loadConfigFile } from './load.ts'
import { misspeltVariable } from './misspelt.ts'
import { readContent } from './profiles.ts'
import { type ConfigSources, type ResolvedConfig, resolveConfig } from './resolve.ts'

/** A project with all that was said of it, of which each profile makes a configuration. */
export interface Project {
  /** Path of the configuration's file; `null` where there is none. */
  readonly file: string | null
  /** Names of the profiles, as the file has them. */
  readonly profiles: readonly string[]
  /** Variables of the process, with those of `.env.local` and `.env` beside the configuration. */
  readonly env: ConfigSources['env']
  /**
   * The configuration of a profile; of the one that is chosen elsewhere where none is named here.
   * @throws ConfigurationError where there is no such profile, or a value is not allowed.
   */
  readonly resolve: (profile: string | undefined, flags?: Keyed) => ResolvedConfig
}

/** The part of a process that a project is found by. */
export interface ProjectProcess {
  readonly env: ConfigSources['env']
  cwd(): string
}

/**
 * The project of a process: the configuration's file that is named, or found from the working directory upwards.
 * `seen` is told each file of which the content counts, also where it then cannot be read.
 * @throws ConfigurationError where the file is not there, cannot be read, or holds no configuration.
 */
export async function loadProject(
  process: ProjectProcess,
  named: string | undefined,
  seen?: (path: string) => void,
): Promise<Project> {
  const cwd = process.cwd()
  const file = await loadConfigFile(cwd, named, seen)
  const folder = file === null ? cwd : baseOf(file)
  const env = withEnvFiles(process.env, folder)
  const profiles = file === null ? [] : [...readContent(file).profiles.keys()]
  const misspelt = misspeltVariable(folder, process.env, env, profiles)
  return {
    file: file?.path ?? null,
    profiles,
    env,
    resolve: (profile, flags = {}) => {
      const config = resolveConfig({ flags, env, file, cwd, profile })
      return misspelt === null ? config : Object.freeze({ ...config, misspelt })
    },
  }
}
