import { readFile, rename, writeFile } from 'node:fs/promises'
import type { TableState } from './records/table.ts'

type State = readonly (readonly [string, TableState])[]

/** A DataFile keeps what was written between two runs of the emulator. */
export class DataFile {
  readonly #path: string
  readonly #state: () => State
  #running: Promise<void> | undefined
  #waiting: Promise<void> | undefined

  constructor(path: string, state: () => State) {
    this.#path = path
    this.#state = state
  }

  /** What an earlier run has left; nothing where there is no file yet. */
  async load(): Promise<State> {
    try {
      const kept = JSON.parse(await readFile(this.#path, 'utf8')) as { readonly tables?: State }
      return kept.tables ?? []
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }

  /** Saves the present state. While one save runs, all further ones share the next. */
  save(): Promise<void> {
    this.#waiting ??= (this.#running ?? Promise.resolve()).then(() => this.#write())
    return this.#waiting
  }

  #write(): Promise<void> {
    this.#waiting = undefined
    const content = JSON.stringify({ tables: this.#state() })
    const temporary = `${this.#path}.${process.pid}.tmp`
    const done = writeFile(temporary, content).then(() => rename(temporary, this.#path))
    // A failed save is reported to whoever waits for it, and does not stop the next.
    this.#running = done.catch(() => undefined)
    return done
  }
}
