import { createWebpackPlugin } from 'unplugin'
import type { Compiler } from 'webpack'
import { filesBehind } from '../inputs.ts'
import type { PluginOptions, WebpackPlugin } from './options.ts'
import { type Project, projectOf } from './project.ts'

export type { PluginOptions } from './options.ts'

/** Generates at the start of each run of a compiler of webpack, those of `--watch` included. */
export const zcrm: (options?: PluginOptions) => WebpackPlugin = createWebpackPlugin<
  PluginOptions | undefined
>((options = {}) => ({
  name: 'zcrm',
  webpack: (compiler) => listen(compiler, projectOf(options, compiler.context)),
}))

function listen(compiler: Compiler, project: Project): void {
  let failure: Error | null = null
  compiler.hooks.beforeRun.tapPromise('zcrm', async () => {
    refresh(compiler, await project.update())
  })
  compiler.hooks.watchRun.tapPromise('zcrm', async () => {
    failure = null
    try {
      refresh(compiler, await project.update())
    } catch (error) {
      // A watch that is told so here ends; an error of the compilation it shows, and goes on.
      failure = error as Error
    }
  })
  compiler.hooks.afterCompile.tap('zcrm', (compilation) => {
    if (compilation.compiler !== compiler) return
    if (failure !== null) compilation.errors.push(new compiler.webpack.WebpackError(failure.message))
    for (const path of filesBehind(project.inputs)) compilation.fileDependencies.add(path)
  })
}

/** Makes a compiler forget what it knew of files, so that it reads what was written since. */
function refresh(compiler: Compiler, changed: readonly string[]): void {
  if (changed.length === 0) return
  compiler.inputFileSystem?.purge?.([...changed])
  for (const path of changed) compiler.fileTimestamps?.delete(path)
}
