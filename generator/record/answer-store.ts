import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@zcrm/runtime'
import { replaceFile } from '../files/write.ts'
import type { Json } from './json.ts'

/** An Answer is the body of a call of the API that was answered; `null` for a 204. */
export interface Answer {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: Json
}

/** The call with which a pull that reads everything anew begins. */
const FIRST = '/settings/modules'

/**
 * An AnswerStore keeps the bodies that a pull reads as they come, a file each, so that a pull which goes on where
 * another one stopped finds what that one has read.
 */
export class AnswerStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** A client whose answers are kept. */
  over(client: Pick<Client, 'request'>): Pick<Client, 'request'> {
    const request: Client['request'] = async (call) => {
      const { path } = call
      if (path === FIRST) this.clear()
      const response = await client.request(call)
      const query = Object.fromEntries(
        Object.entries(call.query ?? {}).map(([key, one]) => [key, String(one)]),
      )
      this.#keep({ path, query, body: response.body as Json })
      return response as never
    }
    return { request }
  }

  /** Every answer, in the order of the calls' texts. */
  answers(): readonly Answer[] {
    const read = filesIn(this.#folder).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Answer)
    const keyed = read.map((answer) => [callText(answer), answer] as const)
    return keyed.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, answer]) => answer)
  }

  /** Forgets every answer. */
  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #keep(answer: Answer): void {
    const name = createHash('sha256').update(callText(answer)).digest('hex')
    replaceFile(join(this.#folder, `${name}.json`), JSON.stringify(answer))
  }
}

function callText({ path, query }: Answer): string {
  return JSON.stringify([path, Object.entries(query).sort()])
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}
