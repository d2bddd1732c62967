import {
  applyGeneration,
  type Generation,
  hasCredentials,
  isFresh,
  isKnownFresh,
  isPullDue,
  loadSnapshot,
  type PullOutcome,
  planGeneration,
  pull,
  type ResolvedConfig,
} from '../index.ts'
import { filesOf } from '../output/plan.ts'
import type { CommandContext } from './command.ts'
import { pullLines, reporter, tellChanges, tellSnapshot } from './pull.ts'
import { displayPath, planLines, plural, schemaLines, waitLine } from './words.ts'

/** Flags of `zcrm generate`. */
export interface GenerateFlags {
  readonly offline: boolean | undefined
  readonly frozen: boolean
  readonly dryRun: boolean
  readonly stats: boolean
}

type Context = CommandContext<GenerateFlags>

/** `zcrm generate`: snapshot, pulled first where it is due → files. Nothing is written before all is known. */
export async function generateCommand(context: Context): Promise<number> {
  const { config, flags, terminal, env } = context
  const started = performance.now()
  const offline = flags.offline ?? env['CI'] === 'true'
  const pulled = !offline && (await isPullWanted(config, flags)) ? await pullFirst(context) : null
  if (flags.frozen && pulled !== null && pulled.snapshot !== 'unchanged') return refuse(context, pulled)
  const text = pulled?.text ?? (await loadSnapshot(config))
  if (pulled === null && !terminal.isJson && !flags.stats && isKnownFresh(config, text)) {
    terminal.line(freshLine(config, started), 'good')
    return 0
  }
  terminal.progress('generating')
  const planned = await planGeneration(config, text, pulled?.after ?? undefined)
  const generation = flags.dryRun ? planned : await carryOut(context, planned, pulled)
  await report(context, pulled, generation, started)
  return 0
}

async function pullFirst({ config, terminal }: Context): Promise<PullOutcome> {
  const outcome = await pull(config, reporter(terminal))
  for (const line of pullLines(outcome, terminal)) terminal.line(line)
  return outcome
}

/** A pull that is due is made where there is a way to sign in; `--frozen` always compares. */
async function isPullWanted(config: ResolvedConfig, { offline, frozen }: GenerateFlags): Promise<boolean> {
  // Who demands a pull is told what is missing for it.
  if (!(await hasCredentials(config))) return offline === false
  // A cache that is young answers without a call.
  return frozen || isPullDue(config)
}

/** `--frozen`, and the snapshot is not what the organisation is. */
async function refuse({ config, terminal }: Context, pulled: PullOutcome): Promise<number> {
  terminal.line('--frozen: nothing was written', 'bad')
  const line = `${displayPath(config.snapshot)} differs from the organisation`
  const changes = await tellChanges({ config, terminal }, pulled, line, true)
  terminal.result({ frozen: true, snapshot: pulled.snapshot, changes })
  return 1
}

function carryOut(
  { config, terminal }: Context,
  planned: Generation,
  pulled: PullOutcome | null,
): Promise<Generation> {
  const total = planned.plan.create.length + planned.plan.update.length
  return applyGeneration(config, planned, {
    pulled,
    onWait: (pid) => terminal.line(waitLine(config.out, pid)),
    onProgress: (done, path) => terminal.progress(`writing ${done}/${total} ${path}`),
  })
}

async function report(
  context: Context,
  pulled: PullOutcome | null,
  generation: Generation,
  started: number,
): Promise<void> {
  const { config, flags, terminal } = context
  const { schema, plan } = generation
  const { create, update, remove, unchanged } = plan
  const { modules, globalPicklists, notDescribed, unknownTypes, leftOut, unmatched } = schema
  const picklists = [...globalPicklists, ...modules.flatMap((module) => module.picklists)]
  const counts = {
    modules: modules.length,
    fields: sum(modules.map((module) => module.fieldCount)),
    options: sum(picklists.map((picklist) => picklist.constants.length)),
  }
  terminal.line(
    `${plural(counts.modules, 'module')}, ${plural(counts.fields, 'field')}, ${plural(counts.options, 'picklist option')}`,
  )
  for (const line of schemaLines(schema, terminal)) terminal.line(line)
  const changes = pulled === null ? null : await tellSnapshot(context, pulled, flags.dryRun)
  const stats = flags.stats ? await tellStats(context, generation) : null
  if (isFresh(plan)) terminal.line(freshLine(config, started), 'good')
  else {
    if (flags.dryRun) for (const line of planLines(plan, terminal)) terminal.line(line)
    const done = `${plural(create.length, 'file')} created, ${update.length} updated, ${remove.length} removed`
    const dry = flags.dryRun ? ' (dry run: nothing was written)' : ''
    terminal.line(
      `${displayPath(config.out)}: ${done}, ${unchanged.length} unchanged (${secondsSince(started)} s)${dry}`,
      'good',
    )
  }
  terminal.result({
    ...counts,
    created: create.map((file) => file.path),
    updated: update.map((file) => file.path),
    removed: remove,
    unchanged: unchanged.length,
    notDescribed,
    unknownTypes,
    leftOut,
    unmatched,
    ...(pulled === null ? {} : { snapshot: pulled.snapshot, notSeen: pulled.metadata.notSeen, changes }),
    ...(stats === null ? {} : { stats }),
  })
}

async function tellStats({ terminal }: Context, { schema, plan }: Generation): Promise<unknown> {
  const [{ statsOf }, { statsLines }] = await Promise.all([import('../stats.ts'), import('./stats.ts')])
  const stats = statsOf(schema, filesOf(plan))
  for (const line of statsLines(stats, terminal)) terminal.line(line)
  return stats
}

function freshLine(config: ResolvedConfig, started: number): string {
  return `${displayPath(config.out)} is up to date: no file changed (${secondsSince(started)} s)`
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(2)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
