/** A place in a file; both count from 0. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** A change of one line: so many characters from there on give way to a text. */
export interface Edit {
  readonly at: Position
  readonly removed: number
  readonly text: string
}

/** A running language server with one file open in it, as an editor has it. */
export interface LanguageServer {
  readonly name: string
  open(file: string, text: string): void
  change(file: string, edit: Edit): void
  /** The names that are offered there. */
  complete(file: string, at: Position): Promise<readonly string[]>
  /** What the editor shows there. */
  hover(file: string, at: Position): Promise<string>
  close(): Promise<void>
}

/** The longest that an answer is waited for, in milliseconds. */
const patience = 60_000

/** Requests that wait for their answers, by number. */
export class Pending {
  #last = 0
  readonly #waiting = new Map<number, (answer: unknown) => void>()

  add(send: (id: number) => void): Promise<unknown> {
    const id = ++this.#last
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the language server does not answer')), patience)
      this.#waiting.set(id, (value) => {
        clearTimeout(timer)
        resolve(value)
      })
    })
    send(id)
    return answer
  }

  settle(id: number, answer: unknown): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }
}
