/** What waits on a signal, all by one listener: Node takes more than ten on one signal for a leak. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

function fire(this: AbortSignal): void {
  const runs = waiting.get(this)
  for (const run of runs ?? []) run()
  runs?.clear()
}

/**
 * Runs something when a signal fires that has not fired yet.
 * @returns what lets go of the signal before; once all have, nothing is left on it.
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (signal === undefined) return () => {}
  const runs = waiting.get(signal) ?? new Set()
  waiting.set(signal, runs.add(run))
  signal.addEventListener('abort', fire, { once: true })
  return () => {
    if (runs.delete(run) && runs.size === 0) signal.removeEventListener('abort', fire)
  }
}
