import { measured, task } from './measure.js'

await measured(async () => {
  if (task.url !== undefined) await import(task.url)
  return 0
})
