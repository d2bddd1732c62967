import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFrames } from './frames.ts'
import { type LanguageServer, Pending, type Position } from './language-server.ts'
import { tsserver59 } from './peers.ts'

interface Answer {
  readonly request_seq?: number
  readonly type: string
  readonly body?: unknown
}

/** Starts the language server of TypeScript 5.9, with the preferences that VS Code gives it. */
export function startTsserver(folder: string): LanguageServer {
  const child = spawn(process.execPath, [tsserver59, '--disableAutomaticTypingAcquisition'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const pending = new Pending()
  readFrames(child.stdout, (message) => {
    const { type, request_seq, body } = message as Answer
    if (type === 'response' && request_seq !== undefined) pending.settle(request_seq, body)
  })
  const request = (command: string, args: object): Promise<unknown> =>
    pending.add((seq) => {
      child.stdin.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`)
    })

  // These have no answer, or one that nobody waits for.
  const tell = (command: string, args: object): void =>
    void child.stdin.write(`${JSON.stringify({ seq: 0, type: 'request', command, arguments: args })}\n`)

  tell('configure', {
    preferences: { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true },
  })
  return {
    name: 'tsserver 5.9',
    open: (file, text) => tell('open', { file, fileContent: text, scriptKindName: 'TS' }),
    change(file, { at, removed, text }) {
      const end = place({ line: at.line, character: at.character + removed })
      tell('change', { file, ...place(at), endLine: end.line, endOffset: end.offset, insertString: text })
    },
    async complete(file, at) {
      const body = (await request('completionInfo', { file, ...place(at), triggerKind: 1 })) as
        | { entries: readonly { name: string }[] }
        | undefined
      return body?.entries.map((entry) => entry.name) ?? []
    },
    async hover(file, at) {
      const body = (await request('quickinfo', { file, ...place(at) })) as
        | { displayString: string; documentation: string }
        | undefined
      return [body?.displayString, body?.documentation].filter(Boolean).join('\n')
    },
    async close() {
      const closed = once(child, 'close')
      tell('exit', {})
      await closed
    },
  }
}

function place({ line, character }: Position): { line: number; offset: number } {
  return { line: line + 1, offset: character + 1 }
}
