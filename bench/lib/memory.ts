import { readFileSync } from 'node:fs'
import { platform } from 'node:os'

/** A watch on the peak resident memory of a running process. */
export interface MemoryWatch {
  /** Ends the watch and answers in MB; undefined where the system does not tell. */
  stop(): number | undefined
}

/**
 * Watches the peak resident memory of a process. Node cannot ask for a child's resource usage, so this
 * reads the kernel's own high-water mark, which is right to the last few milliseconds of the process.
 */
export function peakMemory(pid: number): MemoryWatch {
  if (platform() !== 'linux') return { stop: () => undefined }
  let peak: number | undefined
  const look = (): void => {
    peak = highWaterMark(pid) ?? peak
  }
  look()
  const timer = setInterval(look, 4)
  return {
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}

function highWaterMark(pid: number): number | undefined {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match?.[1] === undefined ? undefined : Number(match[1]) / 1024
  } catch {
    return undefined
  }
}
