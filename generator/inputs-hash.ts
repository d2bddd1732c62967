import { templatesHash } from '#templates'
import { OPTIONS, optionNames } from './config/options.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import { contentHash } from './content-hash.ts'
import type { Snapshot } from './snapshot/format.ts'
import { version } from './version.ts'

/** A hash of all that decides what is generated: snapshot, configuration, templates and the version of the tool. */
export function inputsHash(snapshot: Snapshot, config: ResolvedConfig): string {
  const settings = optionNames
    .filter((name) => OPTIONS[name].isInput === true)
    .map((name) => [name, config[name]])
  return contentHash(JSON.stringify([snapshot.hash, settings, templatesHash, version]))
}
