import { join } from 'node:path'
import { refuseGone } from '../config/gone.ts'
import type { ResolvedConfig } from '../config/resolve.ts'
import type { Change } from '../drift/change.ts'
import { failureOf } from '../failure.ts'
import { hasCredentials, loadSnapshot, pullAge } from '../index.ts'
import { regenerate } from '../regenerate.ts'
import { Alarm } from './alarm.ts'
import type { Cause, WatchEvent } from './events.ts'
import { FileWatch } from './file-watch.ts'
import { type Look, lookAt } from './look.ts'
import { answered, begun, clockRead, hurried, type Schedule, TICK } from './schedule.ts'

/** A configuration, and the files that it is from. */
export interface Loaded {
  readonly config: ResolvedConfig
  readonly files: readonly string[]
}

/** What is watched, and how. */
export interface WatchOptions {
  /** Reads the configuration anew. */
  readonly load: () => Promise<Loaded>
  /** Milliseconds between two looks at the organisation; `null` where it is not looked at. */
  readonly every: number | null
  readonly tell: (event: WatchEvent) => void
  /** Ends it. */
  readonly signal: AbortSignal
}

/** Of what a change is noticed: what decides what is generated, and what tokens there are. */
type Group = Exclude<Cause, 'start' | 'organisation'> | 'tokens'

/**
 * Generates, and again whenever configuration, templates, snapshot or organisation change, until it is ended. What
 * fails is told, and watching goes on.
 * @throws ConfigurationError where the configuration cannot be read at the start.
 */
export async function watchProject(options: WatchOptions): Promise<void> {
  const loaded = await options.load()
  await new Watch(options, loaded).run()
}

class Watch {
  readonly #options: WatchOptions
  readonly #files: FileWatch<Group>
  #config: ResolvedConfig
  /** Whether the configuration could be read the last time. */
  #isConfigGood = true
  #schedule: Schedule | null
  /** What was last generated without a failure, if it was from the configuration as it is. */
  #generated: string | null = null
  readonly #alarm = new Alarm()

