/** What a competitor was told: a JSON argument. */
export const task = JSON.parse(process.argv[2] ?? '{}')

/** Does the work that counts, after the start-up, and prints its cost and that of the whole process so far. */
export async function measured(work) {
  const before = process.cpuUsage()
  const started = performance.now()
  const records = await work()
  const wall = performance.now() - started
  const cpu = milliseconds(process.cpuUsage(before))
  const peakMb = process.resourceUsage().maxRSS / 1024
  console.log(JSON.stringify({ records, wall, cpu, peakMb, processCpu: milliseconds(process.cpuUsage()) }))
}

function milliseconds({ user, system }) {
  return (user + system) / 1000
}
