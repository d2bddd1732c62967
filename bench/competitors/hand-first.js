import { signIn } from './hand.js'
import { measured, task } from './measure.js'

await measured(async () => {
  const call = await signIn(task)
  const fields = encodeURIComponent(task.fields.join(','))
  return (await call(`/${task.module}?fields=${fields}&per_page=1&page=1`)).data.length
})
