import { writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LanguageServer, Position } from './language-server.ts'
import { startLsp } from './lsp.ts'
import { type Spread, spread } from './stats.ts'
import { startTsserver } from './tsserver.ts'

/** Something that is typed at one place of an app, a character at a time. */
export interface Typing {
  readonly site: string
  /** The line of the app, with `‸` where the cursor is. */
  readonly line: string
  /** What is typed there, each from nothing again. */
  readonly words: readonly string[]
}

/** An app file that imports generated code, and what is typed into it. */
export interface EditedApp {
  readonly file: string
  /** The lines before the one that is typed into. */
  readonly head: string
  readonly typings: readonly Typing[]
}

/** The latencies of one language server, in milliseconds. */
export interface Latencies {
  readonly server: string
  /** From opening the app to the first completion answer. */
  readonly cold: number
  readonly sites: ReadonlyMap<string, Spread>
}

/** Rounds over the words of a site; the first is a warm-up and is not counted. */
const rounds = 2

/**
 * The latency of a keystroke in both language servers, from sending the change to the completion answer: for
 * each app the best of some sessions, which are held in turns. What else the machine does only ever adds.
 */
export async function keystrokes(
  apps: readonly EditedApp[],
  sessions = 2,
): Promise<readonly (readonly Latencies[])[]> {
  const best: (readonly Latencies[])[] = []
  for (let session = 0; session < sessions; session++) {
    for (const [index, app] of apps.entries()) {
      const latencies = [
        await measure(app, (folder) => Promise.resolve(startTsserver(folder))),
        await measure(app, (folder) => startLsp(folder)),
      ]
      best[index] = best[index]?.map((one, server) => better(one, latencies[server])) ?? latencies
    }
  }
  return best
}

function better(one: Latencies, other: Latencies = one): Latencies {
  const sites = [...one.sites].map(([site, figures]): [string, Spread] => {
    const others = other.sites.get(site) ?? figures
    return [site, others.median < figures.median ? others : figures]
  })
  return { server: one.server, cold: Math.min(one.cold, other.cold), sites: new Map(sites) }
}

async function measure(
  app: EditedApp,
  start: (folder: string) => Promise<LanguageServer>,
): Promise<Latencies> {
  const lines = app.typings.map((typing) => typing.line.replace('‸', ''))
  const text = `${app.head}\n${lines.join('\n')}\n`
  writeFileSync(app.file, text)
  const server = await start(dirname(app.file))
  try {
    const firstLine = app.head.split('\n').length
    const opened = performance.now()
    server.open(app.file, text)
    await server.complete(app.file, cursor(app.typings[0], firstLine))
    const cold = performance.now() - opened

    const sites = new Map<string, Spread>()
    for (const [index, typing] of app.typings.entries()) {
      const at = cursor(typing, firstLine + index)
      const latencies: number[] = []
      for (let round = 0; round < rounds; round++) {
        for (const word of typing.words) {
          const taken = await typeWord(server, app.file, at, word, typing.site)
          if (round > 0) latencies.push(...taken)
        }
      }
      sites.set(typing.site, spread(latencies))
    }
    return { server: server.name, cold, sites }
  } finally {
    await server.close()
  }
}

/** Types a word, asks for completions after each character, and takes the word away again. */
async function typeWord(
  server: LanguageServer,
  file: string,
  at: Position,
  word: string,
  site: string,
): Promise<readonly number[]> {
  const latencies: number[] = []
  for (let typed = 0; typed < word.length; typed++) {
    const before = { line: at.line, character: at.character + typed }
    const after = { line: at.line, character: before.character + 1 }
    const start = performance.now()
    server.change(file, { at: before, removed: 0, text: word.charAt(typed) })
    const offered = await server.complete(file, after)
    latencies.push(performance.now() - start)
    // A fast wrong answer is no answer: what is being typed has to be among the offers.
    const found = offered.some((name) => name.replace(/^["'`]|["'`?]+$/g, '') === word)
    if (!found)
      throw new Error(`${server.name} did not offer ${word} in ${site} after ${typed + 1} characters`)
  }
  server.change(file, { at, removed: word.length, text: '' })
  return latencies
}

function cursor(typing: Typing | undefined, line: number): Position {
  if (typing === undefined) throw new Error('an app needs a place to type at')
  return { line, character: typing.line.indexOf('‸') }
}
