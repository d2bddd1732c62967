#!/usr/bin/env node
// In the repository the sources run as they are: tsx reads TypeScript, and `@zcrm/runtime` is its sources too. The
// published package has neither, only what was built.
import { existsSync } from 'node:fs'
import { register } from 'node:module'

const args = process.argv.slice(2)

if (existsSync(new URL('./main.ts', import.meta.url))) {
  const hooks = `export const resolve = (specifier, context, next) =>
    next(specifier, { ...context, conditions: ['@zcrm/source', ...context.conditions] })`
  register(`data:text/javascript,${encodeURIComponent(hooks)}`)
  const tsx = await import('tsx/esm/api')
  tsx.register()
  const { main } = await import('./main.ts')
  await main(args)
} else {
  const { main } = await import('../dist/generator/main.js')
  await main(args)
}
