import { onTestFinished, vi } from 'vitest'

/** A clock of timers that goes on only when a test says so. */
export interface OwnClock {
  /** Lets milliseconds pass. */
  pass(milliseconds: number): void
  /** How many timers of so many milliseconds have been set. */
  set(milliseconds: number): number
}

/** Takes the timers of this process until the test ends; what Node itself waits for goes on as ever. */
export function ownClock(): OwnClock {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const setting = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => {
    setting.mockRestore()
    vi.useRealTimers()
  })
  return {
    pass: (milliseconds) => void vi.advanceTimersByTime(milliseconds),
    set: (milliseconds) => setting.mock.calls.filter(([, asked]) => asked === milliseconds).length,
  }
}

/** Waits until something holds, without a timer. */
export async function turnsUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate)
}
