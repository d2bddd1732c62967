import { ConfigurationError } from '@zcrm/runtime'
import { checkMembers, memberOf, type Origin, shown, whereOf } from './check.ts'

/** A file before it is compared with what is there. */
export interface GeneratedFile {
  /** Its path in the output folder, with `/`. */
  readonly path: string
  readonly content: string
  /** API name of the module that it is about; missing where it is about none. */
  readonly module?: string
}

/** A file that was written. */
export interface WrittenFile {
  /** Its path in the output folder, with `/`. */
  readonly path: string
  /** Where it is on the disk. */
  readonly location: string
  readonly change: 'created' | 'updated'
}

/** What a generation changed. */
export interface GenerationResult {
  /** The output folder. */
  readonly out: string
  /** Paths in it. */
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: readonly string[]
}

/** Functions that are called while files are generated. */
export interface Hooks {
  /**
   * Called for each file, also by `check` and `--dry-run`: what it returns is the content in the place of the old one.
   * It has to return the same for the same, and to change nothing else.
   */
  readonly beforeFile?: (
    file: GeneratedFile,
    // biome-ignore lint/suspicious/noConfusingVoidType: a function without a return is what most people write.
  ) => string | undefined | void | Promise<string | undefined | void>
  /** Called for each file that was written. It must leave the file as it is. */
  readonly afterFile?: (file: WrittenFile) => unknown
  /** Called at the end, where anything was written or removed. */
  readonly done?: (result: GenerationResult) => unknown
}

const NAMES: readonly (keyof Hooks)[] = ['beforeFile', 'afterFile', 'done']

/**
 * Checks the hooks of a configuration.
 * @throws ConfigurationError that names the hook and where it stands.
 */
export function checkHooks(origin: Origin, value: unknown): Hooks {
  const hooks = checkMembers(origin, value, NAMES)
  for (const [name, hook] of Object.entries(hooks)) {
    if (hook === undefined || typeof hook === 'function') continue
    throw new ConfigurationError(
      `${whereOf(memberOf(origin, name))} is ${shown(hook)}`,
      'Use a function, in a configuration of TypeScript or JavaScript.',
    )
  }
  return hooks as Hooks
}
