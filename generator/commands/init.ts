import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { withEnvFiles } from '../config/env-files.ts'
import { CONFIG_FILES } from '../config/load.ts'
import { namesEnvironment } from '../environment.ts'
import { replaceFile } from '../files/write.ts'
import type { Answers } from '../init/answers.ts'
import { type Change, planInit } from '../init/plan.ts'
import { type Ask, askAt } from '../login/ask.ts'
import { hasCredentials } from '../session.ts'
import type { CliProcess } from './command.ts'
import { configOf, type InitFlags, type Place } from './init/place.ts'
import { answersOf } from './init/questions.ts'
import type { Terminal } from './terminal.ts'
import { displayPath } from './words.ts'

/** `zcrm init`: asks, signs in, and writes the configuration, the package's scripts and what git ignores. */
export async function initCommand(
  flags: InitFlags,
  terminal: Terminal,
  process: CliProcess,
): Promise<number> {
  const folder = process.cwd()
  const place = { folder, env: withEnvFiles(process.env, folder), process, terminal }
  const ask = flags.yes || terminal.isJson ? null : askAt(process)
  await agreeToReplace(folder, flags, ask)
  const answers = await answersOf(flags, ask, place)
  const changes = planInit(folder, answers)
  for (const { path, text } of changes) if (text !== null) replaceFile(path, text)
  for (const line of changes.flatMap(lineOf)) terminal.line(line)
  const next = await nextSteps(answers, place)
  for (const line of ['next:', ...next.map((step) => `  ${step}`)]) terminal.line(line)
  const files = changes.map(({ path, said, kept }) => ({ path: displayPath(path), said, kept }))
  terminal.result({ files, next })
  return 0
}

/** A configuration that somebody wrote is never overwritten without their word. */
async function agreeToReplace(folder: string, { force }: InitFlags, ask: Ask | null): Promise<void> {
  const there = CONFIG_FILES.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (there === undefined) return
  const name = displayPath(there)
  // Another form of it would be found before the new one, or behind it.
  const isSame = there.endsWith('zcrm.config.ts')
  if (isSame && (force || (ask !== null && (await ask.confirm(`${name} exists. Replace it?`))))) return
  throw new ConfigurationError(
    `${name} exists; nothing was written`,
    isSame ? 'Edit it, or replace it with --force.' : 'Edit it, or remove it and run zcrm init again.',
  )
}

function lineOf({ path, said, kept }: Change): readonly string[] {
  const name = displayPath(path)
  return [
    `${name} ${said}`,
    ...kept.map((script) => `  the script ${script} does something else already: it stays as it is`),
  ]
}

/** What is left to do, in the order in which it is done. */
async function nextSteps({ environment }: Answers, place: Place): Promise<readonly string[]> {
  const config = configOf(environment, place)
  const isInstalled = existsSync(join(place.folder, 'node_modules/@zcrm/runtime'))
  return [
    ...(isInstalled ? [] : ['npm install @zcrm/runtime']),
    ...(environment === null && !namesEnvironment(config)
      ? ['set environment in zcrm.config.ts, or ZCRM_ENVIRONMENT']
      : []),
    ...((await hasCredentials(config)) ? [] : ['npx zcrm login']),
    'npx zcrm generate',
  ]
}
