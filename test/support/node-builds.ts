import { basename, dirname } from 'node:path'
import * as esbuild from 'esbuild'
import webpack from 'webpack'
import { runWebpack, writeTypescriptLoader } from './bundlers.ts'

/** Builds a server (`<server>.ts`) of a folder for Node, as one file. Gives what the bundler warned of. */
export const nodeBuilds: Readonly<
  Record<'webpack' | 'esbuild', (folder: string, server: string, file: string) => Promise<readonly string[]>>
> = {
  async webpack(folder, server, file) {
    return runWebpack({
      mode: 'production',
      target: 'node20',
      context: folder,
      entry: `./${server}.ts`,
      output: { path: dirname(file), filename: basename(file) },
      plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
      optimization: { minimize: false },
      resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
      module: { rules: [{ test: /\.ts$/, loader: await writeTypescriptLoader(folder) }] },
    })
  },

  async esbuild(folder, server, outfile) {
    const { warnings } = await esbuild.build({
      absWorkingDir: folder,
      entryPoints: [`${server}.ts`],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
    })
    return warnings.map(({ text }) => text)
  },
}
