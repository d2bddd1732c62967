import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault } from './faults.ts'

const PIECES = 10

/** An answer that is finished, to be written to the wire. */
export interface Finished {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

/** How an answer goes out that does not go out well. */
export interface Delivery {
  readonly truncate: Fault['truncate']
  readonly trickle: number
}

/** Writes an answer to the wire cut short, in pieces, or both. */
export async function sendBadly(
  outgoing: ServerResponse,
  { status, headers, body }: Finished,
  { truncate, trickle }: Delivery,
): Promise<void> {
  // An answer that is cut and yet ends well says no length: it would not be the right one.
  const length = truncate === 'body' ? {} : { 'content-length': body.length }
  outgoing.writeHead(status, { ...Object.fromEntries(headers), ...length })
  const sent = truncate === undefined ? body : body.subarray(0, Math.ceil(body.length / 2))
  await (trickle > 0 ? dribble(outgoing, sent, trickle) : outgoing.write(sent))
  if (truncate === 'connection') outgoing.socket?.destroySoon()
  else outgoing.end()
}

/** Ends early where the client does not wait for the rest. */
async function dribble(outgoing: ServerResponse, bytes: Buffer, milliseconds: number): Promise<void> {
  const size = Math.ceil(bytes.length / PIECES)
  const left = new AbortController()
  outgoing.once('close', () => left.abort())
  for (let at = 0; at < bytes.length; at += size) {
    const pause = at === 0 ? 0 : milliseconds / (PIECES - 1)
    await wait(pause, undefined, { signal: left.signal }).catch(() => undefined)
    if (left.signal.aborted) return
    outgoing.write(bytes.subarray(at, at + size))
  }
}
