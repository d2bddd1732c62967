import { templatesHash } from '#templates'
import { OPTIONS, optionNames } from './config/options.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import { contentHash } from './content-hash.ts'
import { version } from './version.ts'

/** A hash of all that decides what is generated: snapshot, configuration, templates and the version of the tool. */
export function inputsHash(snapshotHash: string, config: ResolvedConfig): string {
  const settings = optionNames
    .filter((name) => OPTIONS[name].isInput === true)
    .map((name) => [name, config[name]])
  return contentHash(JSON.stringify([snapshotHash, settings, templatesHash, version]))
}
