import { isFresh, loadSnapshot, planGeneration } from '../index.ts'
import type { CommandContext } from './command.ts'
import { displayPath, planLines } from './words.ts'

/** `zcrm check`: the same plan as `generate --offline`, told instead of carried out. */
export async function checkCommand({ config, terminal }: CommandContext<unknown>): Promise<number> {
  const { plan } = await planGeneration(config, await loadSnapshot(config))
  const stale = [...[...plan.create, ...plan.update].map((file) => file.path), ...plan.remove]
  terminal.result({ fresh: isFresh(plan), stale })
  if (isFresh(plan)) {
    terminal.line(`${displayPath(config.out)} is up to date`)
    return 0
  }
  for (const line of planLines(plan)) terminal.line(line)
  terminal.line(`${displayPath(config.out)} is stale: run zcrm generate`)
  return 1
}
