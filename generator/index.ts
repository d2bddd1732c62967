import { openResourceCache, pullMetadata } from '@zcrm/runtime/metadata'
import { templates } from '#templates'
import type { ResolvedConfig } from './config/resolve.ts'
import type { TemplateText } from './emit/compile.ts'
import { emitManifest, hashFiles } from './emit/manifest.ts'
import { emitTypeScript, type OutputFile } from './emit/typescript.ts'
import { replaceFile } from './files/write.ts'
import type { ApplySettings, Generation } from './generation.ts'
import { inputsHash } from './inputs-hash.ts'
import { rememberFresh } from './known-fresh.ts'
import { applyPlan } from './output/apply.ts'
import { underOutputLock } from './output/lock.ts'
import { filesOf, isFresh, planOutput } from './output/plan.ts'
import { buildSchema } from './schema/build.ts'
import type { Schema } from './schema/schema.ts'
import { selectorOf } from './schema/selection.ts'
import { markSaved, openClient } from './session.ts'
import type { Snapshot } from './snapshot/format.ts'
import { loadSnapshot } from './snapshot/load.ts'
import { besideFile, type PullOutcome, type PullSettings } from './snapshot/pulled.ts'
import { readSnapshot } from './snapshot/read.ts'
import { writeSnapshot } from './snapshot/write.ts'
import { readTemplateFolder } from './template-folder.ts'

export type { Config, ConfigFile } from './config/config.ts'
export { defineConfig } from './config/define.ts'
export type { GeneratedFile, GenerationResult, Hooks, WrittenFile } from './config/hooks.ts'
export { loadProject, type Project } from './config/project.ts'
export { type ConfigSources, type ResolvedConfig, resolveConfig } from './config/resolve.ts'
export type { ExtraOutput, OutputSubject } from './emit/extra-output.ts'
export type { Manifest, ManifestModule, ManifestPicklist } from './emit/manifest.ts'
export type { OutputFile } from './emit/typescript.ts'
export { VIEW_VERSION } from './emit/view-version.ts'
export type * from './emit/views.ts'
export type { ApplySettings, Generation } from './generation.ts'
export { isKnownFresh } from './known-fresh.ts'
export { isFresh, type Plan } from './output/plan.ts'
export type { Schema } from './schema/schema.ts'
export { hasCredentials, isPullDue, pullAge } from './session.ts'
export { loadSnapshot } from './snapshot/load.ts'
export type { PullOutcome, PullSettings } from './snapshot/pulled.ts'

/** Organisation → resource cache → text of the snapshot. {@link saveSnapshot} writes it. */
export async function pull(config: ResolvedConfig, settings: PullSettings = {}): Promise<PullOutcome> {
  const client = await openClient(config)
  const { cache, folder, profile, calls } = await openResourceCache(client, config.resourcePath)
  const { concurrency, trustModifiedTime, moduleIncludes, creditBudget, modules } = config
  const result = await pullMetadata(client, cache, {
    ...settings,
    profile,
    concurrency,
    trustModifiedTime,
    includes: moduleIncludes,
    // A function may want to see what is about to be read.
    isInUse: typeof modules === 'function' ? () => true : selectorOf(modules),
    ...(creditBudget === undefined ? {} : { budget: creditBudget }),
  })
  const pulled = besideFile(config.snapshot, writeSnapshot(result.metadata))
  return { ...result, ...pulled, calls: result.calls + calls, folder }
}

/** Writes the snapshot of a pull, unless the file is that already. */
export function saveSnapshot(config: ResolvedConfig, { snapshot, text, folder }: PullOutcome): void {
  if (snapshot !== 'unchanged') replaceFile(config.snapshot, text)
  markSaved(folder, config.snapshot)
}

/**
 * Text of a snapshot → schema → files → plan. {@link applyGeneration} carries it out.
 * @param snapshot What the text says, where it was read already.
 */
export async function planGeneration(
  config: ResolvedConfig,
  text: string,
  snapshot: Snapshot = readSnapshot(config.snapshot, text),
): Promise<Generation> {
  const schema = buildSchema(snapshot, config)
  const texts = readTemplateFolder(config.templates)
  const files = await emitFiles(schema, config, texts)
  const inputs = inputsHash(snapshot.hash, config, texts)
  const hashes = hashFiles(files)
  const manifest = emitManifest(schema, hashes, inputs)
  const plan = await planOutput(config.out, [...files, manifest])
  return { text, schema, plan, inputsHash: inputs, hashes: { ...hashes, ...hashFiles([manifest]) } }
}

/** Who has templates, outputs or hooks of their own loads what compiles and calls them. */
async function emitFiles(
  schema: Schema,
  config: ResolvedConfig,
  texts: readonly TemplateText[],
): Promise<readonly OutputFile[]> {
  if ((config.templates ?? config.outputs ?? config.hooks) === undefined)
    return emitTypeScript(schema, templates, config)
  const { emitCustomised } = await import('./customise.ts')
  return emitCustomised(schema, config, { texts, templates })
}

/**
 * Writes what a plan says, remembers what was written, and calls the hooks that want to know. One process at a time
 * writes into a folder: whoever had to wait plans anew, from the snapshot as it is then, so that what is left is one
 * generation and no mixture.
 * @returns What was carried out.
 */
export async function applyGeneration(
  config: ResolvedConfig,
  generation: Generation,
  { pulled = null, onWait = () => {}, onProgress }: ApplySettings = {},
): Promise<Generation> {
  // The journal of a run that was cut off goes, though every file already is as it should be.
  if (isFresh(generation.plan) && generation.plan.journal === null) {
    if (pulled !== null) saveSnapshot(config, pulled)
    rememberFresh(config, generation.inputsHash, generation.hashes)
    return generation
  }
  const written = await underOutputLock(config.out, onWait, async (waited) => {
    // What this process has pulled is what it writes; otherwise the other one may have brought a newer snapshot.
    const text = waited && pulled === null ? await loadSnapshot(config) : generation.text
    const current =
      text === generation.text
        ? { ...generation, plan: await planOutput(config.out, filesOf(generation.plan)) }
        : await planGeneration(config, text)
    if (pulled !== null) saveSnapshot(config, pulled)
    await applyPlan(current.plan, onProgress)
    rememberFresh(config, current.inputsHash, current.hashes)
    return current
  })
  if (config.hooks !== undefined) {
    // A hook may take its time, or write files of its own.
    const { afterFiles } = await import('./hooks.ts')
    await afterFiles(written.plan, config.hooks)
  }
  return written
}
