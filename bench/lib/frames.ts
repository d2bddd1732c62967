import type { Readable } from 'node:stream'

/** Calls back with every JSON message of a stream that is framed by `Content-Length` headers. */
export function readFrames(stream: Readable, onMessage: (message: unknown) => void): void {
  let pending: Buffer = Buffer.alloc(0)
  stream.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    for (;;) {
      const end = pending.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(pending.toString('latin1', 0, end))?.[1])
      if (pending.length < end + 4 + length) return
      const body = pending.toString('utf8', end + 4, end + 4 + length)
      pending = pending.subarray(end + 4 + length)
      onMessage(JSON.parse(body))
    }
  })
}

/** A JSON message in its frame. */
export function frame(message: unknown): string {
  const body = JSON.stringify(message)
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
