import type { Change } from '../drift/change.ts'
import { type PullOutcome, type PullSettings, pull, saveSnapshot } from '../index.ts'
import { notDescribedOf } from '../schema/not-described.ts'
import type { CommandContext } from './command.ts'
import { exitCodes } from './failure.ts'
import type { Terminal } from './terminal.ts'
import { displayPath, type Extent, grouped, limited, listed, notDescribedLines, plural } from './words.ts'

/** Flags of `zcrm pull`. */
export interface PullFlags {
  readonly force: boolean
  /** Minutes. */
  readonly maxAge: number
  /** Whether anything that is not seen is a failure. */
  readonly strict: boolean
  readonly maxCalls: number | undefined
}

/** `zcrm pull`: metadata → resource cache → snapshot. */
export async function pullCommand({ config, flags, terminal }: CommandContext<PullFlags>): Promise<number> {
  const outcome = await pull(config, {
    force: flags.force,
    maxAge: flags.maxAge * 60_000,
    ...(flags.maxCalls === undefined ? {} : { maxCalls: flags.maxCalls }),
    ...reporter(terminal),
  })
  const { metadata, calls, resumed, postponed, snapshot } = outcome
  const isIncomplete = flags.strict && metadata.notSeen.length > 0
  if (!isIncomplete) saveSnapshot(config, outcome)
  const notDescribed = notDescribedOf(metadata.modules)
  const lines = [...pullLines(outcome, terminal), ...notDescribedLines(notDescribed, terminal)]
  for (const line of lines) terminal.line(line)
  const path = displayPath(config.snapshot)
  if (isIncomplete) terminal.line(`${path} was not written: --strict, and not everything was seen`)
  const changes = isIncomplete ? null : await tellSnapshot({ config, terminal }, outcome, false)
  terminal.result({ calls, resumed, postponed, snapshot, changes, notSeen: metadata.notSeen, notDescribed })
  return isIncomplete ? exitCodes.failed : 0
}

/** A pull of more calls than this is told of before it begins. */
const LARGE = 20

/** Tells how far a pull is, and before a large one how much it will cost. */
export function reporter(terminal: Terminal): Pick<PullSettings, 'onPlan' | 'onProgress'> {
  return {
    onPlan: ({ calls, modules }) => {
      if (calls <= LARGE) return
      terminal.line(
        `pulling ${plural(modules, 'module')}: about ${plural(calls, 'call')}, a credit each (layouts may take two more)`,
      )
    },
    onProgress: ({ done, total, module }) => terminal.progress(`pulling ${done}/${total} ${module}`),
  }
}

/** What a pull did, in lines. */
export function pullLines(outcome: PullOutcome, extent: Extent): readonly string[] {
  const { calls, resumed, postponed, metadata, before } = outcome
  const described = metadata.modules.filter((module) => module.notDescribed === null)
  const from = calls === 0 ? 'the resource cache, which is young enough' : plural(calls, 'call')
  const again = resumed === 0 ? '' : `, ${plural(resumed, 'part')} kept from a pull that was interrupted`
  return [
    `pulled ${plural(described.length, 'module')} from ${from}${again}`,
    ...(postponed === 0
      ? []
      : [`  ${plural(postponed, 'part')} left for later: the credit budget does not reach for more`]),
    ...notSeenLines(metadata.notSeen, extent),
    ...(before === null || before.profile === metadata.profile
      ? []
      : [
          `  seen by the profile ${metadata.profile ?? '(unknown)'}, before by ${before.profile ?? '(unknown)'}: what is missing now may only be hidden from it`,
        ]),
  ]
}

/** What was not seen: a line for each reason. */
export function notSeenLines(notSeen: PullOutcome['metadata']['notSeen'], extent: Extent): readonly string[] {
  const lines = grouped(notSeen.map(({ reason, part }) => [reason, part])).map(
    ([reason, parts]) => `  not seen: ${listed(parts.sort(), extent)}, because ${reason}`,
  )
  return limited(lines, extent)
}

/** Tells what a pull did to the snapshot, or would do, and what differs. Gives the latter. */
export async function tellSnapshot(
  { config, terminal }: Pick<CommandContext<unknown>, 'config' | 'terminal'>,
  pulled: PullOutcome,
  dryRun: boolean,
): Promise<readonly Change[] | null> {
  const { snapshot, before } = pulled
  const path = displayPath(config.snapshot)
  const line =
    snapshot === 'unchanged' ? `${path} is unchanged` : `${path} ${dryRun ? 'would be' : 'was'} ${snapshot}`
  if (before === null) {
    terminal.line(line)
    return null
  }
  return tellChanges({ config, terminal }, pulled, line, dryRun)
}

/** Tells what a pull finds changed, below a line that says of what. As long as nothing is written, it can be looked up. */
export async function tellChanges(
  { config, terminal }: Pick<CommandContext<unknown>, 'config' | 'terminal'>,
  pulled: PullOutcome,
  line: string,
  isOpen: boolean,
): Promise<readonly Change[] | null> {
  const [{ changesOfPull }, { changeLines, gradesText }] = await Promise.all([
    import('../pulled-changes.ts'),
    import('./changes.ts'),
  ])
  const changes = changesOfPull(config, pulled)
  const more = isOpen ? '; zcrm diff says why' : ''
  terminal.line(changes === null ? line : `${line}: ${gradesText(changes)}${more}`)
  for (const one of changeLines(changes ?? [], terminal)) terminal.line(one)
  return changes
}
