// Puts the tool into a folder as an installation has it, but without declarations, which take ten times as long: the
// tests start it hundreds of times, and from the sources each start takes a second.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { javascript } from './build.js'
import { root } from './install.js'
import { publishedManifest } from './published-manifest.js'

/** Folders of the repository that the packages are made of. */
const SOURCES = ['generator', 'emulator', 'runtime', 'templates', 'scripts']

/** Packages, and where they lie in an installation whose top is the tool. */
const PACKAGES = { '.': '.', runtime: 'node_modules/@zcrm/runtime' }

/** Stages the tool, unless the folder has it already, from the same sources. */
async function stage(folder) {
  const stamp = join(folder, 'sources')
  const sources = stateOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  rmSync(folder, { recursive: true, force: true })
  for (const [source, place] of Object.entries(PACKAGES)) {
    const target = join(folder, place)
    mkdirSync(target, { recursive: true })
    const manifest = readFileSync(join(root, source, 'package.json'), 'utf8')
    writeFileSync(join(target, 'package.json'), publishedManifest(manifest))
    await javascript(source, join(target, 'dist'))
  }
  for (const path of ['generator/bin.js', 'templates', 'emulator/orgs/demo']) {
    cpSync(join(root, path), join(folder, path), { recursive: true })
  }
  writeFileSync(stamp, sources)
}

/** Changes with any file that the packages are made of. */
function stateOfSources() {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)),
  )
  const states = ['package.json', ...files]
    .filter((file) => !/[\\/](node_modules|dist)\b/.test(file))
    .map((file) => {
      const { size, mtimeMs } = statSync(join(root, file))
      return `${file} ${size} ${mtimeMs}\n`
    })
  return createHash('sha256').update(states.join('')).digest('hex')
}

await stage(process.argv[2])
