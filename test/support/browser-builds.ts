import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { type Plugin, rollup } from 'rollup'
import { createLogger, minify, build as vite } from 'vite'
import { runWebpack, writeTypescriptLoader } from './bundlers.ts'

/** What a bundler made of a page. */
export interface BrowserBuild {
  /** What it warned of. */
  readonly said: readonly string[]
  /** Bytes of what the page loads at once, minified by Vite's minifier: that of webpack takes seconds. */
  readonly bytes: number
}

/**
 * Builds a page (`<page>.ts`) of a folder for browsers, as each bundler is set up for them and no further. Rollup takes
 * the plugin that finds packages from the folder.
 */
export const browserBuilds: Readonly<
  Record<'vite' | 'rollup' | 'webpack' | 'esbuild', (folder: string, page: string) => Promise<BrowserBuild>>
> = {
  async vite(folder, page) {
    const said: string[] = []
    const add = (message: string) => void said.push(message)
    const customLogger = { ...createLogger('warn'), warn: add, warnOnce: add, error: add }
    await writeFile(join(folder, 'index.html'), `<script type="module" src="/${page}.ts"></script>`)
    const outDir = join(folder, 'vite', page)
    const rolldownOptions = { output: { entryFileNames: 'main.js' } }
    await inProduction(() =>
      vite({
        root: folder,
        configFile: false,
        logLevel: 'warn',
        customLogger,
        build: { outDir, rolldownOptions },
      }),
    )
    return { said, bytes: await bytesOf(join(outDir, 'main.js')) }
  },

  async rollup(folder, page) {
    const requireThere = createRequire(join(folder, 'package.json'))
    const { nodeResolve } = requireThere('@rollup/plugin-node-resolve') as {
      nodeResolve: (options: { readonly browser: boolean }) => Plugin
    }
    const said: string[] = []
    const bundle = await rollup({
      input: join(folder, `${page}.ts`),
      onwarn: ({ message }) => void said.push(message),
      plugins: [typescript, nodeResolve({ browser: true })],
    })
    const dir = join(folder, 'rollup', page)
    await bundle.write({ dir, entryFileNames: 'main.js' })
    return { said, bytes: await bytesOf(join(dir, 'main.js')) }
  },

  async webpack(folder, page) {
    const path = join(folder, 'webpack', page)
    const said = await runWebpack({
      mode: 'production',
      context: folder,
      entry: `./${page}.ts`,
      output: { path, filename: 'main.js' },
      optimization: { minimize: false },
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      module: { rules: [{ test: /\.ts$/, loader: await writeTypescriptLoader(folder) }] },
    })
    return { said, bytes: await bytesOf(join(path, 'main.js')) }
  },

  async esbuild(folder, page) {
    const outfile = join(folder, 'esbuild', `${page}.js`)
    const { warnings } = await esbuild.build({
      absWorkingDir: folder,
      entryPoints: [`${page}.ts`],
      outfile,
      bundle: true,
      platform: 'browser',
      format: 'esm',
      logLevel: 'silent',
    })
    return { said: warnings.map(({ text }) => text), bytes: await bytesOf(outfile) }
  },
}

/** Where a test asks, by `NODE_ENV`, Vite does not warn of modules of Node. */
async function inProduction(work: () => Promise<unknown>): Promise<void> {
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await work()
  } finally {
    process.env['NODE_ENV'] = NODE_ENV
  }
}

async function bytesOf(file: string): Promise<number> {
  return (await minify(file, await readFile(file, 'utf8'))).code.length
}

/** Reads TypeScript, whose modules import each other as `.js`. */
const typescript: Plugin = {
  name: 'typescript',
  resolveId(source, importer) {
    if (!source.startsWith('.') || importer?.endsWith('.ts') !== true) return null
    return this.resolve(source.replace(/\.js$/, '.ts'), importer, { skipSelf: true })
  },
  async transform(code, id) {
    return id.endsWith('.ts') ? (await esbuild.transform(code, { loader: 'ts' })).code : null
  },
}
