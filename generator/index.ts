import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '@zcrm/runtime'
import {
  openResourceCache,
  type PullPlan,
  type PullProgress,
  type PullResult,
  pullMetadata,
} from '@zcrm/runtime/metadata'
import { isBuilt, templates } from '#templates'
import type { Hooks } from './config/hooks.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import type { TemplateText } from './emit/compile.ts'
import { emitManifest, type FileHashes, hashFiles } from './emit/manifest.ts'
import { emitTypeScript, type OutputFile } from './emit/typescript.ts'
import { hasFunctions, inputsHash } from './inputs-hash.ts'
import { applyPlan } from './output/apply.ts'
import { fileFailure } from './output/file-failure.ts'
import { underOutputLock } from './output/lock.ts'
import { filesOf, isFresh, type Plan, planOutput } from './output/plan.ts'
import { prepareResourceFolder } from './output/resource-folder.ts'
import { isAsStamped, stampPath, writeStamp } from './output/stamp.ts'
import { replaceFile } from './output/write.ts'
import { buildSchema } from './schema/build.ts'
import type { Schema } from './schema/schema.ts'
import { selectorOf } from './schema/selection.ts'
import { markSaved, openClient } from './session.ts'
import type { Snapshot } from './snapshot/format.ts'
import { readSnapshot, snapshotHash } from './snapshot/read.ts'
import { writeSnapshot } from './snapshot/write.ts'
import { readTemplateFolder } from './template-folder.ts'

export { defineConfig } from './config/define.ts'
export type { GeneratedFile, GenerationResult, Hooks, WrittenFile } from './config/hooks.ts'
export type { Config, ConfigFile } from './config/options.ts'
export { loadProject, type Project } from './config/project.ts'
export { type ConfigSources, type ResolvedConfig, resolveConfig } from './config/resolve.ts'
export type { ExtraOutput, OutputSubject } from './emit/extra-output.ts'
export type { Manifest, ManifestModule, ManifestPicklist } from './emit/manifest.ts'
export type { OutputFile } from './emit/typescript.ts'
export {
  type ChoicesView,
  type CodeView,
  type ConstantView,
  type DependencyEntryView,
  type DependencyView,
  type FieldPicklistView,
  type FieldView,
  type GroupView,
  type IndexModuleView,
  type IndexView,
  type LayoutTypeView,
  type ListedFieldsView,
  type ModuleView,
  type OptionView,
  type OrganisationView,
  type PicklistFileView,
  type PicklistsView,
  type PicklistView,
  type PropertyView,
  type RelatedListView,
  VIEW_VERSION,
} from './emit/views.ts'
export { isFresh, type Plan } from './output/plan.ts'
export type { Schema } from './schema/schema.ts'
export { hasCredentials, pullAge } from './session.ts'

/** How a pull is done. */
export interface PullSettings {
  readonly maxAge?: number
  readonly force?: boolean
  /** Calls of the API, at most. */
  readonly maxCalls?: number
  readonly onPlan?: (plan: PullPlan) => void
  readonly onProgress?: (progress: PullProgress) => void
  readonly signal?: AbortSignal
}

/** What a pull gave, and whether it changed the snapshot. */
export interface PullOutcome extends PullResult {
  readonly snapshot: 'created' | 'changed' | 'unchanged'
  /** Folder of the resource cache. */
  readonly folder: string
  /** What the snapshot of before had, where this one differs; `null` where there was none that can be read. */
  readonly before: Snapshot | null
  /** The text of the snapshot, which {@link saveSnapshot} writes. */
  readonly text: string
}

/** Organisation → resource cache → text of the snapshot. */
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
  const text = writeSnapshot(result.metadata)
  // A checkout on Windows may have turned the line ends.
  const before = (await readText(config.snapshot))?.replaceAll('\r\n', '\n') ?? null
  const snapshot = before === null ? 'created' : before === text ? 'unchanged' : 'changed'
  const old = snapshot === 'changed' && before !== null ? before : null
  return {
    ...result,
    calls: result.calls + calls,
    folder,
    snapshot,
    text,
    before: old === null ? null : readIfPossible(config.snapshot, old),
  }
}

