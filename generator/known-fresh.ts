import { isBuilt } from '#templates'
import type { ResolvedConfig } from './config/resolve.ts'
import type { FileHashes } from './emit/manifest.ts'
import { hasFunctions, inputsHash } from './inputs-hash.ts'
import { prepareResourceFolder } from './output/resource-folder.ts'
import { isAsStamped, stampPath, writeStamp } from './output/stamp.ts'
import { snapshotHash } from './snapshot/read.ts'
import { readTemplateFolder } from './template-folder.ts'

/**
 * Whether the output folder is what the text of a snapshot gave the last time. `false` is no answer: then a plan says
 * what there is to do. In the repository it is always `false`, since there the generator itself changes.
 */
export function isKnownFresh(config: ResolvedConfig, text: string): boolean {
  const hash = isBuilt && !hasFunctions(config) ? snapshotHash(text) : null
  if (hash === null) return false
  const inputs = inputsHash(hash, config, readTemplateFolder(config.templates))
  return isAsStamped(stampPath(config.resourcePath, config.out), inputs, config.out)
}

/** Remembers what was generated, and from which inputs, for {@link isKnownFresh}. */
export function rememberFresh(config: ResolvedConfig, inputsHash: string, hashes: FileHashes): void {
  if (!isBuilt) return
  prepareResourceFolder(config.resourcePath)
  writeStamp(stampPath(config.resourcePath, config.out), inputsHash, hashes)
}
