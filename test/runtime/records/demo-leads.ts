import type { Client } from '@zcrm/runtime'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { Leads } from '../../../generated/leads.ts'
import { emulator } from '../../support/cli.ts'
import { clientOf } from '../support.ts'

/** The leads of the demo organisation, by the class that is generated of them. */
export async function opened(
  options: EmulatorOptions = {},
): Promise<{ zoho: Emulator; client: Client; leads: Leads }> {
  const zoho = await emulator(options)
  const client = clientOf(zoho)
  return { zoho, client, leads: new Leads(client) }
}