  constructor(options: WatchOptions, { config, files }: Loaded) {
    this.#options = options
    this.#config = config
    this.#schedule = options.every === null ? null : begun(Date.now(), options.every, 0)
    this.#files = new FileWatch(() => this.#alarm.wakeUp())
    options.signal.addEventListener('abort', () => this.#alarm.wakeUp())
    this.#watchFiles(files)
  }

  async run(): Promise<void> {
    const { tell, signal, every } = this.#options
    tell({ event: 'watching', out: this.#config.out, every: every === null ? null : every / 60_000 })
    try {
      if (every !== null) this.#schedule = begun(Date.now(), every, await this.#pullAge())
      const look = this.#isLookDue(new Set()) ? await this.#look() : null
      if (!signal.aborted) await this.#generate(['start'], look?.changes ?? null)
      while (!signal.aborted) {
        await this.#turn()
        await this.#sleep()
      }
    } finally {
      this.#files.close()
    }
  }

  /** One look at everything that can have changed. */
  async #turn(): Promise<void> {
    const changed = await this.#files.changed()
    const causes: Cause[] = []
    if (changed.has('configuration') && (await this.#reload())) causes.push('configuration')
    if (changed.has('templates')) causes.push('templates')
    if (changed.has('snapshot') && (await this.#isSnapshotNew())) causes.push('snapshot')
    const look = this.#isLookDue(changed) ? await this.#look() : null
    if (look?.answer === 'fine') causes.push('organisation')
    const isWanted = causes.length > 0 && this.#isConfigGood && !this.#options.signal.aborted
    if (isWanted) await this.#generate(causes, look?.changes ?? null)
  }

  /** Reads the configuration again. Gives whether it could. */
  async #reload(): Promise<boolean> {
    try {
      const { config, files } = await this.#options.load()
      refuseGone(this.#config.configFile, config.configFile)
      this.#config = config
      this.#generated = null
      this.#isConfigGood = true
      this.#watchFiles(files)
    } catch (error) {
      this.#isConfigGood = false
      this.#options.tell({ event: 'failed', causes: ['configuration'], ...failureOf(error) })
    }
    return this.#isConfigGood
  }

  /** Whether the snapshot is not the one that was generated from: a pull of our own writes it too. */
  async #isSnapshotNew(): Promise<boolean> {
    if (this.#generated === null) return true
    return (await loadSnapshot(this.#config).catch(() => null)) !== this.#generated
  }

  async #pullAge(): Promise<number> {
    try {
      return (await hasCredentials(this.#config)) ? await pullAge(this.#config) : Number.POSITIVE_INFINITY
    } catch {
      // What is wrong is told by the look.
      return Number.POSITIVE_INFINITY
    }
  }

  #isLookDue(changed: ReadonlySet<Group>): boolean {
    if (this.#schedule === null) return false
    const now = Date.now()
    const { schedule, slept } = clockRead(this.#schedule, now)
    const mayBeSignedIn = changed.has('tokens') || changed.has('configuration')
    this.#schedule = mayBeSignedIn ? hurried(schedule, now) : schedule
    if (slept !== null) this.#options.tell({ event: 'woke', slept })
    return this.#schedule.dueAt <= now && this.#isConfigGood
  }

  /** Looks at the organisation, and tells what is new about network and sign-in. */
  async #look(): Promise<Look | null> {
    const { every, signal, tell } = this.#options
    if (this.#schedule === null || every === null) return null
    // A look that comes a moment early is none that another process has made.
    const look = await lookAt(this.#config, every / 2, signal)
    if (signal.aborted) return null
    const { schedule, turn } = answered(this.#schedule, Date.now(), look.answer)
    this.#schedule = schedule
    const { answer, failure } = look
    if (failure !== null && answer === 'failed')
      tell({ event: 'failed', causes: ['organisation'], ...failure })
    if (turn === 'back' || turn === 'signed-in') tell({ event: turn })
    if (failure !== null && turn === 'signed-out') tell({ event: turn, ...failure })
    if (failure !== null && turn === 'lost') {
      tell({ event: turn, ...failure, again: schedule.dueAt - schedule.seenAt })
    }
    return look
  }

  async #generate(causes: readonly Cause[], changes: readonly Change[] | null): Promise<void> {
    const { tell } = this.#options
    const started = performance.now()
    try {
      const { out } = this.#config
      const onWait = (pid: number | null) => tell({ event: 'waiting', out, pid })
      const { generation, text } = await regenerate(this.#config, { onWait })
      this.#generated = text
      const { create = [], update = [], remove = [] } = generation?.plan ?? {}
      if (create.length + update.length + remove.length === 0) {
        tell({ event: 'unchanged', causes, changes })
        return
      }
      const pathOf = ({ path }: { readonly path: string }) => path
      const milliseconds = Math.round(performance.now() - started)
      const files = { created: create.map(pathOf), updated: update.map(pathOf), removed: remove }
      tell({ event: 'generated', out, causes, ...files, milliseconds, changes })
    } catch (error) {
      this.#generated = null
      tell({ event: 'failed', causes, ...failureOf(error) })
    }
  }

  #watchFiles(configuration: readonly string[]): void {
    const { snapshot, tokenStore, resourcePath, templates } = this.#config
    const tokens = tokenStore ?? join(resourcePath, 'tokens.json')
    this.#files.watch(
      new Map<Group, readonly string[]>([
        ['configuration', configuration],
        ['templates', templates === undefined ? [] : [templates]],
        ['snapshot', [snapshot]],
        // A database cannot be watched: then it is tried now and then.
        ['tokens', /^[a-z]{2,}:/i.test(tokens) || this.#schedule === null ? [] : [tokens]],
      ]),
    )
  }

  /** Until something happens or is due; in between the clock is read, since timers stand still while a machine sleeps. */
  async #sleep(): Promise<void> {
    const dueAt = this.#isConfigGood ? this.#schedule?.dueAt : undefined
    const untilDue = (dueAt ?? Number.POSITIVE_INFINITY) - Date.now()
    if (!this.#options.signal.aborted) await this.#alarm.sleep(Math.max(0, Math.min(TICK, untilDue)))
  }
}
