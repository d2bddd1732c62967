import { measured, task } from './measure.js'

// A process that does anything collects garbage, and its first collection takes some MB for good. Whether importing
// just brings it about is chance: so it comes first.
let garbage = []
for (let number = 0; number < 100_000; number++) garbage[number % 100] = { number }
garbage = undefined

await measured(async () => {
  if (task.url !== undefined) await import(task.url)
  return 0
})
