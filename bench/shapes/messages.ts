import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilers } from '../lib/peers.ts'
import { projectFile } from '../lib/tsc.ts'
import { startTsserver } from '../lib/tsserver.ts'

/** What a reader sees of a shape: the compiler's words for a mistake, the editor's words under the cursor. */
export interface Message {
  readonly about: string
  readonly text: string
}

const head = `import { Leads, type LeadsRecord } from './generated/leads.js'
declare const leads: Leads
declare const lead: LeadsRecord
`

const mistakes: readonly (readonly [about: string, line: string])[] = [
  ['a typo in create', "leads.create({ Last_Name: 'Doe', Compny: 'Acme' })"],
  ['a wrong picklist value', "leads.create({ Last_Name: 'Doe', Lead_Source: 'Cold' })"],
  ['a lookup set to a number', "leads.create({ Last_Name: 'Doe', Account: 7 })"],
  ['a mandatory field is missing', "leads.create({ Company: 'Acme' })"],
  ['a system field in update', "leads.update('1', { Created_Time: '2024-01-01' })"],
  ['a typo in fields', "leads.get('1', { fields: ['Last_Name', 'Emial'] })"],
  ['a typo on a record', 'lead.Emial'],
  ['a picklist as a number', 'export const n: number = lead.Lead_Source'],
]

const hovers: readonly (readonly [about: string, line: string])[] = [
  ['lead.Company', 'lead.Comp‸any'],
  ['lead.Lead_Source', 'lead.Lead_‸Source'],
  ['lead.Account', 'lead.Acc‸ount'],
  ['Lead_Source: in create', "leads.create({ Last_Name: 'Doe', Lead_‸Source: 'Cold Call' })"],
  ['leads.create', 'leads.cre‸ate'],
  ['the result of get', "const slim‸ = await leads.get('1', { fields: ['Last_Name', 'Lead_Source'] })"],
  ['LeadsCreate', "import type { LeadsCre‸ate } from './generated/leads.js'"],
]

/** The messages of both compilers for the mistakes; the second's only where it uses other words. */
export async function mistakeMessages(folder: string): Promise<readonly Message[]> {
  const [older, newer] = await compilers()
  writeFileSync(join(folder, 'mistakes.ts'), `${head}${mistakes.map(([, line]) => line).join('\n')}\n`)
  const first = said(folder, older.file, older.args)
  const second = said(folder, newer.file, newer.args)
  return mistakes.map(([about], index) => {
    const [words, otherWords] = [first.get(index) ?? 'accepted', second.get(index) ?? 'accepted']
    return { about, text: words === otherWords ? words : `${words}\n(7) ${otherWords}` }
  })
}

/** The hovers of TypeScript 5.9. */
export async function hoverTexts(folder: string): Promise<readonly Message[]> {
  const file = join(folder, 'hovers.ts')
  const text = `${head}${hovers.map(([, line]) => line.replace('‸', '')).join('\n')}\n`
  writeFileSync(file, text)
  const server = startTsserver(folder)
  server.open(file, text)
  const messages: Message[] = []
  for (const [index, [about, line]] of hovers.entries()) {
    const at = { line: head.split('\n').length - 1 + index, character: line.indexOf('‸') }
    messages.push({ about, text: await server.hover(file, at) })
  }
  await server.close()
  return messages
}

function said(folder: string, file: string, args: readonly string[]): ReadonlyMap<number, string> {
  const project = projectFile({ name: 'mistakes', folder, files: ['mistakes.ts'] })
  const output = spawnSync(file, [...args, '--pretty', 'false', '-p', project], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout
  const firstLine = head.split('\n').length
  const messages = new Map<number, string>()
  for (const part of output.split(/^mistakes\.ts/m).slice(1)) {
    const match = /^\((\d+),\d+\): error (.*)$/s.exec(part.trim())
    if (match?.[1] !== undefined && match[2] !== undefined)
      messages.set(Number(match[1]) - firstLine, match[2])
  }
  return messages
}
