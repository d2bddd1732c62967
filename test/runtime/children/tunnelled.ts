// An app that makes calls through proxies, of which it trusts those that its environment names. It must end by itself.
import {
  type ApiRequest,
  createClient,
  Environment,
  MemoryStore,
  OAuthToken,
  type ZohoError,
} from '@zcrm/runtime'

/** Calls of one client, one after the other. */
export interface Calls {
  readonly proxy: string
  readonly origin: string
  readonly methods: readonly ApiRequest['method'][]
}

async function outcomes({ proxy, origin, methods }: Calls): Promise<(number | string)[]> {
  const client = createClient({
    environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
    token: OAuthToken.access({ accessToken: 'token' }),
    store: new MemoryStore(),
    proxy,
    config: { retry: { attempts: 1, firstDelay: 0, maxDelay: 0 } },
  })
  const all: (number | string)[] = []
  for (const method of methods) {
    const body = method === 'GET' ? {} : { body: { data: [{}] } }
    const call = client.request({ method, path: '/Leads', ...body })
    all.push(
      await call.then(
        ({ status }) => status,
        (error: ZohoError) => error.code,
      ),
    )
  }
  return all
}

const all: (number | string)[][] = []
for (const calls of JSON.parse(process.argv[2] ?? '[]') as Calls[]) all.push(await outcomes(calls))
process.stdout.write(JSON.stringify(all))
