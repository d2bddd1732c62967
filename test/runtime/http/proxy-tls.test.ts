import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { beforeAll, expect, test } from 'vitest'
import { type Certificate, certificateFor } from '../../support/certificate.ts'
import { bundleChild, startBundle } from '../../support/children.ts'
import { listening } from '../../support/listening.ts'
import { credentials, proxy } from '../../support/proxy.ts'
import { scratchFolder } from '../../support/scratch.ts'
import type { Calls } from '../children/tunnelled.ts'

let bundle = ''
beforeAll(async () => {
  bundle = await bundleChild('tunnelled.ts')
})

/** Makes calls in a process that trusts some certificates. Gives what it printed, which it has to end after. */
async function outcomes(trusted: readonly Certificate[], calls: readonly Calls[]): Promise<unknown> {
  const file = join(await scratchFolder(), 'trusted.pem')
  await writeFile(file, trusted.map(({ cert }) => cert.toString()).join('\n'))
  const child = startBundle(bundle, [JSON.stringify(calls)], { NODE_EXTRA_CA_CERTS: file })
  if (child.stdout === null) throw new Error('no pipe')
  const [[code], printed] = await Promise.all([once(child, 'close'), text(child.stdout)])
  expect(code).toBe(0)
  return JSON.parse(printed)
}

/** The URL of a proxy with credentials in it. */
function withCredentials(url: string): string {
  return url.replace('//', `//${credentials.user}:${encodeURIComponent(credentials.password)}@`)
}

/** A server that is called by names which nobody but the proxy knows the way to. */
async function hidden(certificate: Certificate) {
  const names: (string | false)[] = []
  const server = createTlsServer(certificate, (_, response) => response.end('{}'))
  server.on('secureConnection', ({ servername }: TLSSocket) => {
    names.push(servername ?? false)
  })
  return { leadsTo: await listening(server), names }
}

test('a proxy is reached over TLS, and servers over TLS through it, over connections that are kept', async () => {
  const ours = await certificateFor('DNS:localhost', 'IP:127.0.0.1')
  const theirs = await certificateFor('DNS:crm.example.com', 'IP:2001:db8::1')
  const { leadsTo, names } = await hidden(theirs)
  const way = await proxy({ certificate: ours, leadsTo })
  const byAddress = withCredentials(way.url)
  const byName = byAddress.replace('127.0.0.1', 'localhost')
  const both = ['GET', 'POST', 'GET', 'POST'] as const
  const calls = [
    { proxy: byName, origin: 'https://crm.example.com', methods: both },
    { proxy: byAddress, origin: 'https://[2001:db8::1]', methods: both },
    { proxy: byName, origin: 'https://[2001:db8::1]:8443', methods: ['GET'] },
  ] as const
  const all = both.map(() => 200)
  expect(await outcomes([ours, theirs], calls)).toEqual([all, all, [200]])
  expect(way.tunnels).toEqual([
    // Writes have connections of their own.
    ...['crm.example.com:443', 'crm.example.com:443'],
    ...['[2001:db8::1]:443', '[2001:db8::1]:443', '[2001:db8::1]:8443'],
  ])
  // Each is called by its own name, and addresses are none.
  expect(way.names).toEqual(['localhost', 'localhost', false, false, 'localhost'])
  expect(names).toEqual(['crm.example.com', 'crm.example.com', false, false, false])
})

test('a proxy with another’s certificate gets no credentials, not even with the server’s', async () => {
  const [ours, theirs] = [await certificateFor('DNS:localhost'), await certificateFor('DNS:crm.example.com')]
  const { leadsTo } = await hidden(theirs)
  const [impostor, unknown] = [
    await proxy({ certificate: theirs, leadsTo }),
    await proxy({ certificate: ours, leadsTo }),
  ]
  const calls = [impostor, unknown].map(({ url }) => ({
    proxy: withCredentials(url).replace('127.0.0.1', 'localhost'),
    origin: 'https://crm.example.com',
    methods: ['POST'] as const,
  }))
  const want = [['ERR_TLS_CERT_ALTNAME_INVALID'], ['DEPTH_ZERO_SELF_SIGNED_CERT']]
  expect(await outcomes([theirs], calls)).toEqual(want)
  expect([...impostor.tunnels, ...unknown.tunnels]).toEqual([])
})

test('TLS to the proxy that breaks, whenever it does, fails the call, and nothing else', async () => {
  const [ours, theirs] = [await certificateFor('DNS:localhost'), await certificateFor('DNS:crm.example.com')]
  const garbage = Buffer.from('this is no TLS record')
  let breaks = () => {}
  const server = await listening(createTlsServer(theirs, () => breaks()))
  const silent = createTcpServer((socket) => socket.on('error', () => {}).on('data', () => breaks()))
  const leadsTo = await listening(silent)
  const answering = await proxy({ certificate: ours, leadsTo })
  const ways = [
    answering,
    await proxy({ certificate: ours, leadsTo }),
    await proxy({ certificate: ours, leadsTo: server }),
  ]
  const calls: Calls[] = []
  for (const way of ways) {
    const front = createTcpServer((socket) => {
      breaks = () => socket.write(garbage)
      const target = connect(Number(new URL(way.url).port), '127.0.0.1')
      target.on('error', () => socket.destroy()).on('end', () => socket.end())
      target.on('data', (chunk) => {
        const isAnswer = way === answering && way.tunnels.length > 0
        socket.write(isAnswer ? Buffer.concat([chunk, garbage]) : chunk)
      })
      socket.on('error', () => target.destroy()).on('close', () => target.destroy())
      socket.pipe(target)
    })
    const url = (await listening(front)).replace('127.0.0.1', 'localhost').replace('http:', 'https:')
    calls.push({ proxy: withCredentials(url), origin: 'https://crm.example.com', methods: ['POST'] })
  }
  // With the answer to CONNECT, in the handshake with the server, and in the request, whose end is not known then.
  const broken = [expect.stringMatching(/^ERR_SSL_/)]
  expect(await outcomes([ours, theirs], calls)).toEqual([broken, broken, ['OUTCOME_UNKNOWN']])
})

test('a server that hangs up in the handshake fails the call at once, through a proxy over TLS too', async () => {
  const certificate = await certificateFor('DNS:localhost')
  const rude = createTcpServer((socket) => socket.once('data', () => socket.destroy()))
  const leadsTo = await listening(rude)
  const ways = [await proxy({ certificate, leadsTo }), await proxy({ leadsTo })]
  const calls = ways.map(({ url }) => ({
    proxy: withCredentials(url).replace('127.0.0.1', 'localhost'),
    origin: 'https://crm.example.com',
    methods: ['POST'] as const,
  }))
  expect(await outcomes([certificate], calls)).toEqual([['ECONNRESET'], ['ECONNRESET']])
})
