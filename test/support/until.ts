import { vi } from 'vitest'

/** Waits until something holds, however long that takes: it is the time of the test that ends. */
export async function until(holds: () => unknown): Promise<void> {
  await vi.waitFor(
    () => {
      if (!holds()) throw new Error(`it does not come to be: ${holds}`)
    },
    { timeout: 25_000, interval: 2 },
  )
}
