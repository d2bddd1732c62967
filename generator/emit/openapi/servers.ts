import { environmentNames, parseEnvironment } from '@zcrm/runtime'
import type { OpenAPIV3_1 } from 'openapi-types'

/** Where an organisation lives: the origins of its API and accounts server, or `null` where nobody said. */
export type Hosts = { readonly name: string; readonly apiUrl: string; readonly accountsUrl: string } | null

/** The servers of the API, and the accounts server that goes with them. */
export interface Servers {
  readonly servers: OpenAPIV3_1.ServerObject[]
  readonly accountsUrl: string
}

/** The servers: the one that is configured, else any of Zoho's. */
export function serversOf(hosts: Hosts): Servers {
  if (hosts !== null) {
    const { name, apiUrl, accountsUrl } = hosts
    return { servers: [{ url: apiUrl, description: name }], accountsUrl }
  }
  // Authorization begins in the United States; Zoho sends users on to where their account lives.
  return { servers: [anyServer()], accountsUrl: parseEnvironment('US.PRODUCTION').accountsUrl }
}

/** A server with a variable for each part of its host; a variable has to have a default. */
function anyServer(): OpenAPIV3_1.ServerObject {
  const hosts = environmentNames.map((name) =>
    new URL(parseEnvironment(name).apiUrl).host.split('.zohoapis.'),
  )
  const kinds = [...new Set(hosts.map(([kind = '']) => kind))]
  const domains = [...new Set(hosts.map(([, domain = '']) => domain))]
  return {
    url: 'https://{kind}.zohoapis.{domain}',
    description:
      'A data centre of Zoho. Which one an organisation lives in does not follow from anything here.',
    variables: {
      kind: variable('Production (www), a sandbox or a developer organisation.', kinds),
      domain: variable('The domain of the data centre.', domains),
    },
  }
}

function variable(description: string, values: readonly string[]): OpenAPIV3_1.ServerVariableObject {
  const [standard = ''] = values
  return { description, default: standard, enum: values as [string, ...string[]] }
}
