// One process of many that share a token: makes as many calls as it is told to, and says what became of them.
import { createClient, Environment, FileStore, type OAuthToken, type TokenStore } from '@zcrm/runtime'
import { DBStore, type DBStoreOptions } from '@zcrm/runtime/stores'

interface Setup {
  readonly origin: string
  readonly token: OAuthToken
  readonly file?: string
  readonly database?: DBStoreOptions
}

const { origin, token, file, database }: Setup = JSON.parse(process.argv[2] ?? '{}')
const store: TokenStore = database === undefined ? new FileStore(file) : new DBStore(database)
const client = createClient({
  environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
  token,
  store,
})

process.on('message', async (calls: number) => {
  const answers = await Promise.allSettled(
    Array.from({ length: calls }, () => client.request({ method: 'GET', path: '/org' })),
  )
  const errors = answers.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  process.send?.({ done: answers.length - errors.length, errors })
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
