// Builds what is published: the runtime, then the tool over it. Types come from tsc, code from esbuild; both are put
// together in few files, since each one costs every start, and every compilation of an app, half a millisecond. The
// libraries that every start of the tool needs are bundled for that reason too, and their licences go with them.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build as bundle } from 'esbuild'
import { rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { root } from './install.js'

/** Entry points, as package.json exports them. */
const entries = {
  runtime: ['index.ts', 'stores/index.ts', 'metadata/index.ts'],
  '.': [
    'generator/index.ts',
    'generator/main.ts',
    'emulator/index.ts',
    ...['vite', 'rollup', 'webpack', 'esbuild'].map((bundler) => `generator/plugin/${bundler}.ts`),
  ],
}

const NODE_REQUIRE =
  "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);"

export async function build() {
  for (const [folder, files] of Object.entries(entries)) {
    rmSync(join(root, folder, 'dist'), { recursive: true, force: true })
    declarations(folder)
    if (folder === 'runtime') await bundleDeclarations(join(root, folder, 'dist'), files)
    await javascript(folder, join(root, folder, 'dist'))
  }
  const { configSchema } = await fromSource(() => import('../generator/config/json-schema.ts'))
  writeFileSync(join(root, 'config.schema.json'), `${JSON.stringify(configSchema(), null, 2)}\n`)
}

/** A module of the tool, before it is built. */
async function fromSource(load) {
  const { register } = await import('tsx/esm/api')
  const unregister = register()
  const module = await load()
  await unregister()
  return module
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

/** Puts the types of apps' dependencies into a file for each entry point, and one that they share. */
async function bundleDeclarations(dist, files) {
  const entry = (file) => file.replace(/\.ts$/, '')
  const bundled = await rolldown({
    input: Object.fromEntries(files.map((file) => [entry(file), join(dist, `${entry(file)}.d.ts`)])),
    plugins: [dts({ dtsInput: true, oxc: true })],
    external: [/^[^./]/],
  })
  const types = join(dist, '..', 'dist-types')
  rmSync(types, { recursive: true, force: true })
  await bundled.write({ dir: types, format: 'es', chunkFileNames: 'types/[name].js' })
  await bundled.close()
  rmSync(dist, { recursive: true })
  cpSync(types, dist, { recursive: true })
  rmSync(types, { recursive: true })
}

/** Builds the code of a package, the runtime's or that of the tool (`.`), into a folder. */
export async function javascript(folder, outdir) {
  const plugins =
    folder === '.' ? [await templatesPlugin(), lazyPlugin(/^string-width$/), lazyModulesPlugin()] : []
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  )
  const { metafile } = await bundle({
    absWorkingDir: join(root, folder),
    entryPoints: folder === 'runtime' ? [...entries[folder], ...nodeParts()] : entries[folder],
    outbase: '.',
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // What is no dependency of the package is bundled. typescript is what cosmiconfig loads if asked to, which it is not.
    external: [...Object.keys({ ...dependencies, ...peerDependencies }), 'typescript', '#node/*'],
    mainFields: ['module', 'main'],
    // Bundled CommonJS requires modules of Node.
    banner: folder === '.' ? { js: NODE_REQUIRE } : {},
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins,
  })
  const licences = licencesOf(join(root, folder), Object.keys(metafile.inputs))
  if (licences !== '') writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences)
}

/** What `#node/*` leads to, by the runtime's package.json: the parts that need Node, and what stands for them. */
function nodeParts() {
  const folder = join(root, 'runtime')
  const names = readdirSync(folder, { recursive: true }).filter((one) =>
    /^(?!dist\b|node_modules\b).*\.ts$/.test(one),
  )
  const parts = names.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/\bimport\('#node\/([^']+)'\)/g)].map(
      ([, part]) => part,
    ),
  )
  return [...new Set([...parts, 'no-node'])].map((part) => `${part}.ts`)
}

/** The licences of the packages that the files of a bundle are from. */
function licencesOf(base, files) {
  const folders = files.map(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replace(/^lazy:/, ''))?.[0],
  )
  return [...new Set(folders.filter((folder) => folder !== undefined))]
    .sort()
    .map((folder) => {
      const names = readdirSync(join(base, folder)).filter((name) => /^licen[cs]e/i.test(name))
      const texts = names.map((name) => readFileSync(join(base, folder, name), 'utf8').trim())
      const { name, version, license } = JSON.parse(readFileSync(join(base, folder, 'package.json'), 'utf8'))
      return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** Puts functions in the place of the templates' texts, so that generating does not load the compiler. */
async function templatesPlugin() {
  const { precompileTemplates } = await fromSource(() => import('../generator/emit/precompile.ts'))
  const { templatesHash, templateTexts } = await fromSource(() => import('../generator/templates.ts'))
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

/**
 * Loads a library of one function when it is called. What yargs measures columns with takes 15 ms to get ready, and only
 * help has columns.
 */
function lazyPlugin(filter) {
  return {
    name: 'lazy',
    setup(build) {
      build.onResolve({ filter }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === 'resolved') return undefined
        const { path: file } = await build.resolve(path, { resolveDir, kind, pluginData: 'resolved' })
        return { path: relative(root, file), namespace: 'lazy' }
      })
      build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
        contents: `export default (...args) => require(${JSON.stringify(`./${path}`)}).default(...args)`,
        resolveDir: root,
      }))
    },
  }
}

/**
 * Whoever loads a module by import() is there before it. esbuild is told so by an import in it, which changes nothing:
 * otherwise each set of modules that a lazy one shares with what is there already becomes a file of its own, and every
 * start reads a dozen more of them.
 */
function lazyModulesPlugin() {
  const there = modulesThereBefore(join(root, 'generator'))
  return {
    name: 'lazy modules',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const imports = (there.get(path) ?? []).map((one) => `import ${JSON.stringify(one)}\n`)
        if (imports.length === 0) return undefined
        return { contents: `${readFileSync(path, 'utf8')}\n${imports.join('')}`, loader: 'ts' }
      })
    },
  }
}

/** Of each module that is loaded by import(), the modules that surely are there before it. */
function modulesThereBefore(folder) {
  const there = new Map()
  for (const name of readdirSync(folder, { recursive: true }).filter((one) => one.endsWith('.ts'))) {
    const source = join(folder, name)
    const text = readFileSync(source, 'utf8')
    // Commands are loaded by the command line alone, and most of them have loaded the pipeline.
    const isCommand = /^commands\b/.test(name)
    const loaders = isCommand ? [join(folder, 'main.ts')] : [source]
    if (isCommand && text.includes("from '../index.ts'")) loaders.push(join(folder, 'index.ts'))
    for (const [, path] of text.matchAll(/\bimport\('(\.[^']+)'\)/g)) {
      const lazy = join(dirname(source), path)
      there.set(lazy, there.get(lazy)?.filter((one) => loaders.includes(one)) ?? loaders)
    }
  }
  return there
}

if (process.argv[1] === import.meta.filename) await build()
