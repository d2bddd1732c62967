// Pulls metadata into a folder once it is told to, and says how far it is; tests start many of it, or kill it.
import { createClient, Environment, MemoryStore, OAuthToken } from '@zcrm/runtime'
import { type PullOptions, pullMetadata, ResourceCache } from '@zcrm/runtime/metadata'

interface Setup {
  readonly origin: string
  readonly accessToken: string
  readonly folder: string
  readonly options: PullOptions
}

const { origin, accessToken, folder, options }: Setup = JSON.parse(process.argv[2] ?? '{}')
const client = createClient({
  environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
  token: OAuthToken.access({ accessToken }),
  store: new MemoryStore(),
})

process.once('message', async () => {
  const { calls, resumed, metadata } = await pullMetadata(client, new ResourceCache(folder), {
    ...options,
    onProgress: ({ done }) => process.stdout.write(`${done}\n`),
  })
  process.send?.({ calls, resumed, modules: metadata.modules.map(({ apiName }) => apiName) })
  process.disconnect()
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
