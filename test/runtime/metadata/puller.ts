import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { PullOptions } from '@zcrm/runtime/metadata'
import type { Emulator } from '../../../emulator/index.ts'
import { refresh } from '../../emulator/client.ts'
import { bundleChild, startBundle } from '../../support/children.ts'

/** A process that pulls when it is told to. */
export interface Puller {
  readonly child: ChildProcess
  /** Starts the pull; gives what it gave. */
  pull(): Promise<{ readonly calls: number; readonly resumed: number; readonly modules: readonly string[] }>
  /** Starts the pull, and waits until it has read so many modules. */
  pulled(modules: number): Promise<void>
  /** Kills the process, wherever it is. */
  kill(): Promise<void>
}

let bundling: Promise<string> | undefined

/** A process that is ready to pull into a folder. */
export async function puller(zoho: Emulator, folder: string, options: PullOptions = {}): Promise<Puller> {
  const accessToken = await accessTokenOf(zoho)
  bundling ??= bundleChild('pull.ts')
  const setup = { origin: zoho.apiUrl, accessToken, folder, options }
  const child = startBundle(await bundling, [JSON.stringify(setup)])
  const ended = once(child, 'exit')
  // What it has said is read before the end of the channel is, and maybe after the end of the process.
  const silent = once(child, 'disconnect').then(early)
  silent.catch(() => undefined)
  await once(child, 'message')
  return {
    child,
    pull: async () => {
      const answer = Promise.race([once(child, 'message'), silent])
      child.send('go')
      const [result] = await answer
      return result
    },
    pulled: async (modules) => {
      let lines = ''
      child.stdout?.setEncoding('utf8').on('data', (data: string) => {
        lines += data
      })
      child.send('go')
      while (!lines.split('\n').includes(String(modules)))
        await Promise.race([once(child.stdout ?? child, 'data'), silent])
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function early(): never {
  throw new Error('the process ended before it had said so')
}

const tokens = new WeakMap<Emulator, Promise<string>>()

/** One access token of an emulator, which gives no more than ten in ten minutes. */
function accessTokenOf(zoho: Emulator): Promise<string> {
  const known = tokens.get(zoho) ?? refresh(zoho).then(({ body }) => String(body.access_token))
  tokens.set(zoho, known)
  return known
}
