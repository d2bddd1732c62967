import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type createServer as createTcpServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** Who the proxy lets in. */
export const credentials = { user: 'robin', password: 'p@ss:w/rd %' }

/** A proxy for tests. */
export interface Proxy {
  readonly url: string
  /** Where it was asked to connect to. */
  readonly tunnels: readonly string[]
}

/** A proxy that lets in who has a user and a password. */
export async function proxy(answer?: (request: IncomingMessage) => string | null): Promise<Proxy> {
  const tunnels: string[] = []
  const expected = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`
  const server = createServer()
  server.on('connect', (request, socket, head) => {
    tunnels.push(request.url ?? '')
    const refused = answer?.(request)
    if (refused !== undefined && refused !== null) return socket.end(refused)
    if (request.headers['proxy-authorization'] !== expected) {
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
    }
    const { hostname, port } = new URL(`http://${request.url}`)
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    return socket.on('error', () => target.destroy())
  })
  return { url: await listening(server), tunnels }
}

/** Lets a server listen until the test ends. Gives its origin. */
export async function listening(server: ReturnType<typeof createTcpServer>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
