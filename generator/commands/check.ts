import { isFresh, loadSnapshot, planGeneration } from '../index.ts'
import type { CommandContext } from './command.ts'
import { displayPath } from './words.ts'

/** `zcrm check`: the same plan as `generate --offline`, told instead of carried out. */
export async function checkCommand({ config, terminal }: CommandContext<unknown>): Promise<number> {
  const { plan } = await planGeneration(config, await loadSnapshot(config))
  const stale = [
    ...plan.create.map((file) => ({ path: file.path, would: 'be created' })),
    ...plan.update.map((file) => ({ path: file.path, would: 'be updated' })),
    ...plan.remove.map((path) => ({ path, would: 'be removed' })),
  ]
  terminal.result({ fresh: stale.length === 0, stale: stale.map((one) => one.path) })
  if (isFresh(plan)) {
    terminal.line(`${displayPath(config.out)} is up to date`)
    return 0
  }
  for (const { path, would } of stale) terminal.line(`  ${path} would ${would}`)
  terminal.line(`${displayPath(config.out)} is stale: run zcrm generate`)
  return 1
}
