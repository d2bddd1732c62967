import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Emulator } from '../../emulator/index.ts'
import { listening } from './listening.ts'

/** A call that has passed a gate. */
export interface Passed {
  /** Method and path: `GET /crm/v8/Leads?fields=id`. */
  readonly call: string
  /** The calls that were under way when it arrived: whose answers had not been sent yet. */
  readonly beside: readonly Passed[]
}

/** A way to an emulator on which answers can be kept back: whoever waits for one stands still, for as long as a test likes. */
export interface Gate {
  /** The emulator, as it is seen through the gate. */
  readonly zoho: Emulator
  /** All calls, in order of arrival. */
  readonly passed: readonly Passed[]
  /** The calls whose answers are kept back. */
  readonly held: readonly Passed[]
  /** Keeps back the answers to some calls, from now on; the emulator has done their work. */
  hold(isHeld: (call: string) => boolean): void
  /** Lets go the oldest of what is kept back. */
  letGo(): void
  /** Lets go what is kept back, and whatever comes. */
  open(): void
}

/** Opens a gate before an emulator, until the test ends. It closes no idle connection, however long it is kept. */
export async function gateBefore(emulator: Emulator): Promise<Gate> {
  const passed: Passed[] = []
  const underWay = new Set<Passed>()
  const held = new Map<Passed, () => void>()
  let isHeld = (_: string) => false
  const http = createServer(async (message, response) => {
    const one = { call: `${message.method} ${message.url}`, beside: [...underWay] }
    passed.push(one)
    underWay.add(one)
    const answer = await forward(emulator, message).catch(() => null)
    if (isHeld(one.call)) await new Promise<void>((resolve) => held.set(one, resolve))
    underWay.delete(one)
    if (answer === null) response.destroy()
    else response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  http.keepAliveTimeout = 0
  const origin = await listening(http)
  const origins = { accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }
  const letGo = () => {
    for (const [one, go] of [...held].slice(0, 1)) {
      held.delete(one)
      go()
    }
  }
  return {
    zoho: { ...emulator, ...origins, origins },
    passed,
    get held() {
      return [...held.keys()]
    },
    hold: (which) => {
      isHeld = which
    },
    letGo,
    open: () => {
      isHeld = () => false
      while (held.size > 0) letGo()
    },
  }
}

/** How many of some calls were under way at once, at most. */
export function mostAtOnce(calls: readonly Passed[]): number {
  const counted = new Set(calls)
  return Math.max(0, ...calls.map(({ beside }) => 1 + beside.filter((one) => counted.has(one)).length))
}

interface Forwarded {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Makes a call of the emulator as it came, and gives its answer. */
async function forward({ apiUrl }: Emulator, message: IncomingMessage): Promise<Forwarded> {
  const { method, url = '', headers } = message
  const sent = request(`${apiUrl}${url}`, { method, headers: { ...headers, connection: 'close' } })
  sent.end(await buffer(message))
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  // What it says of the connection is meant for this one.
  const { connection: _, ...answered } = answer.headers
  return { status: answer.statusCode ?? 502, headers: answered, body: await buffer(answer) }
}
