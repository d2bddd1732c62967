import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Client } from './client.ts'

/** All that a client sees of a call: also of an answer that breaks off, and of one that never comes. */
export interface Watched {
  /** 0 where there was no answer. */
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** In how many pieces the body came. */
  readonly pieces: number
  /** The code of the error that the call, or the reading of its answer, ended with; `''` where all was well. */
  readonly error: string
  /** Bytes that came at all. */
  readonly bytes: number
}

/** Makes a call on a connection of its own, and watches what becomes of it. */
export function watch(client: Client, method: string, path: string, body?: unknown): Promise<Watched> {
  return new Promise((resolve) => {
    const url = `${client.emulator.apiUrl}/crm/v8${path}`
    const sent = request(url, { method, headers: client.headers, agent: false })
    const chunks: Buffer[] = []
    let response: IncomingMessage | undefined
    const end = (error?: NodeJS.ErrnoException): void => {
      const { statusCode: status = 0, headers = {} } = response ?? {}
      const text = Buffer.concat(chunks).toString()
      const bytes = sent.socket?.bytesRead ?? 0
      resolve({ status, headers, text, pieces: chunks.length, error: error?.code ?? '', bytes })
    }
    sent.on('error', end)
    sent.on('response', (received) => {
      response = received
      received.on('data', (chunk: Buffer) => chunks.push(chunk))
      received.on('error', end)
      received.on('end', () => end())
    })
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
