import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startLsp } from '../../bench/lib/lsp.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { strictest } from '../support/tsc.ts'

const HEAD = `import type { Client } from '@zcrm/runtime'
import { Accounts, Contacts, Leads } from '../../../generated/index.js'
declare const client: Client
const leads = new Leads(client)
const contacts = new Contacts(client)
`

/** What is being typed, with the cursor, and some of what has to be offered there. */
const TYPED: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["leads.list({ fields: ['‸'] })", ['Email', 'Lead_Source']],
  ["leads.get('1', { fields: ['Email', '‸'] })", ['Last_Name', 'Owner']],
  ["leads.getMany(['1'], { fields: ['‸'] })", ['Email']],
  ["leads.select('‸')", ['Email', 'Lead_Source', 'Owner.name']],
  ["leads.select('Email').where('‸')", ['Email', 'Lead_Source']],
  ["leads.select('Email').where('Lead_Source', '‸')", ['=', 'in', 'is null']],
  ["leads.select('Email').where('Lead_Source', '=', '‸')", ['Cold Call', 'Trade Show']],
  ["leads.select('Email').where('Annual_Revenue', '‸')", ['>', 'between']],
  ["leads.select('Email').orderBy('‸')", ['Email']],
  ["leads.search({ where: ({ is }) => is('‸') })", ['Email', 'City']],
  ["leads.search({ where: ({ is }) => is('City', '‸') })", ['equals', 'starts_with']],
  ["contacts.join('‸')", ['Account_Name']],
  ["contacts.join('Account_Name', Accounts).select('‸')", ['Account_Name.Industry', 'Last_Name']],
  ["leads.create({ Last_Name: 'x', Company: 'x', Lead_Source: '‸' })", ['Cold Call']],
  ['leads.update("1", { ‸ })', ['Email', 'Lead_Source']],
  ["leads.upsertMany([], { by: ['‸'] })", ['Email']],
]

test('completion offers the fields of the module, its operators and its options', {
  timeout: 120_000,
}, async () => {
  const folder = await scratchFolder()
  const compilerOptions = {
    ...strictest,
    module: 'nodenext',
    customConditions: ['@zcrm/source'],
    allowImportingTsExtensions: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const exe = pathToFileURL(join(root, 'node_modules/typescript/lib/getExePath.js')).href
  const { default: getExePath } = (await import(exe)) as { default: () => string }
  const server = await startLsp(folder, getExePath())
  onTestFinished(() => server.close())
  const text = `${HEAD}${TYPED.map(([line]) => `void ${line.replace('‸', '')}`).join('\n')}\n`
  const file = join(folder, 'app.ts')
  await writeFile(file, text)
  server.open(file, text)
  const first = HEAD.split('\n').length - 1
  for (const [index, [line, wanted]] of TYPED.entries()) {
    const at = { line: first + index, character: 'void '.length + line.indexOf('‸') }
    const offered = (await server.complete(file, at)).map((name) => name.replace(/^["'`]|["'`?]+$/g, ''))
    expect(offered, line).toEqual(expect.arrayContaining([...wanted]))
    expect(offered, line).not.toContain('Deal_Name')
  }
})
