import { createHash } from 'node:crypto'
import type { FaultPreset } from './fault-presets.ts'
import type { Fault } from './faults.ts'
import { faultsOf } from './parse-faults.ts'

interface Armed {
  readonly fault: Fault
  /** Its place in the list: two faults of one seed do not pick the same calls. */
  readonly place: number
  seen: number
  struck: number
}

/** A FaultPlan decides which fault, if any, befalls a call. */
export class FaultPlan {
  #armed: readonly Armed[] = []

  /** Arms other faults, which have seen no call yet; throws a FaultError where they are none. */
  set(faults: readonly Fault[] | FaultPreset): void {
    this.#armed = faultsOf(faults).map((fault, place) => ({ fault, place, seen: 0, struck: 0 }))
  }

  /** The first fault that matches and strikes; the faults behind it do not count the call. */
  next(method: string, path: string): Fault | undefined {
    return this.#armed.find((armed) => matches(armed.fault, method, path) && strikes(armed))?.fault
  }
}

function matches({ method, path }: Fault, calledMethod: string, calledPath: string): boolean {
  if (method !== undefined && method.toUpperCase() !== calledMethod) return false
  return path === undefined || calledPath.includes(path)
}

/** Counts a call, and tells whether it is one of those concerned. */
function strikes(armed: Armed): boolean {
  const { skip = 0, every = 1, rate = 1, seed = 1, times } = armed.fault
  const isRepeated = armed.fault.every !== undefined || armed.fault.rate !== undefined
  const most = times ?? (isRepeated ? 0 : 1)
  if (most > 0 && armed.struck >= most) return false
  armed.seen += 1
  const left = armed.seen - skip
  if (left <= 0 || left % every !== 0) return false
  if (rate < 1 && chance(`${seed}/${armed.place}/${left}`) >= rate) return false
  armed.struck += 1
  return true
}

/** A number from 0 up to 1 that looks like chance and is the same for the same text. */
function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
}
