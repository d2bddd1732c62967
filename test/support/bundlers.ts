import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { type RollupOptions, type RollupWatcher, rollup, watch as watchRollup } from 'rollup'
import { build as buildVite, type InlineConfig } from 'vite'
import webpack from 'webpack'
import { zcrm as esbuildPlugin } from '../../generator/plugin/esbuild.ts'
import type { PluginOptions } from '../../generator/plugin/options.ts'
import { zcrm as rollupPlugin } from '../../generator/plugin/rollup.ts'
import { zcrm as vitePlugin } from '../../generator/plugin/vite.ts'
import { zcrm as webpackPlugin } from '../../generator/plugin/webpack.ts'
import { Channel } from './channel.ts'

/** A bundler that goes on: each build gives the text of the bundle, or what it said went wrong. */
export interface Watching {
  readonly builds: Channel<string>
  readonly close: () => unknown
}

/** A bundler with the plugin, on the `main.ts` of a folder. */
export interface Bundler {
  /** The text of the bundle. */
  readonly build: (folder: string, options?: PluginOptions) => Promise<string>
  readonly watch: (folder: string, options?: PluginOptions) => Promise<Watching>
}

const RUNTIME = '@zcrm/runtime'
const OUTPUT = 'dist/main.js'
const outputOf = (folder: string): Promise<string> => readFile(join(folder, OUTPUT), 'utf8')

function rollupOptions(folder: string, options: PluginOptions): RollupOptions {
  const transform = async (code: string) => (await esbuild.transform(code, { loader: 'ts' })).code
  return {
    input: join(folder, 'main.ts'),
    external: [RUNTIME],
    plugins: [rollupPlugin({ root: folder, ...options }), { name: 'typescript', transform }],
    output: { file: join(folder, OUTPUT) },
  }
}

function watched(watcher: Pick<RollupWatcher, 'on' | 'close'>, folder: string): Watching {
  const builds = new Channel<string>()
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') builds.push(event.error.message)
    else if (event.code === 'BUNDLE_END') void outputOf(folder).then((text) => builds.push(text))
  })
  return { builds, close: () => watcher.close() }
}

function viteOptions(root: string, options: PluginOptions): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [vitePlugin(options)],
    build: {
      minify: false,
      // Several that run at once would empty it for each other.
      emptyOutDir: false,
      lib: { entry: 'main.ts', formats: ['es'], fileName: () => 'main.js' },
      rolldownOptions: { external: [RUNTIME] },
    },
  }
}

/** Writes what reads TypeScript for webpack, in a folder that has esbuild. Gives the file. */
export async function writeTypescriptLoader(folder: string): Promise<string> {
  const loader = join(folder, 'loader.cjs')
  const code = "module.exports = (text) => require('esbuild').transformSync(text, { loader: 'ts' }).code\n"
  await writeFile(loader, code)
  return loader
}

async function webpackOptions(folder: string, options: PluginOptions): Promise<webpack.Configuration> {
  const loader = await writeTypescriptLoader(folder)
  return {
    mode: 'development',
    devtool: false,
    target: 'node',
    context: folder,
    entry: './main.ts',
    output: { path: join(folder, 'dist'), filename: 'main.js' },
    externals: { [RUNTIME]: `commonjs ${RUNTIME}` },
    module: { rules: [{ test: /\.ts$/, loader }] },
    plugins: [webpackPlugin(options)],
    infrastructureLogging: { level: 'none' },
  }
}

/** What a compiler of webpack says of a run: what went wrong, or nothing. */
function faultOf(error: Error | null, stats: webpack.Stats | undefined): string | null {
  if (error !== null) return error.message
  return stats?.hasErrors() === true ? stats.toString({ all: false, errors: true }) : null
}

/** Runs webpack once. Gives what it warned of. */
export async function runWebpack(config: webpack.Configuration): Promise<string[]> {
  const compiler = webpack(config)
  return new Promise((resolve, reject) => {
    compiler?.run((error, stats) => {
      const fault = faultOf(error, stats)
      const { warnings = [] } = stats?.toJson({ all: false, warnings: true }) ?? {}
      if (fault === null) resolve(warnings.map(({ message }) => message))
      else reject(new Error(fault))
    })
  })
}

function esbuildOptions(folder: string, options: PluginOptions): esbuild.BuildOptions {
  return {
    absWorkingDir: folder,
    entryPoints: ['main.ts'],
    outfile: OUTPUT,
    bundle: true,
    format: 'esm',
    external: [RUNTIME],
    logLevel: 'silent',
    plugins: [esbuildPlugin(options)],
  }
}

/** The bundlers that there is a plugin for. */
export const bundlers: Readonly<Record<'vite' | 'rollup' | 'webpack' | 'esbuild', Bundler>> = {
  vite: {
    async build(folder, options = {}) {
      await buildVite(viteOptions(folder, options))
      return outputOf(folder)
    },
    async watch(folder, options = {}) {
      const config = viteOptions(folder, options)
      const watcher = await buildVite({ ...config, build: { ...config.build, watch: {} } })
      return watched(watcher as unknown as RollupWatcher, folder)
    },
  },
  rollup: {
    async build(folder, options = {}) {
      const { output = {}, ...input } = rollupOptions(folder, options)
      const bundle = await rollup(input)
      for (const one of [output].flat()) await bundle.write(one)
      return outputOf(folder)
    },
    async watch(folder, options = {}) {
      return watched(watchRollup(rollupOptions(folder, options)), folder)
    },
  },
  webpack: {
    async build(folder, options = {}) {
      const config = await webpackOptions(folder, options)
      await new Promise<void>((resolve, reject) => {
        webpack(config, (error, stats) => {
          const fault = faultOf(error, stats)
          if (fault === null) resolve()
          else reject(new Error(fault))
        })
      })
      return outputOf(folder)
    },
    async watch(folder, options = {}) {
      const builds = new Channel<string>()
      const compiler = webpack(await webpackOptions(folder, options))
      if (compiler === null) throw new Error('no compiler')
      const watching = compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
        const fault = faultOf(error, stats)
        if (fault !== null) builds.push(fault)
        else void outputOf(folder).then((text) => builds.push(text))
      })
      return { builds, close: () => new Promise((resolve) => watching?.close(resolve)) }
    },
  },
  esbuild: {
    async build(folder, options = {}) {
      const { warnings } = await esbuild.build(esbuildOptions(folder, options))
      for (const { text } of warnings) throw new Error(text)
      return outputOf(folder)
    },
    async watch(folder, options = {}) {
      const builds = new Channel<string>()
      const { plugins = [], ...config } = esbuildOptions(folder, options)
      const report: esbuild.Plugin = {
        name: 'report',
        setup({ onEnd }) {
          onEnd(async ({ errors, warnings }) => {
            const [message] = [...warnings, ...errors]
            builds.push(message === undefined ? await outputOf(folder) : message.text)
          })
        },
      }
      const context = await esbuild.context({ ...config, plugins: [...plugins, report] })
      await context.watch()
      return { builds, close: () => context.dispose() }
    },
  },
}
