// Before packing: build, and take out of package.json what only the repository has. postpack.js puts it back.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { build } from './build.js'

const SOURCE = 'package.json.source'

if (existsSync(SOURCE)) renameSync(SOURCE, 'package.json')
const text = readFileSync('package.json', 'utf8')
await build()
const { scripts, imports = {}, devDependencies, workspaces, overrides, ...manifest } = JSON.parse(text)
// What #templates names is bundled.
const { '#templates': templates, ...published } = imports
if (Object.keys(published).length > 0) manifest.imports = published
writeFileSync(SOURCE, text)
writeFileSync('package.json', `${JSON.stringify(withoutSources(manifest), null, 2)}\n`)

/** A value without the condition that points to TypeScript. */
function withoutSources(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).filter(([key]) => key !== '@zcrm/source')
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutSources(one)]))
}
