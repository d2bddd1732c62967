import type { EmulatorOptions } from '../../emulator/index.ts'
import { type Client, type Reply, signedIn } from './client.ts'
import { field, leadFields, module, orgFolder } from './org.ts'

type Files = Readonly<Record<string, object | string>>

/** A lookup of a module. */
export const lookup = (api_name: string, to: string): object =>
  field(api_name, 'lookup', { json_type: 'jsonobject', lookup: { module: { api_name: to, id: to } } })

const text = (api_name: string): object => field(api_name, 'text', { json_type: 'string' })

const profile = (name: string, id: string): object => ({ name, id })

/** Leads, accounts with parents, and tasks of both; `rows` are the records by module. */
export function coqlOrg(rows: Readonly<Record<string, readonly object[]>>, more: Files = {}): Files {
  return {
    'modules.json': {
      modules: [
        module('Leads', { id: '771' }),
        module('Accounts', { id: '772' }),
        module('Tasks', { id: '773' }),
        module('Trips', { id: '774', generated_type: 'custom' }),
        module('Home', { id: '775', api_supported: false }),
      ],
    },
    'fields_Leads.json': {
      fields: [
        ...leadFields,
        field('Size', 'bigint', { json_type: 'string' }),
        field('Photo', 'imageupload', { json_type: 'jsonarray' }),
        text('External'),
        text("It's"),
        field('Grade', 'formula', { json_type: 'string' }),
      ],
    },
    'fields_Accounts.json': {
      fields: [
        text('Account_Name'),
        text('Industry'),
        lookup('Parent', 'Accounts'),
        field('Owner', 'ownerlookup', { json_type: 'jsonobject' }),
        field('Seats', 'integer', { json_type: 'integer' }),
      ],
    },
    'fields_Tasks.json': {
      fields: [
        text('Subject'),
        field('What_Id', 'lookup', {
          json_type: 'jsonobject',
          lookup: { module: { api_name: 'se_module', id: '9' } },
        }),
      ],
    },
    'fields_Trips.json': { fields: [text('Name')] },
    'users.json': {
      users: [
        {
          id: '101',
          full_name: 'Ada',
          email: 'ada@example.com',
          status: 'active',
          profile: profile('Administrator', '1'),
        },
        {
          id: '102',
          full_name: 'Bo',
          email: 'bo@example.com',
          status: 'active',
          profile: profile('Standard', '2'),
        },
      ],
    },
    ...Object.fromEntries(Object.entries(rows).map(([name, data]) => [`records_${name}.json`, { data }])),
    ...more,
  }
}

/** A client of an organisation that has these records. */
export async function clientWith(
  rows: Readonly<Record<string, readonly object[]>>,
  options: EmulatorOptions = {},
  more: Files = {},
): Promise<Client> {
  return signedIn({ org: await orgFolder(coqlOrg(rows, more)), ...options })
}

/** A query as it is sent. */
export function ask({ send }: Client, select_query: unknown, rest: object = {}): Promise<Reply> {
  return send('POST', '/coql', { select_query, ...rest })
}

/** The rows that a query gives; none where there is no content. */
// biome-ignore lint/suspicious/noExplicitAny: rows have whatever was selected
export async function rowsOf(client: Client, query: string): Promise<readonly any[]> {
  const { status, body, text: said } = await ask(client, query)
  if (status === 204) return []
  if (status !== 200) throw new Error(`${status} ${said}`)
  return body.data
}

/** The ids that a query gives. */
export async function idsOf(client: Client, query: string): Promise<readonly string[]> {
  return (await rowsOf(client, query)).map(({ id }) => id)
}

/** How a query is refused: status, code and details. */
export async function refusalOf(client: Client, query: unknown): Promise<readonly unknown[]> {
  const { status, body } = await ask(client, query)
  return [status, body?.code, body?.details]
}
