import { readFile, rename, writeFile } from 'node:fs/promises'
import type { TableState } from './records/table.ts'

type State = readonly (readonly [string, TableState])[]

/** A DataFileError says that a data file could not be read. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError'
}

/** A DataFile keeps what was written between two runs of the emulator. */
export class DataFile {
  readonly #path: string
  readonly #state: () => State
  #running: Promise<void> = Promise.resolve()
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
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw new DataFileError(`The data file ${this.#path} cannot be read.`, { cause })
    }
  }

  /** Saves the present state. While one save runs, all further ones share the next. */
  save(): Promise<void> {
    this.#waiting ??= this.#running.then(() => this.#write())
    return this.#waiting
  }

  /** Waits until nothing is being saved; a failure was reported to whoever asked for the save. */
  async idle(): Promise<void> {
    await this.#waiting?.catch(() => undefined)
    await this.#running
  }

  #write(): Promise<void> {
    this.#waiting = undefined
    const content = JSON.stringify({ tables: this.#state() })
    const temporary = `${this.#path}.${process.pid}.tmp`
    const done = writeFile(temporary, content).then(() => rename(temporary, this.#path))
    // The next save does not depend on this one.
    this.#running = done.catch(() => undefined)
    return done
  }
}
