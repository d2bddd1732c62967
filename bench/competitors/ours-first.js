import { measured, task } from './measure.js'
import { signIn } from './ours.js'

const door = await signIn(task)

// The first call signs in, and loads what calls take.
await measured(async () => (await door.list({ fields: task.fields, limit: 1 }).all()).length)
