// One signed-in call with a file store, and nothing that ends the process: it must end by itself.
import { createClient, Environment, FileStore, OAuthToken } from '@zcrm/runtime'

const [origin = '', clientId = '', clientSecret = '', grantToken = '', path = ''] = process.argv.slice(2)
const client = createClient({
  environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
  token: OAuthToken.grant({ clientId, clientSecret, grantToken }),
  store: new FileStore(path),
})
const { status } = await client.request({ method: 'GET', path: '/settings/modules' })
process.stdout.write(`${status}\n`)
