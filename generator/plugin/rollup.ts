import { createRollupPlugin } from 'unplugin'
import { filesBehind } from '../inputs.ts'
import type { PluginEntry, PluginOptions } from './options.ts'
import { projectOf } from './project.ts'

export type { PluginOptions } from './options.ts'

/** Generates at the start of a build of Rollup or Rolldown, and of each one that `--watch` makes. */
export const zcrm: (options?: PluginOptions) => PluginEntry = createRollupPlugin<
  PluginOptions | undefined,
  false
>((options = {}) => ({
  name: 'zcrm',
  async buildStart() {
    const project = projectOf(options, process.cwd())
    try {
      await project.update()
    } finally {
      // Also where it failed: they are where it can be mended.
      for (const path of filesBehind(project.inputs)) this.addWatchFile(path)
    }
  },
}))
