import { templatesHash } from '#templates'
import { type Config, OPTIONS, optionNames } from './config/options.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import { contentHash } from './content-hash.ts'
import { version } from './version.ts'

const inputNames: readonly (keyof Config)[] = optionNames.filter((name) => OPTIONS[name].isInput === true)

/**
 * A hash of all that decides what is generated: snapshot, configuration, templates and the version of the tool. Of a
 * function there is only its text; see {@link hasFunctions}.
 */
export function inputsHash(snapshotHash: string, config: ResolvedConfig): string {
  const settings = inputNames.map((name) => [name, config[name]])
  const text = JSON.stringify([snapshotHash, settings, templatesHash, version], (_, value: unknown) =>
    typeof value === 'function' ? String(value) : value,
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
