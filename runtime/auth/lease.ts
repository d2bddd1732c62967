import { MemoryStore } from '../stores/memory.ts'
import type { Leases, TokenStore } from '../stores/token-store.ts'

/** Milliseconds after which the lease of a dead holder is free; a living one prolongs it in time. */
const LEASE = 10_000
const HEARTBEAT = 3_000

/** The leases of a store; those of a store for a single process are kept in the process. */
export function leasesOf(store: TokenStore): Leases {
  if ('lease' in store) return store
  const kept = inProcess.get(store) ?? new MemoryStore()
  inProcess.set(store, kept)
  return kept
}

const inProcess = new WeakMap<TokenStore, Leases>()

/** Does work while holding the lease of a key; `null` where another holder has it. */
export async function underLease<T>(
  leases: Leases,
  key: string,
  work: () => Promise<T>,
  holder: string = crypto.randomUUID(),
): Promise<{ readonly result: T } | null> {
  if (!(await leases.lease(key, holder, LEASE))) return null
  let beating: Promise<unknown> = Promise.resolve()
  const heartbeat: ReturnType<typeof setInterval> & { unref?: () => unknown } = setInterval(() => {
    beating = leases.lease(key, holder, LEASE).catch(lapse)
  }, HEARTBEAT)
  heartbeat.unref?.()
  try {
    return { result: await work() }
  } finally {
    clearInterval(heartbeat)
    // A heartbeat that arrived after the release would hold everybody up.
    await beating
    await leases.release(key, holder).catch(lapse)
  }
}

/** A lease that can be neither prolonged nor given back ends by itself, and saves are fenced. */
function lapse(): void {}
