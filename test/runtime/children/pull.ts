// Pulls metadata into a folder, one call at a time; a test kills it in the middle.
import { createClient, Environment, MemoryStore, OAuthToken } from '@zcrm/runtime'
import { pullMetadata, ResourceCache } from '@zcrm/runtime/metadata'

const [origin = '', clientId = '', clientSecret = '', refreshToken = '', folder = ''] = process.argv.slice(2)
const client = createClient({
  environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
  token: OAuthToken.refresh({ clientId, clientSecret, refreshToken }),
  store: new MemoryStore(),
})
await pullMetadata(client, new ResourceCache(folder), {
  concurrency: 1,
  maxAge: 0,
  onProgress: ({ done }) => process.stdout.write(`${done}\n`),
})
