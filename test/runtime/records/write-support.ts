import { type Client, type Identified, Module, type RowResult, type ZohoError } from '@zcrm/runtime'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { emulator } from '../../support/cli.ts'
import { accessClient, clientOf, type Seen, server, type TestServer } from '../support.ts'

export interface Lead extends Identified {
  readonly Last_Name: string
  readonly Company: string | null
  readonly Email: string | null
}
export type LeadWrite = { readonly [K in 'Last_Name' | 'Company' | 'Email']?: string | null }

/** What the generator makes of Leads, in short. */
export class Leads extends Module<Lead, LeadWrite, LeadWrite> {
  static override readonly apiName = 'Leads'
}

/** A lead of a number. */
export function lead(index: number): LeadWrite {
  return { Last_Name: `Doe ${index}`, Company: 'Acme' }
}

/** So many leads. */
export function manyLeads(count: number): readonly LeadWrite[] {
  return Array.from({ length: count }, (_, index) => lead(index))
}

/** An emulator, and its leads. */
export async function opened(
  options: EmulatorOptions = {},
): Promise<{ readonly zoho: Emulator; readonly client: Client; readonly leads: Leads }> {
  const zoho = await emulator(options)
  const client = clientOf(zoho)
  return { zoho, client, leads: new Leads(client) }
}

/** The names of all leads that are stored, by ascending id. */
export function storedNames(zoho: Emulator): readonly unknown[] {
  return zoho.records('Leads').map(({ Last_Name }) => Last_Name)
}

/** The rows of a call, as they were sent. */
export function rowsOf({ body }: Seen): readonly Record<string, unknown>[] {
  return (JSON.parse(body) as { data: Record<string, unknown>[] }).data
}

/** The answer that all rows of a call were written. */
export function allWritten(call: Seen): string {
  const data = rowsOf(call).map((row, index) => ({
    code: 'SUCCESS',
    status: 'success',
    details: { id: String(row['id'] ?? row['Last_Name'] ?? index) },
  }))
  return JSON.stringify({ data })
}

/** A server that takes every row, unless told otherwise, and its leads. */
export async function taking(
  answer: (call: Seen, count: number) => string = allWritten,
): Promise<{ readonly zoho: TestServer; readonly leads: Leads }> {
  const zoho = await server((response, call, count) => response.end(answer(call, count)))
  return { zoho, leads: new Leads(accessClient(zoho.environment)) }
}

/** In short: the ids that were written, the codes of the others. */
export function inShort(results: readonly RowResult<unknown>[]): readonly string[] {
  return results.map((result) => (result.ok ? result.id : result.error.code))
}

/** The errors of the rows that have one. */
export function errorsOf(results: readonly RowResult<unknown>[]): readonly ZohoError[] {
  return results.flatMap((result) => (result.ok ? [] : [result.error]))
}
