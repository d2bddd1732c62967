import { existsSync } from 'node:fs'
import {
  applyGeneration,
  type Generation,
  hasCredentials,
  isFresh,
  isKnownFresh,
  isPullCurrent,
  loadSnapshot,
  type PullOutcome,
  planGeneration,
  pull,
  type ResolvedConfig,
  saveSnapshot,
} from '../index.ts'
import type { CommandContext } from './command.ts'
import { pullLines, reporter, snapshotLine } from './pull.ts'
import { displayPath, leftOutLines, notDescribedLines, planLines, plural, unknownTypeLines } from './words.ts'

/** Flags of `zcrm generate`. */
export interface GenerateFlags {
  readonly offline: boolean | undefined
  readonly frozen: boolean
  readonly dryRun: boolean
}

const HOUR = 3_600_000

/** `zcrm generate`: snapshot, pulled first where it is due → files. Nothing is written before all is known. */
export async function generateCommand(context: CommandContext<GenerateFlags>): Promise<number> {
  const { config, flags, terminal, env } = context
  const started = performance.now()
  const offline = flags.offline ?? env['CI'] === 'true'
  const pulled =
    !offline && (await isPullDue(config, flags.offline === false)) ? await pullFirst(context) : null
  if (flags.frozen && pulled !== null && pulled.snapshot !== 'unchanged') {
    terminal.line(
      `${displayPath(config.snapshot)} differs from the organisation: --frozen, so nothing was written`,
    )
    terminal.result({ frozen: true, snapshot: pulled.snapshot })
    return 1
  }
  const text = pulled?.text ?? (await loadSnapshot(config))
  if (pulled === null && !terminal.isJson && isKnownFresh(config, text)) {
    terminal.line(freshLine(config, started))
    return 0
  }
  const generation = await planGeneration(config, text)
  if (!flags.dryRun) {
    if (pulled !== null) saveSnapshot(config, pulled)
    await applyGeneration(config, generation)
  }
  report(context, pulled, generation, started)
  return 0
}

async function pullFirst({ config, terminal }: CommandContext<GenerateFlags>): Promise<PullOutcome> {
  const outcome = await pull(config, reporter(terminal))
  for (const line of pullLines(outcome)) terminal.line(line)
  return outcome
}

/**
 * A pull is due where there is a way to sign in, and the cache is older than an hour, what it holds has not gone into
 * the snapshot, or there is no snapshot.
 */
async function isPullDue(config: ResolvedConfig, demanded: boolean): Promise<boolean> {
  // Who demands a pull is told what is missing for it.
  if (!(await hasCredentials(config))) return demanded
  return !(existsSync(config.snapshot) && (await isPullCurrent(config, HOUR)))
}

function report(
  { config, flags, terminal }: CommandContext<GenerateFlags>,
  pulled: PullOutcome | null,
  generation: Generation,
  started: number,
): void {
  const { schema, plan } = generation
  const { create, update, remove, unchanged } = plan
  const counts = {
    modules: schema.modules.length,
    fields: sum(schema.modules.map((module) => module.fieldCount)),
    options: sum(picklistsOf(generation).map((picklist) => picklist.constants.length)),
  }
  terminal.line(
    `${plural(counts.modules, 'module')}, ${plural(counts.fields, 'field')}, ${plural(counts.options, 'picklist option')}`,
  )
  for (const line of notDescribedLines(schema.notDescribed)) terminal.line(line)
  for (const line of unknownTypeLines(schema.unknownTypes)) terminal.line(line)
  for (const line of leftOutLines(schema.leftOut)) terminal.line(line)
  if (pulled !== null) terminal.line(snapshotLine(pulled, config.snapshot, flags.dryRun))
  if (isFresh(plan)) terminal.line(freshLine(config, started))
  else {
    if (flags.dryRun) for (const line of planLines(plan)) terminal.line(line)
    const done = `${plural(create.length, 'file')} created, ${update.length} updated, ${remove.length} removed`
    const dry = flags.dryRun ? ' (dry run: nothing was written)' : ''
    terminal.line(
      `${displayPath(config.out)}: ${done}, ${unchanged.length} unchanged (${secondsSince(started)} s)${dry}`,
    )
  }
  terminal.result({
    ...counts,
    created: create.map((file) => file.path),
    updated: update.map((file) => file.path),
    removed: remove,
    unchanged: unchanged.length,
    notDescribed: schema.notDescribed,
    unknownTypes: schema.unknownTypes,
    leftOut: schema.leftOut,
  })
}

function freshLine(config: ResolvedConfig, started: number): string {
  return `${displayPath(config.out)} is up to date: no file changed (${secondsSince(started)} s)`
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(2)
}

function picklistsOf({ schema }: Generation): Generation['schema']['globalPicklists'] {
  return [...schema.globalPicklists, ...schema.modules.flatMap((module) => module.picklists)]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
