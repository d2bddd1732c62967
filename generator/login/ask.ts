import { text as textOf } from 'node:stream/consumers'
import { environmentNames } from '@zcrm/runtime'
import type { CliProcess } from '../commands/command.ts'
import { Interrupted } from '../commands/failure.ts'

/** Asks a person at the terminal. */
export interface Ask {
  readonly text: (question: string) => Promise<string>
  /** What is typed is not shown. */
  readonly secret: (question: string) => Promise<string>
  readonly environment: (question: string) => Promise<string>
}

/** Questions at a terminal; `null` where nobody sits at one. */
export function askAt({ stdin, stdout, env }: CliProcess): Ask | null {
  if (stdin.isTTY !== true || stdout.isTTY !== true || env['CI'] === 'true') return null
  const required = (value: string | undefined) => (value?.trim() ? undefined : 'Something has to be entered.')
  return {
    text: async (message) => answered((await prompts()).text({ message, validate: required })),
    secret: async (message) => answered((await prompts()).password({ message, validate: required })),
    environment: async (message) => {
      const options = environmentNames.map((value) => ({ value, label: value }))
      return answered((await prompts()).select({ message, options, maxItems: 12 }))
    },
  }
}

const prompts = () => import('@clack/prompts')

async function answered(question: Promise<string | symbol>): Promise<string> {
  const answer = await question
  if (typeof answer === 'string') return answer.trim()
  throw new Interrupted()
}

/** What is piped into the tool. */
export async function readPiped(stdin: NodeJS.ReadStream): Promise<string> {
  return stdin.isTTY === true ? '' : (await textOf(stdin)).trim()
}
