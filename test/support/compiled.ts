import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { scratchFolder } from './scratch.ts'
import { typeCheck } from './tsc.ts'

/** What is in reach of the lines below. */
const PRELUDE = `
import * as z from '@zcrm/runtime'
import * as o from '../../../generated/index.js'
export { o, z }
export { LeadSource, LeadStatus, type LeadSourceValue } from '../../../generated/leads.picklists.js'
export declare const client: z.Client
export declare const text: string
export const leads: o.Leads = new o.Leads(client)
export const contacts: o.Contacts = new o.Contacts(client)
export const deals: o.Deals = new o.Deals(client)
export const rentals: o.Rentals = new o.Rentals(client)
export const bicycles: o.Bicycles = new o.Bicycles(client)
export declare const account: z.Ref<'Accounts'>
export declare const contact: z.Ref<'Contacts'>
export declare const user: z.UserRef
export declare const lead: o.LeadsRecord
export declare const deal: o.DealsRecord
export declare const rental: o.RentalsRecord
/** Whether two types are one. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export type IsAny<T> = 0 extends 1 & T ? true : false
/** Whether any is in a type, in its members or in theirs. */
export type HasAny<T, Depth extends 0[] = []> = IsAny<T> extends true
  ? true
  : Depth['length'] extends 4
    ? false
    : T extends readonly (infer E)[]
      ? HasAny<E, [...Depth, 0]>
      : T extends object
        ? true extends { [K in keyof T]-?: HasAny<T[K], [...Depth, 0]> }[keyof T]
          ? true
          : false
        : false
export type HasIndex<T> = string extends keyof T ? true : number extends keyof T ? true : symbol extends keyof T ? true : false
export type Clean<T> = true extends HasAny<T> | HasIndex<T> ? false : true
`

const IMPORT =
  "import { account, bicycles, client, type Clean, contact, contacts, deal, deals, type HasAny, lead, leads, LeadSource, type LeadSourceValue, LeadStatus, o, rental, rentals, type Same, text, user, z } from './prelude.js'\n"

/** Compiles each line in a file of its own, all in one go, and gives what is said of each. */
async function compiled(lines: readonly string[]): Promise<readonly string[]> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'prelude.ts'), PRELUDE)
  const file = (index: number) => `line${index}.ts`
  await Promise.all(lines.map((line, index) => writeFile(join(folder, file(index)), `${IMPORT}${line}\n`)))
  const output = await typeCheck(folder, { noUnusedLocals: false, noUnusedParameters: false })
  const said = new Map<string, string>()
  let name = ''
  for (const line of output.split('\n')) {
    name = /(?:^|\/)([\w-]+\.ts)\(\d+,\d+\): error/.exec(line)?.[1] ?? name
    if (line !== '') said.set(name, `${said.get(name) ?? ''}${line}\n`)
  }
  const elsewhere = [...said].filter(([name]) => !/^line\d+\.ts$/.test(name))
  expect(elsewhere, 'errors outside of the lines').toEqual([])
  return lines.map((_, index) => said.get(file(index)) ?? '')
}

/** Lines that compile, by what they show. */
export type Accepted = Readonly<Record<string, readonly string[]>>

/** Lines that do not compile, each with what the compiler says, by what they show. */
export type Refused = Readonly<Record<string, readonly (readonly [line: string, why: RegExp])[]>>

/** Fails for each line that does not compile. */
export async function expectAccepted(accepted: Accepted): Promise<void> {
  const rows = Object.entries(accepted).flatMap(([about, lines]) =>
    lines.map((line) => [about, line] as const),
  )
  const said = await compiled(rows.map(([, line]) => line))
  for (const [index, [about, line]] of rows.entries()) expect.soft(said[index], `${about}: ${line}`).toBe('')
}

/** Fails for each line that compiles, or does not for another reason. */
export async function expectRefused(refused: Refused): Promise<void> {
  const rows = Object.entries(refused).flatMap(([about, lines]) =>
    lines.map((line) => [about, ...line] as const),
  )
  const said = await compiled(rows.map(([, line]) => line))
  for (const [index, [about, line, why]] of rows.entries())
    expect.soft(said[index], `${about}: ${line}`).toMatch(why)
}
