import { createVitePlugin } from 'unplugin'
import type { ViteDevServer } from 'vite'
import { filesBehind } from '../inputs.ts'
import type { PluginEntry, PluginOptions } from './options.ts'
import { type Project, projectOf } from './project.ts'

export type { PluginOptions } from './options.ts'

/**
 * Generates at the start of a build of Vite. In development it does so again when the configuration, the snapshot or a
 * template changes; Vite sees which files were written, and reloads those.
 */
export const zcrm: (options?: PluginOptions) => PluginEntry = createVitePlugin<
  PluginOptions | undefined,
  false
>((options = {}) => {
  let root = process.cwd()
  let isBuild = true
  return {
    name: 'zcrm',
    vite: {
      configResolved(config) {
        root = config.root
        isBuild = config.command === 'build'
      },
      async buildStart() {
        if (!isBuild) return
        const project = projectOf(options, root)
        try {
          await project.update()
        } finally {
          for (const path of filesBehind(project.inputs)) this.addWatchFile(path)
        }
      },
      configureServer: (server) => serve(server, projectOf(options, root)),
    },
  }
})

/** Keeps what is generated up to date for as long as a server runs. A failure is shown, and ends nothing. */
async function serve(server: ViteDevServer, project: Project): Promise<void> {
  const { config, watcher, ws } = server
  let failure: Error | null = null

  async function update(): Promise<void> {
    const before = failure
    const changed = await project.update().catch((error: Error) => error)
    failure = changed instanceof Error ? changed : null
    watcher.add([...project.inputs, ...project.output])
    if (failure !== null && failure !== before) {
      config.logger.error(`[zcrm] ${failure.message}`, { timestamp: true, error: failure })
      // A page without a connection gets it with its connection; Vite would keep it, and send it twice.
      if (ws.clients.size > 0) ws.send(overlayOf(failure))
    }
    if (changed instanceof Error || before === null) return
    // A folder that was not there when it was to be watched: Vite remembers that its modules cannot be resolved.
    for (const path of changed) watcher.emit('add', path)
    // What was mended may change no module: an update of nothing takes the overlay away.
    ws.send({ type: 'update', updates: [] })
  }

  await update()
  // A server that watches nothing, as that of `vitest run`, has nobody who could mend it.
  if (failure !== null && config.server.watch === null) throw failure
  watcher.on('all', (_event, path) => {
    if (project.isInput(path)) void update()
  })
  ws.on('connection', (socket: { send(text: string): void }) => {
    if (failure !== null) socket.send(JSON.stringify(overlayOf(failure)))
  })
}

function overlayOf({ message }: Error): {
  type: 'error'
  err: { message: string; stack: string; plugin: string }
} {
  return { type: 'error', err: { message, stack: '', plugin: 'zcrm' } }
}
