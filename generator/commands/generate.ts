import {
  applyPlan,
  cacheAge,
  type Generation,
  hasCredentials,
  isFresh,
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
  const generation = await planGeneration(config, text ?? (await loadSnapshot(config)))
  if (!flags.dryRun) await applyPlan(generation.plan)
  report(context, generation, performance.now() - started)
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
  time: number,
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
  const folder = displayPath(config.out)
  const seconds = (time / 1000).toFixed(2)
  if (isFresh(plan)) terminal.line(`${folder} is up to date: no file changed (${seconds} s)`)
  else {
    const verb = flags.dryRun ? 'would be' : 'were'
    terminal.line(
      `${folder}: ${plural(create.length, 'file')} ${verb} created, ${update.length} updated, ${remove.length} removed, ${unchanged.length} unchanged (${seconds} s)`,
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

function picklistsOf({ schema }: Generation): Generation['schema']['globalPicklists'] {
  return [...schema.globalPicklists, ...schema.modules.flatMap((module) => module.picklists)]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
