/** What a new configuration says: the answers to what `zcrm init` asks, or the flags in their place. */
export interface Answers {
  /** Where the organisation lives; `null` where that is left to `ZCRM_ENVIRONMENT`. */
  readonly environment: string | null
  /** The environment of a second profile, for a sandbox; `null` for a configuration without profiles. */
  readonly sandbox: string | null
  /** Folder of the generated files, relative to the configuration. */
  readonly out: string
  /** API names or patterns of the modules; `null` for all of them. */
  readonly modules: readonly string[] | null
}

/** The environment of the sandbox beside another environment. */
export function sandboxOf(environment: string): string {
  return `${environment.split('.')[0]}.SANDBOX`
}
