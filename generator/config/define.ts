import type { ConfigFile } from './config.ts'

/** Types a configuration: `export default defineConfig({ environment: 'EU.PRODUCTION' })`. */
export function defineConfig<Name extends string = never>(config: ConfigFile<Name>): ConfigFile<Name> {
  return config
}
