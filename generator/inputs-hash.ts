import { templatesHash } from '#templates'
import type { Config } from './config/config.ts'
import { OPTIONS, optionNames } from './config/options.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import { contentHash } from './content-hash.ts'
import type { TemplateText } from './emit/compile.ts'
import { version } from './version.ts'

const inputNames: readonly (keyof Config)[] = optionNames.filter((name) => OPTIONS[name].isInput === true)

/**
 * A hash of all that decides what is generated: snapshot, configuration, templates and the version of the tool. Of a
 * function there is only that it is there; see {@link hasFunctions}.
 * @param texts The templates of the user's folder.
 */
export function inputsHash(
  snapshotHash: string,
  config: ResolvedConfig,
  texts: readonly TemplateText[] = [],
): string {
  const settings = inputNames.map((name) => [name, config[name]])
  // A folder's path is no input: it differs between machines.
  const own = texts.length === 0 ? [] : [texts.map(({ name, text }) => [name, text])]
  const text = JSON.stringify(
    [snapshotHash, settings, templatesHash, version, ...own],
    // Its text is that of what loaded it: compiled one way or the other, with the folder of the file written into it.
    (_, value: unknown) => (typeof value === 'function' ? 'function' : value),
  )
  return contentHash(text)
}

/** Whether functions decide what is generated: they may say something else each time, though their text is the same. */
export function hasFunctions(config: ResolvedConfig): boolean {
  return inputNames.some((name) => holdsFunction(config[name]))
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsFunction)
}
