import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, createClient, Environment, OAuthToken } from '@zcrm/runtime'
import type { Emulator } from '../../emulator/index.ts'
import { Accounts } from '../../generated/accounts.ts'
import { Contacts } from '../../generated/contacts.ts'
import { Deals } from '../../generated/deals.ts'
import { Leads } from '../../generated/leads.ts'
import { Rentals } from '../../generated/rentals.ts'
import { PEERS } from './docs-code.ts'
import { givenNames } from './markdown.ts'
import { accessTokenOf } from './zoho-call.ts'

/** What takes Zoho's place for the programs of pages. */
export interface Here {
  /** The program, with an emulator in Zoho's place and nothing else changed. */
  readonly moved: (code: string) => string
  /** The variables that programs read. */
  readonly env: Readonly<Record<string, string>>
  /** The values of the names that a program takes as given. */
  readonly given: (code: string) => Readonly<Record<string, unknown>>
}

/** Prepares a folder for the programs of pages. Its token store has the token of the emulator's user. */
export async function moveHere(folder: string, zoho: Emulator): Promise<Here> {
  const { accountsUrl, apiUrl, fileUploadUrl, clientId, clientSecret, refreshToken } = zoho
  const environment = Environment.custom({ accountsUrl, apiUrl, fileUploadUrl })
  const token = OAuthToken.refresh({ clientId, clientSecret, refreshToken })
  const client = createClient({ environment, token, resourcePath: join(folder, '.zcrm') })
  const { id } = await client.signIn()
  const runtime = join(folder, 'runtime-here.ts')
  await writeFile(runtime, runtimeText(zoho))
  const official = join(folder, 'official-here.ts')
  await writeFile(official, officialText(zoho))
  return {
    moved: (code) =>
      code
        .replaceAll("'@zcrm/runtime'", `'${runtime}'`)
        .replaceAll("'@zohocrm/typescript-sdk-8.0'", `'${official}'`)
        .replaceAll("'openapi-fetch'", `'${PEERS['openapi-fetch']?.main}'`)
        .replaceAll(/https:\/\/www\.zohoapis\.\w+/g, apiUrl)
        .replaceAll('ada@example.com:700000001', id ?? ''),
    env: {
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      REFRESH_TOKEN: refreshToken,
      ZOHO_ACCESS_TOKEN: await accessTokenOf(zoho),
      ZCRM_TOKEN_KEYS: '4b'.repeat(32),
    },
    given: (code) => givenTo(code, client, zoho),
  }
}

/** The runtime with data centres that are the emulator. */
function runtimeText({ accountsUrl, apiUrl, fileUploadUrl }: Emulator): string {
  return `import { Environment } from '@zcrm/runtime'
export * from '@zcrm/runtime'
const here = () => Environment.custom(${JSON.stringify({ accountsUrl, apiUrl, fileUploadUrl })})
export const EUDataCenter = { PRODUCTION: here, SANDBOX: here, DEVELOPER: here }
export const USDataCenter = EUDataCenter
`
}

/** The official SDK with a data centre that is the emulator. */
function officialText({ accountsUrl, apiUrl, fileUploadUrl }: Emulator): string {
  const urls = [apiUrl, `${accountsUrl}/oauth/v2/token`, fileUploadUrl].map((url) => JSON.stringify(url))
  return `import * as sdk from '${PEERS['@zohocrm/typescript-sdk-8.0']?.main}'
export const { Choice, Coql, FileStore, InitializeBuilder, OAuthBuilder, ParameterMap, Record } = sdk
export const USDataCenter = { PRODUCTION: () => new sdk.Environment(${urls.join(', ')}) }
`
}

function givenTo(code: string, client: Client, zoho: Emulator): Readonly<Record<string, unknown>> {
  const idsOf = (module: string) => zoho.records(module).map((record) => String(record['id']))
  const values: Readonly<Record<string, unknown>> = {
    client,
    accounts: new Accounts(client),
    contacts: new Contacts(client),
    deals: new Deals(client),
    leads: new Leads(client),
    rentals: new Rentals(client),
    id: idsOf('Leads')[0],
    ids: idsOf('Leads').slice(0, 3),
    accountId: idsOf('Accounts')[0],
    lastRun: new Date(Date.now() - 86_400_000),
    city: 'Paris',
    people: ['doe', 'roe'].map((name) => ({
      Last_Name: name,
      Company: 'Acme',
      Email: `${name}@acme.example`,
    })),
    text: 'Cold Call',
  }
  return Object.fromEntries(
    givenNames(code).map((name) => {
      if (values[name] !== undefined) return [name, values[name]]
      throw new Error(`nothing is known of ${name}, which a program takes as given`)
    }),
  )
}
