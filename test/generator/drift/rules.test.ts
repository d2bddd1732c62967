import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Case, CONDITIONS } from '../../../generator/drift/rules/rule.ts'
import { RULES } from '../../../generator/drift/rules/rules.ts'
import { root } from '../../support/scratch.ts'

const MARK = /<!-- rules -->\n([\s\S]*)<!-- end of rules -->/

/** The table of rules as the documentation has it. */
function table(): string {
  const rows = Object.entries(RULES).flatMap(([kind, { cases }]) => cases.map((one) => row(kind, one)))
  return ['', '| change | where | reading | writing | why |', '|---|---|---|---|---|', ...rows, '', ''].join(
    '\n',
  )
}

const EXAMPLE: Readonly<Record<string, string>> = {
  record: 'LeadsRecord',
  create: 'LeadsCreate',
  update: 'LeadsUpdate',
  class: 'Leads',
  newClass: 'Enquiries',
  field: 'Fax',
  newField: 'Telefax',
  picklist: 'LeadSource',
  newPicklist: 'Source',
  constant: 'WebSite',
  newConstant: 'Website',
  value: '"Web Site"',
  dependency: 'StateByCountry',
  type: 'string',
  newType: 'number',
}

function row(kind: string, { when, read, write, why }: Case): string {
  const shown = why.replace(/\{(\w+)\}/g, (_, name: string) => EXAMPLE[name] ?? '…')
  return `| \`${kind}\` | ${when === null ? '' : CONDITIONS[when]} | ${read} | ${write} | ${shown} |`
}

test('every rule is in the documentation', async () => {
  const text = await readFile(join(root, 'docs/diff.md'), 'utf8')
  expect(MARK.exec(text)?.[1]).toBe(table())
})

test('every rule ends with a case that always holds, and every condition is in one', () => {
  const all = Object.entries(RULES)
  for (const [kind, { cases }] of all) {
    expect.soft(cases.at(-1)?.when, kind).toBeNull()
    expect
      .soft(
        cases.slice(0, -1).every(({ when }) => when !== null),
        kind,
      )
      .toBe(true)
  }
  const used = new Set(all.flatMap(([, { cases }]) => cases.map(({ when }) => when)))
  expect(Object.keys(CONDITIONS).filter((name) => ![...used].includes(name as never))).toEqual([])
})
