import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Certificate } from './certificate.ts'
import { listening } from './listening.ts'

/** Who the proxy lets in. */
export const credentials = { user: 'robin', password: 'p@ss:w/rd %' }

const UNKNOWN = 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 13\r\n\r\n<p>Who?</p>\r\n'

/** How a proxy differs from one that leads where it is asked to. */
export interface ProxySettings {
  /** What it says instead of making a connection, which it leaves open; null for what it says anyway, '' to hang up. */
  readonly answer?: (request: IncomingMessage) => string | null
  /** What it says when the connection is made. */
  readonly made?: string
  /** What it is reached by over TLS. */
  readonly certificate?: Certificate
  /** The origin where every connection leads, whatever it was asked for. */
  readonly leadsTo?: string
  readonly host?: string
}

/** A proxy for tests. */
export interface Proxy {
  readonly url: string
  /** Where it was asked to connect to. */
  readonly tunnels: readonly string[]
  /** The names that it was called by over TLS, one for each connection; false for none. */
  readonly names: readonly (string | false)[]
  /** The connections to it that are open. */
  readonly open: ReadonlySet<Socket>
}

/** A proxy that lets in who has a user and a password. */
export async function proxy(settings: ProxySettings = {}): Promise<Proxy> {
  const { answer, made = 'HTTP/1.1 200 Connection established\r\n\r\n', certificate } = settings
  const tunnels: string[] = []
  const names: (string | false)[] = []
  const open = new Set<Socket>()
  const expected = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`
  const server = certificate === undefined ? createServer() : createTlsServer(certificate)
  server.on('connection', (socket: Socket) => open.add(socket.once('close', () => open.delete(socket))))
  server.on('secureConnection', (socket: TLSSocket) => names.push(socket.servername ?? false))
  server.on('connect', (request, socket, head) => {
    tunnels.push(request.url ?? '')
    const isLetIn = request.headers['proxy-authorization'] === expected
    const refusal = answer?.(request) ?? (isLetIn ? null : UNKNOWN)
    if (refusal !== null) {
      // Who was refused is the one to close the connection.
      socket.on('error', () => socket.destroy()).on('end', () => socket.destroy())
      socket.resume()
      return refusal === '' ? socket.end() : socket.write(refusal)
    }
    const { hostname, port } = new URL(settings.leadsTo ?? `http://${request.url}`)
    const target = connect(Number(port), hostname, () => {
      socket.write(made)
      target.write(head)
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    return socket.on('error', () => target.destroy())
  })
  const url = await listening(server, settings.host)
  return { url: certificate === undefined ? url : url.replace('http:', 'https:'), tunnels, names, open }
}
