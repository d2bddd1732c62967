import type { BuildOptions } from 'esbuild'
import { createEsbuildPlugin } from 'unplugin'
import { filesBehind } from '../inputs.ts'
import type { EsbuildPlugin, PluginOptions } from './options.ts'
import { projectOf } from './project.ts'

export type { PluginOptions } from './options.ts'

/** Marks the question of the plugin itself. */
const ASKED = Symbol('asked')

/** Generates at the start of each build of esbuild, the repeated ones of `watch` included. */
export const zcrm: (options?: PluginOptions) => EsbuildPlugin = createEsbuildPlugin<
  PluginOptions | undefined
>((options = {}) => ({
  name: 'zcrm',
  esbuild: {
    setup(build) {
      const project = projectOf(options, build.initialOptions.absWorkingDir ?? process.cwd())
      const entries = entriesOf(build.initialOptions)
      let failure: Error | null = null
      let isTold = false
      const tell = () => {
        isTold = true
        return failure === null ? [] : [{ text: failure.message }]
      }
      build.onStart(async () => {
        isTold = false
        failure = await project.update().then(
          () => null,
          (error: Error) => error,
        )
        // A build that fails here watches nothing from then on, and could not be mended.
        return { errors: entries === null ? tell() : [] }
      })
      // What an entry point is called may be known to esbuild alone, as with those of a pattern.
      build.onEnd(() => ({ errors: isTold ? [] : tell() }))
      if (entries === null) return
      build.onResolve({ filter: entries }, async ({ path, pluginData, kind, ...place }) => {
        if (kind !== 'entry-point' || pluginData === ASKED) return null
        // Files to watch count only with a path, which esbuild itself knows best.
        const resolved = await build.resolve(path, { ...place, kind, pluginData: ASKED })
        const errors = [...resolved.errors, ...tell()]
        return { ...resolved, pluginData, errors, watchFiles: [...filesBehind(project.inputs)] }
      })
    },
  },
}))

/** Matches the paths of the entry points: the one place where a plugin can name files to watch. */
function entriesOf({ entryPoints = [] }: BuildOptions): RegExp | null {
  const paths = Array.isArray(entryPoints)
    ? entryPoints.map((entry) => (typeof entry === 'string' ? entry : entry.in))
    : Object.values(entryPoints)
  if (paths.length === 0) return null
  const escaped = paths.map((path) => path.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  // esbuild puts the dot before the path of a file that is there.
  return new RegExp(`^(?:\\./)?(?:${escaped.join('|')})$`)
}
