import type { Agent, AgentOptions } from 'node:http'
import type { Socket } from 'node:net'
import type { Fetch, FetchOptions } from './fetch.ts'

/**
 * Milliseconds without a call after which no write goes out on a connection: servers close idle connections, and a
 * write that meets the closing is lost without a word.
 */
const IDLE_BEFORE_WRITE = 1_000

type Agents = Readonly<Record<'http:' | 'https:', Agent>>

/** A fetch over node-fetch that keeps connections, gives up on those that are not made in time, and takes a proxy. */
export async function nodeFetch(options: Omit<FetchOptions, 'fetch'>): Promise<Fetch> {
  const { default: fetch } = await import('node-fetch')
  const [reads, writes] = await Promise.all([
    agents(options, {}),
    agents(options, { timeout: IDLE_BEFORE_WRITE }),
  ])
  return (url, init) =>
    fetch(url, {
      ...init,
      signal: init.signal as Parameters<typeof fetch>[1] extends { signal?: infer S } | undefined ? S : never,
      agent: ({ protocol }) => {
        const pool = init.method === 'GET' ? reads : writes
        return protocol === 'http:' ? pool['http:'] : pool['https:']
      },
    })
}

async function agents(
  { proxy, connectTimeout, inBackground = false }: Omit<FetchOptions, 'fetch'>,
  options: AgentOptions,
): Promise<Agents> {
  const kept = { keepAlive: true, ...options }
  if (proxy !== undefined) {
    const { tunnelAgents } = await import('./tunnel.ts')
    const tunnels = await tunnelAgents(proxy, { timeout: connectTimeout, inBackground }, kept)
    return {
      'http:': settled(tunnels['http:'], inBackground),
      'https:': settled(tunnels['https:'], inBackground),
    }
  }
  const [http, https] = await Promise.all([import('node:http'), import('node:https')])
  return {
    'http:': settled(impatient(new http.Agent(kept), 'connect', connectTimeout, inBackground), inBackground),
    'https:': settled(
      impatient(new https.Agent(kept), 'secureConnect', connectTimeout, inBackground),
      inBackground,
    ),
  }
}

/** An agent whose connections keep no process alive where it is in the background, while they are used too. */
function settled<A extends Agent>(agent: A, inBackground: boolean): A {
  if (!inBackground) return agent
  const inner = agent as unknown as {
    createConnection: (...args: unknown[]) => Socket | undefined
    reuseSocket: (socket: Socket, request: unknown) => void
  }
  const create = inner.createConnection.bind(agent)
  inner.createConnection = (...args) => {
    const socket = create(...args)?.unref()
    // A host with several addresses may have brought another handle.
    return socket?.once('connect', () => socket.unref())
  }
  const reuse = inner.reuseSocket.bind(agent)
  inner.reuseSocket = (socket, request) => {
    reuse(socket, request)
    socket.unref()
  }
  return agent
}

/** An agent that gives up on a connection that is not made in time: DNS, TCP and TLS together. */
function impatient<A extends Agent>(
  agent: A,
  made: 'connect' | 'secureConnect',
  timeout: number,
  inBackground: boolean,
): A {
  const connectable = agent as A & { createConnection: (...args: unknown[]) => Socket }
  const create = connectable.createConnection.bind(agent)
  connectable.createConnection = (...args) => {
    const socket = create(...args)
    const timer = setTimeout(() => {
      const error = new Error(`no connection within ${timeout} ms`)
      socket.destroy(Object.assign(error, { code: 'ERR_CONNECT_TIMEOUT' }))
    }, timeout)
    if (inBackground) timer.unref()
    const clear = () => clearTimeout(timer)
    socket.once(made, clear).once('close', clear)
    return socket
  }
  return agent
}
