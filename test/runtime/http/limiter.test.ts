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

describe('heavy work', () => {
  test('goes ten at a time, and light work does not wait for it', async () => {
    const limiter = createLimiter(25)
    const heavy = Array.from({ length: 12 }, work)
    const light = Array.from({ length: 3 }, work)
    const results = [
      ...heavy.map(({ run }) => limiter.run(run, { isHeavy: true })),
      ...light.map(({ run }) => limiter.run(run)),
    ]
    await settle()
    expect(heavy.filter(({ started }) => started)).toHaveLength(10)
    expect(light.map(({ started }) => started)).toEqual([true, true, true])
    heavy[3]?.end()
    await settle()
    expect(heavy.filter(({ started }) => started)).toEqual(heavy.slice(0, 11))
    for (const one of [...heavy, ...light]) one.end()
    await Promise.all(results)
    expect(heavy[11]?.started).toBe(true)
  })

  test('is not overtaken for ever by light work that keeps coming', async () => {
    const limiter = createLimiter(11)
    const heavy = Array.from({ length: 11 }, work)
    for (const { run } of heavy) limiter.run(run, { isHeavy: true })
    const light = Array.from({ length: 6 }, work)
    for (const { run } of light) limiter.run(run)
    await settle()
    expect(light.map(({ started }) => started)).toEqual([true, false, false, false, false, false])
    // Its place comes free before those who came later have had their turn.
    heavy[0]?.end()
    await settle()
    expect(heavy[10]?.started).toBe(true)
    expect(light[1]?.started).toBe(false)
    for (const one of [...heavy, ...light]) one.end()
  })

  test('needs one of all places too', async () => {
    const limiter = createLimiter(1)
    const [light, heavy] = [work(), work()]
    const results = [limiter.run(light.run), limiter.run(heavy.run, { isHeavy: true })]
    await settle()
    expect(heavy.started).toBe(false)
    light.end()
    heavy.end()
    expect(await Promise.all(results)).toEqual(['done', 'done'])
  })
})

describe('a pause', () => {
  test('holds up who comes, in their order, until it is over', async () => {
    const limiter = createLimiter(1)
    const started = performance.now()
    limiter.pause(60)
    const order: string[] = []
    const run = (name: string) => limiter.run(async () => order.push(name))
    await Promise.all([run('first'), run('second')])
    expect(performance.now() - started).toBeGreaterThanOrEqual(59)
    expect(order).toEqual(['first', 'second'])
    expect(limiter.pauseLeft()).toBe(0)
  })

  test('holds up who waited before it, and the shorter of two changes nothing', async () => {
    const limiter = createLimiter(1)
    const first = work()
    const running = limiter.run(first.run)
    const started = performance.now()
    const second = limiter.run(async () => performance.now() - started)
    limiter.pause(60)
    limiter.pause(1)
    first.end()
    await running
    expect(await second).toBeGreaterThanOrEqual(59)
  })

  test('that is longer than somebody waits lets that one begin, and no other', async () => {
    const limiter = createLimiter(2)
    const [patient, impatient] = [work(), work()]
    const controller = new AbortController()
    const waiting = limiter.run(patient.run, { patience: 60_000, signal: controller.signal })
    limiter.pause(50_000)
    const second = work()
    const refused = limiter.run(impatient.run, { patience: 1_000 })
    const alsoWaiting = limiter.run(second.run, { patience: 60_000, signal: controller.signal })
    await settle()
    expect([impatient.started, second.started]).toEqual([true, false])
    impatient.end()
    patient.end()
    controller.abort(new Error('enough'))
    await expect(alsoWaiting).rejects.toThrow('enough')
    expect(await Promise.all([waiting, refused])).toEqual(['done', 'done'])
  })
})
