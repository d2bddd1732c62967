import type { Agent, AgentOptions, ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** What of a request says where its connection leads to. */
interface Target {
  readonly host: string
  readonly port: number | string
}

type Created = (error: unknown, socket?: Socket) => void

/** What the types of agents do not tell: how they make a connection, for which request, and that this may take its time. */
interface Connectable {
  createConnection: (target: Target, created: Created) => undefined
  /** Calls `createConnection` before it returns. */
  createSocket: (request: ClientRequest, target: Target, created: Created) => void
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
  const [http, https, { isIP }] = await Promise.all([
    import('node:http'),
    import('node:https'),
    import('node:net'),
  ])
  const { request } = proxy.protocol === 'https:' ? https : http
  const hostname = bare(proxy.hostname)

  const ask = (target: Target) =>
    request({
      ...{ protocol: proxy.protocol, hostname, port: proxy.port },
      // Node would take the header Host for the name that the proxy has to prove: the server's.
      servername: isIP(hostname) === 0 ? hostname : '',
      ...{ method: 'CONNECT', path: authority(target), headers: headersFor(target, proxy) },
      agent: false,
    })

  const connection = async (
    target: Target,
    secured: Secured | null,
    waiting: ClientRequest | undefined,
  ): Promise<Socket> => {
    let asked: ClientRequest | undefined
    let socket: Socket | undefined
    const unref = (one: Socket) => (options.inBackground ? one.unref() : one)
    const made = async () => {
      // A host with several addresses may have brought another handle.
      asked = ask(target).on('socket', (way) => unref(way).once('connect', () => unref(way)))
      socket = unref(await answer(asked))
      return secured === null ? socket : handshake(unref(secured({ ...target, socket })))
    }
    try {
      return await within(options, waiting, made())
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
    const createSocket = inner.createSocket.bind(agent)
    let waiting: ClientRequest | undefined
    inner.createSocket = (...args) => {
      waiting = args[0]
      createSocket(...args)
      waiting = undefined
    }
    inner.createConnection = (target, created) => {
      connection(target, secured, waiting).then((socket) => created(null, socket), created)
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
function answer(asked: ClientRequest): Promise<Socket> {
  return new Promise((resolve, reject) => {
    asked.once('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
      // From here on nobody else listens until it is handed over.
      socket.on('error', reject)
      if (statusCode >= 200 && statusCode < 300) {
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
    socket.once('secureConnect', () => resolve(socket)).on('error', reject)
  })
}

/** What work comes to, unless it takes too long, or the request that waits for it is aborted. */
async function within<T>(
  { timeout, inBackground }: TunnelOptions,
  waiting: ClientRequest | undefined,
  work: Promise<T>,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let aborted = () => {}
  const over = new Promise<never>((_, reject) => {
    aborted = () => reject(fault('the request was aborted', 'ABORT_ERR'))
    timer = setTimeout(
      () => reject(fault(`no connection within ${timeout} ms`, 'ERR_CONNECT_TIMEOUT')),
      timeout,
    )
    if (inBackground) timer.unref()
  })
  waiting?.once('abort', aborted)
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
    waiting?.off('abort', aborted)
  }
}

function headersFor(target: Target, { username, password }: URL): Record<string, string> {
  const headers = { Host: authority(target), Connection: 'keep-alive' }
  if (username === '' && password === '') return headers
  const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`, 'latin1')
  return { ...headers, 'Proxy-Authorization': `Basic ${credentials.toString('base64')}` }
}

/** The bytes that a part of a URL stands for, as characters. A `%` that escapes nothing is itself, as for the URL. */
function decoded(part: string): string {
  return part.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
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
