import { MANIFEST_PATH } from '../emit/manifest.ts'
import type { Cause, WatchEvent } from '../watch/events.ts'
import { type Loaded, watchProject } from '../watch/watch.ts'
import { changesText } from './changes.ts'
import type { Style } from './colors.ts'
import { exitCodes } from './failure.ts'
import type { Terminal } from './terminal.ts'
import { displayPath, plural, waitLine } from './words.ts'

/** What `zcrm watch` works with. */
export interface WatchSettings {
  readonly load: () => Promise<Loaded>
  /** Minutes; `null` where the organisation is not looked at. */
  readonly every: number | null
  readonly terminal: Terminal
}

/** `zcrm watch`: generates whenever something changes, until SIGINT or SIGTERM; a line for each event. */
export async function watchCommand({ load, every, terminal }: WatchSettings): Promise<number> {
  const end = new AbortController()
  let exitCode: number = exitCodes.interrupted
  const tell = (event: WatchEvent) => {
    const at = new Date()
    terminal.result({ at: at.toISOString(), ...event })
    const { text, hint, style } = wordsOf(event, terminal)
    terminal.line(`${timeOf(at)} ${text}`, style)
    if (hint !== undefined) terminal.line(`         ${hint}`)
  }
  const stop = (signal: NodeJS.Signals) => {
    exitCode = signal === 'SIGINT' ? exitCodes.interrupted : 0
    tell({ event: 'stopped', signal })
    end.abort()
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const milliseconds = every === null ? null : every * 60_000
  await watchProject({ load, every: milliseconds, tell, signal: end.signal })
  return exitCode
}

/** The time of day here, in seconds; not by toLocaleString, which differs from machine to machine. */
function timeOf(date: Date): string {
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

interface Words {
  readonly text: string
  readonly hint?: string
  readonly style?: Style
}

function wordsOf(event: WatchEvent, terminal: Terminal): Words {
  switch (event.event) {
    case 'watching':
      return { text: `watching${event.every === null ? ' files' : lookingText(event.every)}; Ctrl-C ends it` }
    case 'generated':
      return { text: generatedText(event, terminal), style: 'good' }
    case 'unchanged':
      return { text: `${causeText(event, terminal)}: no file changed`, style: 'quiet' }
    case 'failed':
      return { text: event.message, hint: event.hint, style: 'bad' }
    case 'lost':
      return {
        text: `the organisation cannot be looked at: ${event.message}`,
        hint: againText(event.again),
        style: 'bad',
      }
    case 'back':
      return { text: 'the organisation answers again', style: 'good' }
    case 'signed-out':
      return { text: event.message, hint: `${event.hint} Files are watched on.`, style: 'bad' }
    case 'signed-in':
      return { text: 'signed in', style: 'good' }
    case 'woke':
      return { text: `awake after ${durationText(event.slept)}: looking at the organisation` }
    case 'waiting':
      return { text: waitLine(event.out, event.pid) }
    case 'stopped':
      return { text: `stopped by ${event.signal}` }
  }
}

function lookingText(every: number): string {
  return ` files, and the organisation every ${durationText(every * 60_000)}`
}

function againText(again: number): string {
  return `It is tried again in ${durationText(again)}, then less often; files are watched on.`
}

type Generated = Extract<WatchEvent, { event: 'generated' }>

function generatedText(event: Generated, terminal: Terminal): string {
  const parts = [
    [event.created, 'created'],
    [event.updated, 'updated'],
    [event.removed, 'removed'],
  ] as const
  const told = parts
    .filter(([paths]) => paths.length > 0)
    .map(([paths, done]) => `${filesText(paths, terminal)} ${done}`)
  return `${causeText(event, terminal)} → ${told.join(', ')} in ${displayPath(event.out)} (${event.milliseconds} ms)`
}

/** A few files by name. The manifest goes without saying: it changes whenever anything does. */
function filesText(paths: readonly string[], { isVerbose }: Terminal): string {
  const telling = paths.filter((path) => path !== MANIFEST_PATH)
  if (telling.length === 0) return MANIFEST_PATH
  return isVerbose || telling.length <= 3 ? telling.join(', ') : plural(telling.length, 'file')
}

const CAUSES: Readonly<Record<Cause, string>> = {
  start: 'start',
  configuration: 'the configuration changed',
  templates: 'a template changed',
  snapshot: 'the snapshot changed',
  organisation: 'the organisation was looked at',
}

function causeText({ causes, changes }: Pick<Generated, 'causes' | 'changes'>, terminal: Terminal): string {
  const text = causes.map((cause) => CAUSES[cause]).join(', ')
  return changes === null ? text : `${text}, and changed: ${changesText(changes, terminal)}`
}

function durationText(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  if (seconds < 90) return plural(seconds, 'second')
  return plural(Math.round(seconds / 60), 'minute')
}
