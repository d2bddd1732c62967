import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** One line that says where and when figures were taken. */
export function machine(): string {
  const processors = cpus()
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
  const load = loadavg()[0]?.toFixed(1) ?? '?'
  const day = new Date().toISOString().slice(0, 10)
  return `${processors.length} × ${model}, ${memory}, ${platform()} ${release()}, Node ${process.versions.node}, ${day}, load ${load} at the end`
}
