import { vi } from 'vitest'

/** Waits until something holds; asking may take its time, and may fail as long as it does not. */
export async function until(holds: () => unknown): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!(await holds())) throw new Error(`it does not come to be: ${holds}`)
    },
    { timeout: 100_000, interval: 2 },
  )
}
