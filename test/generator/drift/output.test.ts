import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { annotationLines } from '../../../generator/commands/diff/annotations.ts'
import { markdownLines } from '../../../generator/commands/diff/markdown.ts'
import type { Report } from '../../../generator/commands/diff/report.ts'
import { tableLines } from '../../../generator/commands/diff/table.ts'
import { widthOf } from '../../../generator/commands/width.ts'
import type { Change } from '../../../generator/drift/change.ts'
import { locator } from '../../../generator/drift/locate.ts'
import { readSnapshot } from '../../../generator/snapshot/read.ts'
import { root } from '../../support/scratch.ts'
import { anyText, field, option, picklist } from '../metadata.ts'
import { diff, leads } from './organisations.ts'

const report = (changes: readonly Change[]): Report => ({
  from: 'a.json',
  against: 'b.json',
  matchedBy: 'id',
  changes,
})
const labelled = (label: string) => report(diff(leads([field('Fax')]), leads([field('Fax', { label })])))
const mixed = report(
  diff(
    leads([field('Fax', { length: 50 }), picklist('Lead_Source', [option('Web Site', { id: '123' })])]),
    leads([field('Fax', { length: 5 }), picklist('Lead_Source', [option('Website', { id: '123' })])]),
  ),
)

describe('the table for people', () => {
  test('as wide as usual', () => {
    expect(tableLines(mixed, { columns: 80, hasColors: false })).toEqual([
      'reading   writing   change',
      'breaking  breaking  option 123 of Leads.Lead_Source: "Web Site" is "Website" now',
      '                      LeadSource.WebSite is LeadSource.Website now, and "Web',
      '                      Site" is refused when written.',
      'safe      review    Leads.Fax holds 5 now; it was 50',
      '                      Zoho refuses what is longer; types do not tell.',
      '',
      '2 changes from a.json to b.json: 1 breaking, 1 to review, 0 safe',
    ])
  })

  test('on forty columns', () => {
    expect(tableLines(mixed, { columns: 40, hasColors: false })).toEqual([
      'reading / writing',
      'breaking / breaking',
      '  option 123 of Leads.Lead_Source: "Web',
      '  Site" is "Website" now',
      '    LeadSource.WebSite is',
      '    LeadSource.Website now, and "Web',
      '    Site" is refused when written.',
      'safe / review',
      '  Leads.Fax holds 5 now; it was 50',
      '    Zoho refuses what is longer; types',
      '    do not tell.',
      '',
      '2 changes from a.json to b.json: 1',
      'breaking, 1 to review, 0 safe',
    ])
  })

  test('in colours', () => {
    const [, row] = tableLines(mixed, { columns: 80, hasColors: true })
    expect(row).toContain('\u001b[31mbreaking\u001b[39m  \u001b[31mbreaking\u001b[39m  option 123')
  })

  test('no text of an organisation is wider than the paper, or obeyed by the terminal', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(40, 80), (label, columns) => {
        for (const line of tableLines(labelled(label), { columns, hasColors: false })) {
          expect(widthOf(line)).toBeLessThanOrEqual(columns)
          expect(line).not.toMatch(/[\p{Cc}\u202e]/u)
        }
      }),
    )
  })

  test('characters that take two places', () => {
    const lines = tableLines(labelled('名'.repeat(60)), { columns: 40, hasColors: false })
    expect(Math.max(...lines.map((line) => line.match(/名/g)?.length ?? 0))).toBeLessThanOrEqual(19)
  })

  test('nothing changed is one line', () => {
    const paper = { columns: 80, hasColors: false }
    expect(tableLines(report([]), paper)).toEqual(['nothing changed from a.json to b.json'])
  })
})

describe('Markdown', () => {
  test('a row is one line of four cells, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, (label) => {
        const row = markdownLines(labelled(label)).at(-1) ?? ''
        expect(row).not.toMatch(/[\n\r]/)
        expect(row.replace(/\\./g, '').match(/\|/g) ?? []).toHaveLength(label === 'Fax' ? 0 : 5)
      }),
    )
  })

  test('it fits into a comment', () => {
    const fields = Array.from({ length: 2000 }, (_, index) => field(`F${index}`))
    const lines = markdownLines(report(diff(leads(fields), leads([]))))
    expect(lines.join('\n').length).toBeLessThan(65_536)
    expect(lines.at(-1)).toMatch(/^and \d+ more, which zcrm diff lists$/)
  })
})

describe('annotations', () => {
  const place = { file: 'a,b:c.json', lineOf: () => 7 }

  test('an error for what breaks, a warning for what wants to be looked at', () => {
    expect(annotationLines(mixed, place)).toEqual([
      '::error file=a%2Cb%3Ac.json,line=7,title=breaking for reading%2C breaking for writing::option 123 of Leads.Lead_Source: "Web Site" is "Website" now. LeadSource.WebSite is LeadSource.Website now, and "Web Site" is refused when written.',
      '::warning file=a%2Cb%3Ac.json,line=7,title=safe for reading%2C review for writing::Leads.Fax holds 5 now; it was 50. Zoho refuses what is longer; types do not tell.',
    ])
  })

  test('no text of an organisation begins a command of its own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const label of [text, '\n::error::x', '%0A::error::x'])
          for (const line of annotationLines(labelled(label), place))
            expect(line).toMatch(/^::notice [^\n\r]*$/)
      }),
    )
    expect(annotationLines(labelled('100%0A'), place)[0]).toContain('100%250A')
  })
})

test('each thing is found at its line of the snapshot', async () => {
  const text = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
  const lines = text.split('\n')
  const lineOf = locator(text)
  const change: Change = {
    ...{ kind: 'field.removed', grade: 'safe', read: 'safe', write: 'safe', what: '', why: '' },
    ...{ module: null, field: null, item: null, id: null, before: null, after: null },
  }
  const at = (some: Partial<Change>) => lines[lineOf({ ...change, ...some }) - 1] ?? ''
  const { modules, globalPicklists } = readSnapshot('', text)
  for (const { apiName: module, id, fields, layouts, relatedLists, customViews } of modules) {
    expect(at({ kind: 'module.label', module })).toMatch(new RegExp(`^ {2}\\{"id":"${id}"`))
    for (const one of fields) {
      expect(at({ module, field: one.apiName })).toMatch(new RegExp(`^ {4}\\{"id":"${one.id}"`))
      for (const { id, display } of one.options)
        expect(at({ kind: 'option.value', module, field: one.apiName, item: display, id })).toContain(
          `{"id":"${id}"`,
        )
    }
    for (const { name, id } of layouts)
      expect(at({ kind: 'layout.label', module, item: name })).toContain(`"id":"${id}"`)
    for (const { apiName, id } of relatedLists)
      expect(at({ kind: 'list.label', module, item: apiName })).toContain(`{"id":"${id}"`)
    for (const { name, id } of customViews)
      expect(at({ kind: 'view.renamed', module, item: name, id })).toContain(`{"id":"${id}"`)
    expect(at({ module, field: 'not there' })).toContain(`{"id":"${id}"`)
  }
  for (const { apiName, id, options } of globalPicklists) {
    expect(at({ kind: 'picklist.label', field: apiName })).toContain(`{"id":"${id}"`)
    for (const one of options)
      expect(at({ kind: 'option.value', field: apiName, item: one.display, id: one.id })).toContain(
        `{"id":"${one.id}"`,
      )
  }
  expect(lineOf(change)).toBe(1)
})
