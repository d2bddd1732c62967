// Before packing: build, and take out of package.json what only the repository has. postpack.js puts it back.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { build } from './build.js'
import { publishedManifest } from './published-manifest.js'

const SOURCE = 'package.json.source'

if (existsSync(SOURCE)) renameSync(SOURCE, 'package.json')
const text = readFileSync('package.json', 'utf8')
await build()
writeFileSync(SOURCE, text)
writeFileSync('package.json', publishedManifest(text))
