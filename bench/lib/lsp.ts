import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { frame, readFrames } from './frames.ts'
import { type LanguageServer, Pending } from './language-server.ts'
import { nativeTypeScript } from './peers.ts'

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: { readonly items?: readonly unknown[] }
  readonly result?: unknown
}

/** Starts a language server of TypeScript 7, the benches' own by default, and introduces itself with what VS Code can do. */
export async function startLsp(folder: string, program?: string): Promise<LanguageServer> {
  const child = spawn(program ?? (await nativeTypeScript()), ['--lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const pending = new Pending()
  const versions = new Map<string, number>()
  const send = (message: object): void => void child.stdin.write(frame({ jsonrpc: '2.0', ...message }))
  const notify = (method: string, params: object): void => send({ method, params })
  const request = (method: string, params: object): Promise<unknown> =>
    pending.add((id) => send({ id, method, params }))

  readFrames(child.stdout, (data) => {
    const message = data as Message
    if (message.id === undefined) return
    if (message.method === undefined) pending.settle(Number(message.id), message.result)
    // The server asks too (settings, registrations): an editor with nothing to say answers null.
    else send({ id: message.id, result: message.params?.items?.map(() => null) ?? null })
  })

  await request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
    capabilities,
  })
  notify('initialized', {})
  return {
    name: 'TypeScript 7',
    open(file, text) {
      versions.set(file, 1)
      notify('textDocument/didOpen', {
        textDocument: { uri: uri(file), languageId: 'typescript', version: 1, text },
      })
    },
    change(file, { at, removed, text }) {
      const version = (versions.get(file) ?? 0) + 1
      versions.set(file, version)
      const range = { start: at, end: { line: at.line, character: at.character + removed } }
      notify('textDocument/didChange', {
        textDocument: { uri: uri(file), version },
        contentChanges: [{ range, text }],
      })
    },
    async complete(file, position) {
      const list = (await request('textDocument/completion', {
        textDocument: { uri: uri(file) },
        position,
        context: { triggerKind: 1 },
      })) as { items: readonly { label: string }[] } | null
      return list?.items.map((item) => item.label) ?? []
    },
    async hover(file, position) {
      const answer = (await request('textDocument/hover', {
        textDocument: { uri: uri(file) },
        position,
      })) as {
        contents: { value: string }
      } | null
      return answer?.contents.value ?? ''
    },
    async close() {
      // Version 7.0 does not end by itself after `shutdown` and `exit`.
      const closed = once(child, 'close')
      child.kill()
      await closed
    },
  }
}

const capabilities = {
  textDocument: {
    completion: {
      contextSupport: true,
      completionItem: {
        snippetSupport: true,
        labelDetailsSupport: true,
        insertReplaceSupport: true,
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
      },
      completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'data'] },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    synchronization: { didSave: true },
  },
  workspace: { configuration: true, workspaceFolders: true },
}

function uri(file: string): string {
  return pathToFileURL(file).href
}
