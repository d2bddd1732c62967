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
  { proxy, connectTimeout }: Omit<FetchOptions, 'fetch'>,
  options: AgentOptions,
): Promise<Agents> {
  const kept = { keepAlive: true, ...options }
  if (proxy !== undefined) {
    const { tunnelAgent } = await import('./tunnel.ts')
    const tunnel = await tunnelAgent(proxy, connectTimeout, kept)
    return { 'http:': tunnel, 'https:': tunnel }
  }
  const [http, https] = await Promise.all([import('node:http'), import('node:https')])
  return {
    'http:': impatient(new http.Agent(kept), 'connect', connectTimeout),
    'https:': impatient(new https.Agent(kept), 'secureConnect', connectTimeout),
  }
}

/** An agent that gives up on a connection that is not made in time: DNS, TCP and TLS together. */
function impatient<A extends Agent>(agent: A, made: 'connect' | 'secureConnect', timeout: number): A {
  const connectable = agent as A & { createConnection: (...args: unknown[]) => Socket }
  const create = connectable.createConnection.bind(agent)
  connectable.createConnection = (...args) => {
    const socket = create(...args)
    const timer = setTimeout(() => {
      const error = new Error(`no connection within ${timeout} ms`)
      socket.destroy(Object.assign(error, { code: 'ERR_CONNECT_TIMEOUT' }))
    }, timeout)
    const clear = () => clearTimeout(timer)
    socket.once(made, clear).once('close', clear)
    return socket
  }
  return agent
}
