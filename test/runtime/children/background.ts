// An app that makes calls while its metadata is refreshed in the background; nothing ends the process, it must end by
// itself.
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  type Client,
  createClient,
  Environment,
  type Identified,
  MemoryStore,
  Module,
  OAuthToken,
  type ProxyOption,
} from '@zcrm/runtime'

/** What the app is to do. */
export interface Setup {
  readonly origin: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  readonly resourcePath: string
  readonly proxy?: ProxyOption
  /** One call; one, and to wait for metadata; the same and to forget the client; a page of records and a write. */
  readonly work: 'call' | 'wait' | 'forget' | 'records'
}

interface Lead extends Identified {
  readonly Last_Name: string
}

class Leads extends Module<Lead, Partial<Lead>, Partial<Lead>> {
  static override readonly apiName = 'Leads'
}

const setup: Setup = JSON.parse(process.argv[2] ?? '{}')
const { origin, clientId, clientSecret, refreshToken, resourcePath, proxy, work } = setup

function made(): Client {
  return createClient({
    environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
    token: OAuthToken.refresh({ clientId, clientSecret, refreshToken }),
    store: new MemoryStore(),
    resourcePath,
    config: {
      autoRefreshFields: work !== 'records',
      // It repeats nothing while a test takes.
      retry: { attempts: 3, firstDelay: 36_000_000, maxDelay: 36_000_000 },
    },
    ...(proxy === undefined ? {} : { proxy }),
  })
}

/** Makes a call, and waits for metadata where there is to be some. */
async function use(client: Client): Promise<WeakRef<object> | null> {
  const leads = new Leads(client)
  await client.request({ method: 'GET', path: '/Leads', query: { fields: 'Last_Name' } })
  if (work === 'call') return null
  if (work === 'records') {
    const page = await leads.list({ fields: ['Last_Name'] }).all()
    await leads.create({ Last_Name: 'Doe' })
    const mayRead = process.permission?.has('fs.read', resourcePath)
    process.stdout.write(`${page.length} records; the folder may be read: ${mayRead}\n`)
    return null
  }
  while (client.metadata.current() === null) await setImmediate()
  return new WeakRef(client.metadata.current() ?? {})
}

const metadata = await use(made())
process.stdout.write('answered\n')
if (work === 'forget') {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 1000 && metadata?.deref() !== undefined; round++) {
    // What was looked at is kept until the turn is over.
    await setImmediate()
    collect()
  }
  process.stdout.write(metadata?.deref() === undefined ? 'forgotten\n' : 'kept\n')
}
