import {
  applyGeneration,
  cacheAge,
  type Generation,
  hasCredentials,
  isFresh,
  isKnownFresh,
  loadSnapshot,
  planGeneration,
  pull,
  type ResolvedConfig,
  saveSnapshot,
} from '../index.ts'
import type { CommandContext } from './command.ts'
import { pullLines } from './pull.ts'
import { displayPath, notDescribedLines, plural } from './words.ts'

/** Flags of `zcrm generate`. */
export interface GenerateFlags {
  readonly offline: boolean | undefined
  readonly frozen: boolean
  readonly dryRun: boolean
}

const HOUR = 3_600_000

/** `zcrm generate`: snapshot, pulled first where it is due → files. */
export async function generateCommand(context: CommandContext<GenerateFlags>): Promise<number> {
  const { config, flags, terminal, env } = context
  const offline = flags.offline ?? env['CI'] === 'true'
  const started = performance.now()
  let text: string | undefined
  if (!offline && (await isPullDue(config))) {
    const outcome = await pull(config, {
      onProgress: ({ done, total, module }) => terminal.progress(`pulling ${done}/${total} ${module}`),
    })
    for (const line of pullLines(outcome, config.snapshot)) terminal.line(line)
    if (flags.frozen && outcome.snapshot !== 'unchanged') {
      terminal.line(
        'the organisation differs from the snapshot, and --frozen forbids to change it: nothing was written',
      )
      terminal.result({ frozen: true, snapshot: outcome.snapshot })
      return 1
    }
    if (!flags.dryRun) await saveSnapshot(config, outcome)
    text = outcome.text
  }
  text ??= await loadSnapshot(config)
  if (!terminal.isJson && isKnownFresh(config, text)) {
    terminal.line(freshLine(config, started))
    return 0
  }
  const generation = await planGeneration(config, text)
  if (!flags.dryRun) await applyGeneration(config, generation)
  report(context, generation, started)
  return 0
}

/** A pull is due where the cache is older than an hour, or there is no snapshot, and there is a way to sign in. */
async function isPullDue(config: ResolvedConfig): Promise<boolean> {
  if (!(await hasCredentials(config))) return false
  if ((await cacheAge(config)) >= HOUR) return true
  return loadSnapshot(config).then(
    () => false,
    () => true,
  )
}

function report(
  { config, flags, terminal }: CommandContext<GenerateFlags>,
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
  if (isFresh(plan)) terminal.line(freshLine(config, started))
  else {
    const verb = flags.dryRun ? 'would be' : 'were'
    terminal.line(
      `${displayPath(config.out)}: ${plural(create.length, 'file')} ${verb} created, ${update.length} updated, ${remove.length} removed, ${unchanged.length} unchanged (${secondsSince(started)} s)`,
    )
  }
  terminal.result({
    ...counts,
    created: create.map((file) => file.path),
    updated: update.map((file) => file.path),
    removed: remove,
    unchanged: unchanged.length,
    notDescribed: schema.notDescribed,
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
