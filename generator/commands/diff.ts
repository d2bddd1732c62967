import { existsSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { profileFlag } from '../config/profiles.ts'
import { type Change, GRADES, type Grade } from '../drift/change.ts'
import { diffSnapshots } from '../drift/diff.ts'
import { locator } from '../drift/locate.ts'
import { matchByOf } from '../drift/match-by.ts'
import { countsOf } from './changes.ts'
import type { CommandContext } from './command.ts'
import { annotationLines } from './diff/annotations.ts'
import { markdownLines } from './diff/markdown.ts'
import type { Report } from './diff/report.ts'
import { fileSource, liveSource, namedSource, type Source } from './diff/sources.ts'
import { type Paper, tableLines } from './diff/table.ts'
import { exitCodes } from './failure.ts'

/** Flags of `zcrm diff`. */
export interface DiffFlags {
  /** A profile or the file of a snapshot, in the place of the committed snapshot. */
  readonly from: string | undefined
  /** A profile or the file of a snapshot, in the place of the live organisation. */
  readonly against: string | undefined
  /** Whether the organisation of a profile is pulled although it has a snapshot. */
  readonly live: boolean
  readonly failOn: FailOn
  readonly markdown: boolean
  readonly annotations: boolean | undefined
  readonly force: boolean
  /** Minutes. */
  readonly maxAge: number
  readonly paper: Paper
  readonly cwd: string
  /** Prints a line that is safe to be printed. */
  readonly print: (line: string) => void
}

/** From which grade on a comparison is a failure. */
export type FailOn = Grade | 'never'

type Context = CommandContext<DiffFlags>

/** `zcrm diff`: what changes from one snapshot to another, or to the organisation; exit 1 from a grade on. */
export async function diffCommand(context: Context): Promise<number> {
  const { config, flags, terminal } = context
  if (flags.markdown && terminal.isJson)
    throw new ConfigurationError('--json and --markdown exclude each other', 'Use one of them.')
  const before = beforeOf(context)
  const after = await afterOf(context)
  const matchedBy = matchByOf(before.snapshot, after.snapshot)
  const changes = diffSnapshots(before.snapshot, after.snapshot, { ...config, matchBy: matchedBy })
  const report = { from: before.label, against: after.label, matchedBy, changes }
  const isFailed = changes.some(({ grade }) => fails(grade, flags.failOn))
  terminal.result({ ...report, counts: countsOf(changes), failOn: flags.failOn, failed: isFailed })
  if (!terminal.isJson) for (const line of linesOf(context, report, [before, after])) flags.print(line)
  return isFailed ? exitCodes.no : 0
}

function fails(grade: Grade, least: FailOn): boolean {
  return least !== 'never' && GRADES.indexOf(grade) <= GRADES.indexOf(least)
}

function beforeOf({ config, flags, project }: Context): Source {
  if (flags.from === undefined)
    return fileSource(
      config.snapshot,
      `Run zcrm pull${profileFlag(config.profile)}, signed in, or name a snapshot with --from.`,
    )
  const named = namedSource('--from', flags.from, flags.cwd, project.profiles)
  if ('file' in named) return fileSource(named.file, 'Name the file of a snapshot with --from.')
  const path = project.resolve(named.profile).snapshot
  return fileSource(path, `Run zcrm pull${profileFlag(named.profile)}, signed in.`)
}

async function afterOf({ config, flags, project, terminal }: Context): Promise<Source> {
  const settings = { force: flags.force, maxAge: flags.maxAge * 60_000 }
  const isQuiet = flags.markdown
  if (flags.against === undefined)
    return liveSource(config, 'the live organisation', settings, terminal, isQuiet)
  const named = namedSource('--against', flags.against, flags.cwd, project.profiles)
  if ('file' in named)
    return fileSource(named.file, 'Name the file of a snapshot, or a profile, with --against.')
  const other = project.resolve(named.profile)
  if (!flags.live && existsSync(other.snapshot)) return fileSource(other.snapshot, '')
  return liveSource(other, `the live organisation of ${named.profile}`, settings, terminal, isQuiet)
}

function linesOf(context: Context, report: Report, sources: readonly [Source, Source]): readonly string[] {
  const { flags, env } = context
  if (flags.markdown) return markdownLines(report)
  const hasAnnotations = flags.annotations ?? env['GITHUB_ACTIONS'] === 'true'
  const annotations = hasAnnotations ? annotationLines(report, annotated(context, sources)) : []
  return [...tableLines(report, flags.paper), ...annotations]
}

/** Annotations stand at the committed snapshot, whichever side it is. */
function annotated(
  { config, env, flags }: Context,
  [before, after]: readonly [Source, Source],
): { readonly file: string; readonly lineOf: (change: Change) => number } {
  const source = after.path === config.snapshot ? after : before
  const path = relative(resolve(env['GITHUB_WORKSPACE'] ?? flags.cwd), source.path ?? config.snapshot)
  return { file: path.replaceAll(sep, '/'), lineOf: locator(source.text) }
}
