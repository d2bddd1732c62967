import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigurationError } from '@zcrm/runtime'
import { codeOf, fileFailure } from '../files/failure.ts'

/** The files of variables beside a configuration, the strongest first. */
export const ENV_FILES: readonly string[] = ['.env.local', '.env']

/** Only these are ours: what else an app keeps in its file does not change how the tool runs. */
const OURS = /^ZCRM_/

type Env = Readonly<Record<string, string | undefined>>

/**
 * The variables of a process, and those that only the files in a folder set. The process's own are not touched.
 * @throws ConfigurationError where a file cannot be read, or a line about one of our variables sets none.
 */
export function withEnvFiles(env: Env, folder: string): Env {
  return ENV_FILES.reduce((known, name) => {
    const more = variablesIn(join(folder, name))
    return more === null ? known : { ...more, ...Object.fromEntries(Object.entries(known).filter(isSet)) }
  }, env)
}

/** A variable that is set and empty is set: that is how one of a file is taken back. */
function isSet([, value]: readonly [string, string | undefined]): boolean {
  return value !== undefined
}

function variablesIn(path: string): Env | null {
  const text = readText(path)
  if (text === null) return null
  const parsed = parseEnv(text)
  checkLines(path, text, parsed)
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => OURS.test(name)))
}

function readText(path: string): string | null {
  try {
    // Editors of Windows begin files with a mark, which Node takes for a part of the first name.
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  } catch (cause) {
    // A folder of this name is a virtual environment of Python.
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'EISDIR') return null
    throw fileFailure(path, 'read', cause, 'Check its permissions.')
  }
}

/** Node passes over what is no assignment; of a variable of ours somebody would look for the reason for long. */
function checkLines(path: string, text: string, parsed: NodeJS.Dict<string>): void {
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^\s*(?:export\s+)?(ZCRM_\w+)/.exec(line)?.[1]
    if (name === undefined || Object.hasOwn(parsed, name)) continue
    throw new ConfigurationError(
      `${path}:${index + 1} sets no ${name}`,
      `Write ${name}=value, and close quotes.`,
    )
  }
}
