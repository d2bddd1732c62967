import { describe, expect, test } from 'vitest'
import { createLimiter } from '../../../runtime/http/limiter.ts'

/** Work that ends when a test says so. */
function work(): {
  readonly run: () => Promise<string>
  readonly end: (how?: Error) => void
  started: boolean
} {
  let end: (how?: Error) => void = () => {}
  const ended = new Promise<string>((resolve, reject) => {
    end = (how) => (how === undefined ? resolve('done') : reject(how))
  })
  const one = {
    started: false,
    end,
    run: () => {
      one.started = true
      return ended
    },
  }
  return one
}

const settle = () => new Promise(setImmediate)

describe('a limiter of two', () => {
  test('lets two go, and the others in the order in which they came', async () => {
    const limiter = createLimiter(2)
    const works = Array.from({ length: 5 }, work)
    const results = works.map(({ run }) => limiter.run(run))
    const started = () => works.map((one) => (one.started ? 1 : 0)).join('')
    await settle()
    expect(started()).toBe('11000')
    works[1]?.end()
    await settle()
    expect(started()).toBe('11100')
    works[0]?.end()
    works[2]?.end()
    await settle()
    expect(started()).toBe('11111')
    works[3]?.end()
    works[4]?.end()
    expect(await Promise.all(results)).toEqual(works.map(() => 'done'))
  })

  test('work that fails gives its place away too', async () => {
    const limiter = createLimiter(1)
    const failure = new Error('it failed')
    const fails = limiter.run(async () => {
      throw failure
    })
    const next = limiter.run(async () => 'next')
    await expect(fails).rejects.toBe(failure)
    expect(await next).toBe('next')
  })

  test('who comes while a place is handed on waits behind those who wait', async () => {
    const limiter = createLimiter(1)
    const order: string[] = []
    const first = work()
    const running = limiter.run(first.run)
    const second = limiter.run(async () => order.push('second'))
    const third = running.then(() => limiter.run(async () => order.push('third')))
    first.end()
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })

  test('who is aborted while waiting never starts, and holds nobody up', async () => {
    const limiter = createLimiter(1)
    const [first, aborted, last] = [work(), work(), work()]
    const running = limiter.run(first.run)
    const controller = new AbortController()
    const waiting = limiter.run(aborted.run, { signal: controller.signal })
    const end = limiter.run(last.run)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    first.end()
    await running
    await settle()
    expect([aborted.started, last.started]).toEqual([false, true])
    last.end()
    expect(await end).toBe('done')
  })

  test('who was aborted before does not even wait', async () => {
    const one = work()
    await expect(
      createLimiter(1).run(one.run, { signal: AbortSignal.abort(new Error('no')) }),
    ).rejects.toThrow('no')
    expect(one.started).toBe(false)
  })
})
