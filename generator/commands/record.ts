import { resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { type Recording, record, type Written } from '../record/record.ts'
import { notDescribedOf } from '../schema/not-described.ts'
import { firstFew } from '../wording.ts'
import type { CommandContext } from './command.ts'
import { exitCodes } from './failure.ts'
import { notSeenLines, type PullFlags, reporter } from './pull.ts'
import { displayPath, notDescribedLines, plural } from './words.ts'

/** `zcrm pull --record <folder>`: metadata, the organisation and its users → an org folder, with users replaced. */
export async function recordCommand(
  { config, flags, terminal }: CommandContext<PullFlags>,
  named: string,
  cwd: string,
): Promise<number> {
  if (named === '') throw new ConfigurationError('--record names no folder', 'Use --record <folder>.')
  const folder = resolve(cwd, named)
  const { maxCalls, strict } = flags
  const limit = maxCalls === undefined ? {} : { maxCalls }
  const recording = await record(config, folder, { ...limit, strict, ...reporter(terminal) })
  const { calls, resumed, notSeen, written, metadata } = recording
  const notDescribed = notDescribedOf(metadata.modules)
  const seen = [...notSeenLines(notSeen, terminal), ...notDescribedLines(notDescribed, terminal)]
  const last = written === null ? refusalLines(folder) : writtenLines(folder, written)
  for (const line of [recordedLine(recording), ...seen, ...last]) terminal.line(line)
  terminal.result({ folder, calls, resumed, notSeen, notDescribed, written: writtenValue(written) })
  return written === null ? exitCodes.failed : 0
}

function recordedLine({ calls, resumed, metadata }: Recording): string {
  const described = metadata.modules.filter((module) => module.notDescribed === null)
  const again = resumed === 0 ? '' : `, ${plural(resumed, 'part')} kept from a recording that was interrupted`
  return `recorded ${plural(described.length, 'module')} from ${plural(calls, 'call')}${again}`
}

function refusalLines(folder: string): readonly string[] {
  return [`${displayPath(folder)} was not written: --strict, and not everything was seen`]
}

function writtenLines(folder: string, { files, replaced, sharedWords }: Written): readonly string[] {
  return [
    `  replaced: ${plural(replaced.users, 'user')}, and ${plural(replaced.texts, 'name')}, ids and addresses wherever they were`,
    ...sharedLines(sharedWords),
    `${displayPath(folder)} was written: ${plural(files, 'file')}, looked through for what was replaced`,
  ]
}

/** Words shown, at most. */
const SHOWN = 8

function sharedLines(sharedWords: Written['sharedWords']): readonly string[] {
  if (sharedWords.size === 0) return []
  const words = [...sharedWords].map(([word, [file]]) => `${word} (${file})`)
  return [`  left, since they are words as well as somebody's name: ${firstFew(words, SHOWN)}`]
}

function writtenValue(written: Written | null): object | null {
  return written && { ...written, sharedWords: Object.fromEntries(written.sharedWords) }
}
