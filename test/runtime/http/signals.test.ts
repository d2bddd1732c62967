import { getEventListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { accessClient, caught, MODULES, quick, server } from '../support.ts'

/** As many as Node takes for a leak, and more. */
const CALLS = 40

/** The warnings of this process from now on. */
function warnings(): readonly string[] {
  const seen: string[] = []
  const note = ({ name, message }: Error) => seen.push(`${name}: ${message}`)
  process.on('warning', note)
  onTestFinished(() => {
    process.off('warning', note)
  })
  return seen
}

const callsWith = (client: ReturnType<typeof accessClient>, signal: AbortSignal) =>
  Array.from({ length: CALLS }, () => client.request({ ...MODULES, signal }))

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('one signal for many calls', () => {
  test('that go well: no warning, and no listener stays', async () => {
    const seen = warnings()
    const zoho = await server((response) => response.end('{}'))
    const { signal } = new AbortController()
    const hooks = { beforeRequest: async () => ({}) }
    await Promise.all([
      ...callsWith(accessClient(zoho.environment), signal),
      ...callsWith(accessClient(zoho.environment, { config: { concurrency: CALLS }, hooks }), signal),
    ])
    expect([listenersOf(signal), seen]).toEqual([0, []])
  })

  test('that fail after repeats: no warning, and no listener stays', async () => {
    const seen = warnings()
    const zoho = await server((response) => response.writeHead(500).end('{"code":"INTERNAL_ERROR"}'))
    const { signal } = new AbortController()
    const config = { concurrency: CALLS, retry: { ...quick, firstDelay: 20 } }
    await Promise.allSettled(callsWith(accessClient(zoho.environment, { config }), signal))
    expect(zoho.seen).toHaveLength(3 * CALLS)
    expect([listenersOf(signal), seen]).toEqual([0, []])
  })

  test('that it ends on their way and in the queue: no warning, and no listener stays', async () => {
    const seen = warnings()
    const controller = new AbortController()
    const reason = new Error('enough')
    const zoho = await server((_: ServerResponse, __, count) => {
      if (count === 5) controller.abort(reason)
    })
    const calls = callsWith(accessClient(zoho.environment), controller.signal)
    expect(await Promise.all(calls.map(caught))).toEqual(calls.map(() => reason))
    expect([listenersOf(controller.signal), seen]).toEqual([0, []])
    expect(zoho.seen).toHaveLength(5)
  })
})
