import { type PullOutcome, pull, saveSnapshot } from '../index.ts'
import type { CommandContext } from './command.ts'
import { displayPath, notDescribedLines, plural } from './words.ts'

/** Flags of `zcrm pull`. */
export interface PullFlags {
  readonly force: boolean
  /** Minutes. */
  readonly maxAge: number
}

/** `zcrm pull`: metadata → resource cache → snapshot. */
export async function pullCommand({ config, flags, terminal }: CommandContext<PullFlags>): Promise<number> {
  const outcome = await pull(config, {
    force: flags.force,
    maxAge: flags.maxAge * 60_000,
    onProgress: ({ done, total, module }) => terminal.progress(`pulling ${done}/${total} ${module}`),
  })
  await saveSnapshot(config, outcome)
  const notDescribed = outcome.metadata.modules.flatMap(({ apiName, notDescribed: reason }) =>
    reason === null ? [] : [{ apiName, reason }],
  )
  for (const line of [...pullLines(outcome), ...notDescribedLines(notDescribed)]) terminal.line(line)
  terminal.line(snapshotLine(outcome, config.snapshot, false))
  terminal.result({
    calls: outcome.calls,
    resumed: outcome.resumed,
    snapshot: outcome.snapshot,
    notSeen: outcome.metadata.notSeen,
    notDescribed,
  })
  return 0
}

/** What a pull did, in lines. */
export function pullLines(outcome: PullOutcome): readonly string[] {
  const { calls, resumed, metadata } = outcome
  const described = metadata.modules.filter((module) => module.notDescribed === null)
  const from = calls === 0 ? 'the resource cache, which is young enough' : plural(calls, 'call')
  const again = resumed === 0 ? '' : `, ${plural(resumed, 'module')} kept from a pull that was interrupted`
  return [
    `pulled ${plural(described.length, 'module')} from ${from}${again}`,
    ...metadata.notSeen.map(({ part, reason }) => `  not seen: ${part}, because ${reason}`),
  ]
}

/** What a pull did to the snapshot, or would do. */
export function snapshotLine({ snapshot }: PullOutcome, path: string, dryRun: boolean): string {
  if (snapshot === 'unchanged') return `${displayPath(path)} is unchanged`
  return `${displayPath(path)} ${dryRun ? 'would be' : 'was'} ${snapshot}`
}
