// Builds what is published: the runtime, then the tool over it. Types come from tsc, a file each; code from esbuild,
// in few files, since each one costs every start half a millisecond.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { root } from './install.js'

/** Entry points, as package.json exports them. */
const entries = {
  runtime: ['index.ts', 'metadata/index.ts'],
  '.': ['generator/index.ts', 'generator/main.ts', 'emulator/index.ts'],
}

export async function build() {
  for (const [folder, files] of Object.entries(entries)) {
    rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
    declarations(folder)
    await javascript(folder, files, folder === '.' ? [await templatesPlugin()] : [])
  }
}

function declarations(folder) {
  const args = [
    'node_modules/typescript/bin/tsc',
    '-p',
    `${folder}/tsconfig.build.json`,
    '--emitDeclarationOnly',
  ]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}

function javascript(folder, files, plugins) {
  return bundle({
    absWorkingDir: join(root, folder),
    entryPoints: files,
    outbase: '.',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins,
  })
}

/** Puts functions in the place of the templates' texts, so that generating does not load the compiler. */
async function templatesPlugin() {
  const { register } = await import('tsx/esm/api')
  const unregister = register()
  const { precompileTemplates } = await import('../generator/emit/precompile.ts')
  const { templatesHash, templateTexts } = await import('../generator/templates.ts')
  await unregister()
  const contents = precompileTemplates(templateTexts, templatesHash)
  return {
    name: 'templates',
    setup(build) {
      build.onResolve({ filter: /^#templates$/ }, () => ({ path: 'templates', namespace: 'precompiled' }))
      build.onLoad({ filter: /.*/, namespace: 'precompiled' }, () => ({
        contents,
        resolveDir: join(root, 'generator'),
      }))
    },
  }
}

if (process.argv[1] === import.meta.filename) await build()
