import type { Agent, AgentOptions, ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { HttpsProxyAgent as ProxyAgent } from 'https-proxy-agent'

type Target = Parameters<ProxyAgent<string>['connect']>[1]

/**
 * An agent whose connections go through a proxy (CONNECT). One that is not made in time is given up: reaching the
 * proxy, its answer and the server's TLS count together. What a proxy says when it refuses is not taken for an answer
 * of the server.
 */
export async function tunnelAgent(proxy: URL, timeout: number, options: AgentOptions): Promise<Agent> {
  const { HttpsProxyAgent } = await import('https-proxy-agent')

  class TunnelAgent extends HttpsProxyAgent<string> {
    override async connect(request: ClientRequest, target: Target): Promise<Socket> {
      const refused = refusal(request)
      const connecting = super.connect(request, target).then(async (socket) => {
        if (target.secureEndpoint) await handshake(socket as TLSSocket)
        return socket
      })
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(fault(`no connection within ${timeout} ms`, 'ERR_CONNECT_TIMEOUT')),
          timeout,
        )
      })
      try {
        return await Promise.race([connecting, refused, late])
      } catch (error) {
        connecting.then((socket) => socket.destroy()).catch(() => {})
        // Whatever happened, nothing was sent to the server.
        throw Object.assign(asError(error), { syscall: 'connect' })
      } finally {
        clearTimeout(timer)
      }
    }
  }

  const agent = new TunnelAgent(proxy, options)
  // The constructor forgets the options of its base class, the time that idle connections are kept among them.
  Object.assign(agent.options, options)
  return agent
}

function refusal(request: ClientRequest): Promise<never> {
  return new Promise((_, reject) => {
    request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode !== 200) reject(fault(`the proxy answered ${statusCode}`, `ERR_PROXY_${statusCode}`))
    })
  })
}

function handshake(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject)
  })
}

function fault(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}

function asError(error: unknown): Error {
  if (error instanceof Error && 'code' in error) return error
  return fault(error instanceof Error ? error.message : String(error), 'ERR_PROXY_FAILED')
}
