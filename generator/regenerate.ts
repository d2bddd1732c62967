import { join } from 'node:path'
import type { ResolvedConfig } from './config/resolve.ts'
import {
  type ApplySettings,
  applyGeneration,
  type Generation,
  isKnownFresh,
  loadSnapshot,
  planGeneration,
} from './index.ts'

/** What an offline generation did. */
export interface Regeneration {
  /** Paths of the files that were created, updated or removed. */
  readonly changed: readonly string[]
  /** `null` where the output folder was known to be up to date, so that nothing had to be planned. */
  readonly generation: Generation | null
  /** The text of the snapshot that it is from. */
  readonly text: string
}

/**
 * Generates from the committed snapshot, and writes only the files that change.
 * @throws ConfigurationError where the snapshot is absent or broken, or the output folder cannot be used.
 */
export async function regenerate(
  config: ResolvedConfig,
  settings: ApplySettings = {},
): Promise<Regeneration> {
  const text = await loadSnapshot(config)
  const planned = await planText(config, text)
  if (planned === null) return { changed: [], generation: null, text }
  const generation = await applyGeneration(config, planned, settings)
  return { changed: changedPaths(generation), generation, text: generation.text }
}

/** What {@link regenerate} would do; `null` where the output folder is known to be up to date. */
export async function planOffline(config: ResolvedConfig): Promise<Generation | null> {
  return planText(config, await loadSnapshot(config))
}

async function planText(config: ResolvedConfig, text: string): Promise<Generation | null> {
  return isKnownFresh(config, text) ? null : planGeneration(config, text)
}

/** The files that a generation changes, as paths. */
export function changedPaths({ plan }: Generation): readonly string[] {
  const paths = [...[...plan.create, ...plan.update].map(({ path }) => path), ...plan.remove]
  return paths.map((path) => join(plan.folder, path))
}
