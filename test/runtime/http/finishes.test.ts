import { expect, test } from 'vitest'
import { accessClient, caught, server } from '../support.ts'

const CALL = { method: 'POST', path: '/Leads', body: {} } as const

test.each([
  [undefined, false],
  [true, true],
])('finishes: %s: an abort lets a call that is on its way come to its end: %s', async (finishes, wanted) => {
  const controller = new AbortController()
  const zoho = await server((response) => {
    controller.abort(new Error('enough'))
    // The client has the abort before it could have the answer.
    setImmediate(() => response.end('{"data":[]}'))
  })
  const { signal } = controller
  const call = { ...CALL, signal, ...(finishes ? { finishes } : {}) }
  const answered = accessClient(zoho.environment).request(call)
  if (wanted) expect(await answered).toMatchObject({ status: 200 })
  else expect(await caught(answered)).toBe(signal.reason)
  expect(zoho.seen).toHaveLength(1)
})

test('finishes: a call is not sent after an abort, nor sent again', async () => {
  const controller = new AbortController()
  const { signal } = controller
  const zoho = await server((response) => {
    response.writeHead(429).end('{}')
    controller.abort(new Error('enough'))
  })
  const client = accessClient(zoho.environment)
  for (let time = 0; time < 2; time++)
    expect(await caught(client.request({ ...CALL, finishes: true, signal }))).toBe(signal.reason)
  expect(zoho.seen).toHaveLength(1)
})