/** What a snapshot says; one that cannot be read is about to be replaced, and says nothing. */
function readIfPossible(path: string, text: string): Snapshot | null {
  try {
    return readSnapshot(path, text)
  } catch {
    return null
  }
}

/** Writes the snapshot of a pull, unless the file is that already. */
export function saveSnapshot(config: ResolvedConfig, { snapshot, text, folder }: PullOutcome): void {
  if (snapshot !== 'unchanged') replaceFile(config.snapshot, text)
  markSaved(folder, config.snapshot)
}

/** What would be generated, and what it would change in the output folder. */
export interface Generation {
  /** The text of the snapshot that it is from. */
  readonly text: string
  readonly schema: Schema
  readonly plan: Plan
  readonly inputsHash: string
  /** Of every file that the plan is about. */
  readonly hashes: FileHashes
}

/**
 * Whether the output folder is what the text of a snapshot gave the last time. `false` is no answer: then a plan says
 * what there is to do. In the repository it is always `false`, since there the generator itself changes.
 */
export function isKnownFresh(config: ResolvedConfig, text: string): boolean {
  const hash = isBuilt && !hasFunctions(config) ? snapshotHash(text) : null
  if (hash === null) return false
  const inputs = inputsHash(hash, config, templatesOf(config))
  return isAsStamped(stampPath(config.resourcePath, config.out), inputs, config.out)
}

/** The templates of the user's folder. */
function templatesOf({ templates: folder }: ResolvedConfig): readonly TemplateText[] {
  return folder === undefined ? [] : readTemplateFolder(folder)
}

/** Text of a snapshot → schema → files → plan. {@link applyGeneration} carries it out. */
export async function planGeneration(config: ResolvedConfig, text: string): Promise<Generation> {
  const snapshot = readSnapshot(config.snapshot, text)
  const schema = buildSchema(snapshot, config)
  const texts = templatesOf(config)
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

/** What else happens while a generation is carried out. */
export interface ApplySettings {
  /** The pull that the generation is from: its snapshot is saved in the same breath. */
  readonly pulled?: PullOutcome | null
  /** Told where another process, of this number if it is known, writes into the folder and is waited for. */
  readonly onWait?: (pid: number | null) => void
  /** Told before each file that is written. */
  readonly onProgress?: (done: number, path: string) => void
}

/**
 * Writes what a plan says, remembers what was written, and calls the hooks that want to know. One process at a time writes into a folder: whoever had to
 * wait plans anew, from the snapshot as it is then, so that what is left is one generation and no mixture.
 * @returns What was carried out.
 */
export async function applyGeneration(
  config: ResolvedConfig,
  generation: Generation,
  { pulled = null, onWait = () => {}, onProgress }: ApplySettings = {},
): Promise<Generation> {
  if (isFresh(generation.plan)) {
    if (pulled !== null) saveSnapshot(config, pulled)
    remember(config, generation)
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
    remember(config, current)
    return current
  })
  // A hook may take its time, or write files of its own.
  if (config.hooks !== undefined) await callAfterFiles(written.plan, config.hooks)
  return written
}

function remember(config: ResolvedConfig, { inputsHash, hashes }: Generation): void {
  if (!isBuilt) return
  prepareResourceFolder(config.resourcePath)
  writeStamp(stampPath(config.resourcePath, config.out), inputsHash, hashes)
}

async function callAfterFiles(plan: Plan, hooks: Hooks): Promise<void> {
  const { afterFiles } = await import('./hooks.ts')
  await afterFiles(plan, hooks)
}

/**
 * The text of the snapshot that is committed.
 * @throws ConfigurationError where there is none.
 */
export async function loadSnapshot(config: ResolvedConfig): Promise<string> {
  const text = await readText(config.snapshot)
  if (text !== null) return text
  throw new ConfigurationError(
    `there is no ${config.snapshot} to generate from`,
    'Run zcrm login, and then zcrm pull: it writes the snapshot.',
  )
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw fileFailure(path, 'read', cause)
  }
}
