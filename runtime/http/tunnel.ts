import type { Agent, AgentOptions, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** What of a request says where its connection leads to. */
interface Target {
  readonly host: string
  readonly port: number | string
}

/** What the types of agents do not tell: how they make a connection, and that this may take its time. */
interface Connectable {
  createConnection: (target: Target, created: (error: unknown, socket?: Socket) => void) => undefined
}

/** Makes a connection a secure one. */
type Secured = (target: Target & { readonly socket: Socket }) => Socket

/** How connections are made. */
export interface TunnelOptions {
  /** Milliseconds for reaching the proxy, its answer and the server's TLS together. */
  readonly timeout: number
  /** Whether no connection keeps the process alive. */
  readonly inBackground: boolean
}

/**
 * Agents whose connections go through a proxy (CONNECT). One that is not made in time is given up. What a proxy says
 * when it refuses is not taken for an answer of the server.
 *
 * There are packages for this, but they bring modules that bundlers warn of, or cannot put into an ES module.
 */
export async function tunnelAgents(
  proxy: URL,
  options: TunnelOptions,
  agentOptions: AgentOptions,
): Promise<{ readonly 'http:': Agent; readonly 'https:': Agent }> {
  const [http, https] = await Promise.all([import('node:http'), import('node:https')])
  const { request } = proxy.protocol === 'https:' ? https : http

  const ask = (target: Target) =>
    request({
      ...{ protocol: proxy.protocol, hostname: bare(proxy.hostname), port: proxy.port },
      ...{ method: 'CONNECT', path: authority(target), headers: headersFor(target, proxy) },
      agent: false,
    })

  const connection = async (target: Target, secured: Secured | null): Promise<Socket> => {
    let asked: ReturnType<typeof ask> | undefined
    let socket: Socket | undefined
    const unref = (one: Socket) => (options.inBackground ? one.unref() : one)
    const made = async () => {
      // A host with several addresses may have brought another handle.
      asked = ask(target).on('socket', (way) => unref(way).once('connect', () => unref(way)))
      socket = unref(await answer(asked))
      return secured === null ? socket : handshake(unref(secured({ ...target, socket })))
    }
    try {
      return await within(options, made())
    } catch (error) {
      asked?.destroy()
      socket?.destroy()
      // Whatever happened, nothing was sent to the server.
      throw Object.assign(asError(error), { syscall: 'connect' })
    }
  }

  const tunnelled = (agent: Agent, isSecure: boolean): Agent => {
    const inner = agent as unknown as Connectable
    const secured = isSecure ? (inner.createConnection.bind(agent) as unknown as Secured) : null
    inner.createConnection = (target, created) => {
      connection(target, secured).then((socket) => created(null, socket), created)
      return undefined
    }
    return agent
  }

  return {
    'http:': tunnelled(new http.Agent(agentOptions), false),
    'https:': tunnelled(new https.Agent(agentOptions), true),
  }
}

/** The connection that a proxy made. */
function answer(asked: ReturnType<typeof import('node:http').request>): Promise<Socket> {
  return new Promise((resolve, reject) => {
    asked.once('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head)
        return resolve(socket)
      }
      socket.destroy()
      reject(fault(`the proxy answered ${statusCode}`, `ERR_PROXY_${statusCode}`))
    })
    asked.on('error', reject).end()
  })
}

function handshake(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', () => resolve(socket.off('error', reject))).once('error', reject)
  })
}

async function within<T>({ timeout, inBackground }: TunnelOptions, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(fault(`no connection within ${timeout} ms`, 'ERR_CONNECT_TIMEOUT')),
      timeout,
    )
    if (inBackground) timer.unref()
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function headersFor(target: Target, { username, password }: URL): Record<string, string> {
  const headers = { Host: authority(target), Connection: 'keep-alive' }
  if (username === '' && password === '') return headers
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { ...headers, 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }
}

function authority({ host, port }: Target): string {
  return `${host.includes(':') ? `[${bare(host)}]` : host}:${port}`
}

/** A host without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

function fault(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}

function asError(error: unknown): Error {
  if (error instanceof Error && 'code' in error) return error
  return fault(error instanceof Error ? error.message : String(error), 'ERR_PROXY_FAILED')
}
