/** What the plugin can be told; everything else stands in the configuration. */
export interface PluginOptions {
  /** The configuration's file, from `root`; by default it is looked for from there upwards. */
  readonly config?: string
  /** One of the configuration's profiles. */
  readonly profile?: string
  /** The folder of the project; by default the bundler's. */
  readonly root?: string
  /** `generate` writes what is stale before modules are read; `check` writes nothing and fails instead. */
  readonly mode?: 'generate' | 'check'
  /**
   * Whether a process pulls before it generates for the first time, as `zcrm generate` does: where it can sign in and
   * the last pull is older than an hour. By default nothing is sent, nor ever with `check` or under `CI=true`.
   */
  readonly pull?: boolean
}

/** A plugin by its name: of Vite, Rollup and Rolldown nobody has to know more. */
export interface NamedPlugin {
  readonly name: string
}

/** What the `plugins` of Vite, Rollup and Rolldown take. */
export type PluginEntry = NamedPlugin | NamedPlugin[]

/** What a bundler passes to its plugins. Its type is not named: who uses another bundler has not installed it. */
// biome-ignore lint/suspicious/noExplicitAny: only so is the plugin assignable to what each bundler lists
type Passed = any

/** A plugin of webpack. */
export interface WebpackPlugin {
  readonly apply: (compiler: Passed) => void
}

/** A plugin of esbuild. */
export interface EsbuildPlugin extends NamedPlugin {
  readonly setup: (build: Passed) => void | Promise<void>
}
