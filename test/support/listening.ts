import { once } from 'node:events'
import type { createServer } from 'node:http'
import type { AddressInfo, createServer as createTcpServer } from 'node:net'
import { onTestFinished } from 'vitest'

/** Lets a server listen until the test ends. Gives its origin. */
export async function listening(
  server: ReturnType<typeof createTcpServer>,
  host = '127.0.0.1',
): Promise<string> {
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections()
  })
  return `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
}
