import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFresh, type Plan } from '../index.ts'
import { outputUnlocked } from '../output/lock.ts'
import { planOffline } from '../regenerate.ts'
import type { CommandContext } from './command.ts'
import { displayPath, planLines, waitLine } from './words.ts'

/** Flags of `zcrm check`. */
export interface CheckFlags {
  /** The command line that makes the folder fresh. */
  readonly remedy: string
}

type Context = CommandContext<CheckFlags>

/** `zcrm check`: the same plan as `generate --offline`, told instead of carried out. It writes nothing anywhere. */
export async function checkCommand(context: Context): Promise<number> {
  const { config, flags, terminal } = context
  const plan = await planOf(context)
  if (plan === null || isFresh(plan)) {
    terminal.line(`${displayPath(config.out)} is up to date`, 'good')
    terminal.result({ fresh: true, stale: [] })
    return 0
  }
  const [created, updated] = [plan.create, plan.update].map((files) => files.map((file) => file.path))
  for (const line of planLines(plan, terminal)) terminal.line(line)
  const { printDiff } = await import('./diff-lines.ts')
  if (!terminal.isJson)
    printDiff(plan.update, (path) => readFileSync(join(config.out, path), 'utf8'), terminal)
  terminal.line(`${displayPath(config.out)} is stale: run ${flags.remedy}`, 'bad')
  terminal.result({
    fresh: false,
    stale: [...(created ?? []), ...(updated ?? []), ...plan.remove],
    created,
    updated,
    removed: plan.remove,
    remedy: flags.remedy,
  })
  return 1
}

/** What there is to do; `null` where it is known that there is nothing. */
async function planOf({ config, terminal }: Context): Promise<Plan | null> {
  const plan = (await planOffline(config))?.plan ?? null
  if (plan === null || isFresh(plan)) return plan
  // A folder that somebody is writing into is neither the old one nor the new one.
  const waited = await outputUnlocked(config.out, (pid) => terminal.line(waitLine(config.out, pid)))
  return waited ? ((await planOffline(config))?.plan ?? null) : plan
}
