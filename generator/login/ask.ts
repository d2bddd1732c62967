import { text as textOf } from 'node:stream/consumers'
import { environmentNames } from '@zcrm/runtime'
import { Interrupted } from '../failure.ts'

/** Asks a person at the terminal. */
export interface Ask {
  /** A text; the one that is there already can be taken as it is. */
  readonly text: (question: string, initial?: string) => Promise<string>
  /** What is typed is not shown. */
  readonly secret: (question: string) => Promise<string>
  readonly environment: (question: string) => Promise<string>
  readonly confirm: (question: string) => Promise<boolean>
  /** One of several answers. */
  readonly choose: <Value extends string>(
    question: string,
    answers: readonly Answer<Value>[],
  ) => Promise<Value>
  /** Any number of answers, at least one; what is typed narrows the list. */
  readonly chooseMany: (question: string, answers: readonly Answer<string>[]) => Promise<readonly string[]>
}

/** An answer that can be chosen. */
export interface Answer<Value extends string> {
  readonly value: Value
  readonly label: string
  /** What is said of it while it is the one that the cursor is at. */
  readonly hint?: string
}

/** The part of a process that questions are asked at. */
interface Asked {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Questions at a terminal; `null` where nobody sits at one. */
export function askAt({ stdin, stdout, env }: Asked): Ask | null {
  if (stdin.isTTY !== true || stdout.isTTY !== true || env['CI'] === 'true') return null
  const required = (value: string | undefined) => (value?.trim() ? undefined : 'Something has to be entered.')
  return {
    text: async (message, initialValue) => {
      const question = (await prompts()).text({
        message,
        validate: required,
        ...(initialValue === undefined ? {} : { initialValue }),
      })
      return (await answered(question)).trim()
    },
    secret: async (message) =>
      (await answered((await prompts()).password({ message, validate: required }))).trim(),
    environment: async (message) => {
      const options = environmentNames.map((value) => ({ value, label: value }))
      return answered((await prompts()).select({ message, options, maxItems: 12 }))
    },
    confirm: async (message) => answered((await prompts()).confirm({ message, initialValue: false })),
    choose: async <Value extends string>(message: string, answers: readonly Answer<Value>[]) => {
      // The options of clack differ by the type of the value, which is not known here.
      const options = answers.map((one) => ({ ...one })) as { value: string; label: string }[]
      return (await answered((await prompts()).select({ message, options }))) as Value
    },
    chooseMany: async (message, answers) => {
      const options = answers.map((one) => ({ ...one }))
      return answered(
        (await prompts()).autocompleteMultiselect({ message, options, required: true, maxItems: 12 }),
      )
    },
  }
}

const prompts = () => import('@clack/prompts')

async function answered<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question
  // Ctrl-C.
  if (typeof answer === 'symbol') throw new Interrupted()
  return answer as Exclude<T, symbol>
}

/** What is piped into the tool. */
export async function readPiped(stdin: NodeJS.ReadStream): Promise<string> {
  return stdin.isTTY === true ? '' : (await textOf(stdin)).trim()
}
