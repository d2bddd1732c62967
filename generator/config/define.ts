import type { Config } from './options.ts'

/** Types a configuration: `export default defineConfig({ environment: 'EU.PRODUCTION' })`. */
export function defineConfig(config: Config): Config {
  return config
}
