import { expect, test } from 'vitest'
import { changesText } from '../../../generator/commands/changes.ts'
import { snapshotChanges } from '../../../generator/snapshot/changes.ts'
import type { ModuleMetadata } from '../../../runtime/metadata/index.ts'
import { field, layout, module, option, organisation, picklist } from '../metadata.ts'

const told = (before: readonly ModuleMetadata[], after: readonly ModuleMetadata[]): string =>
  changesText(snapshotChanges(organisation(before), organisation(after)), { isVerbose: false })

const leads = (...fields: Parameters<typeof module>[1]) => module('Leads', fields)
const source = (...options: Parameters<typeof picklist>[1]) => picklist('Source', options)

test.each<[string, readonly ModuleMetadata[], readonly ModuleMetadata[]]>([
  ['no module differs', [leads()], [leads()]],
  ['Deals (added)', [leads()], [leads(), module('Deals', [field('Name')])]],
  ['Deals (removed)', [module('Deals', []), leads()], [leads()]],
  [
    'Leads (1 field added, 1 field removed, 1 field changed)',
    [leads(field('A'), field('B'))],
    [leads(field('A', { length: 5 }), field('C'))],
  ],
  [
    'Leads (2 options added, 1 option removed, 1 option changed)',
    [leads(source(option('A'), option('B')))],
    [leads(source(option('A', { used: false }), option('C'), option('D')))],
  ],
  [
    'Leads (layouts, lists or views)',
    [leads()],
    [module('Leads', [], { layouts: [layout('Standard', [])] })],
  ],
])('%s', (want, before, after) => {
  expect(told(before, after)).toBe(want)
})

test('many modules are told by their number', () => {
  const modules = Array.from({ length: 30 }, (_, index) => module(`M${10 + index}`, []))
  expect(told([], modules)).toMatch(/^M10 \(added\), .* and 22 more \(--verbose names them\)$/)
})
