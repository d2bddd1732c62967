import type { OrgBody } from '../../emulator/index.ts'
import type { Client } from './client.ts'
import { field } from './org.ts'

/** An edit that appends to a list. */
export const append =
  (list: string, ...elements: readonly unknown[]) =>
  (body: OrgBody): OrgBody => ({ ...body, [list]: [...((body[list] as unknown[]) ?? []), ...elements] })

/** An edit that takes the elements with an api_name out of a list. */
export const without =
  (list: string, apiName: string) =>
  (body: OrgBody): OrgBody => ({
    ...body,
    [list]: (body[list] as { api_name: string }[]).filter((each) => each.api_name !== apiName),
  })

/** A field that no module has. */
export const colour: object = field('Colour', 'text', { json_type: 'string', id: '6699', length: 5 })

/** When each module was modified, by API name. */
export async function modifiedTimes({ get }: Client): Promise<Readonly<Record<string, string | null>>> {
  const { modules } = (await get('/settings/modules')).body
  return Object.fromEntries(
    modules.map((each: { api_name: string; modified_time: string | null }) => [
      each.api_name,
      each.modified_time,
    ]),
  )
}

/** The names of a module's used fields. */
export async function fieldNames({ get }: Client, of = 'Leads'): Promise<readonly string[]> {
  const { body } = await get(`/settings/fields?module=${of}`)
  return body.fields.map((each: { api_name: string }) => each.api_name)
}
