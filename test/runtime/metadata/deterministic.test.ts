import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type FieldMetadata,
  type LayoutMetadata,
  type Metadata,
  type ModuleMetadata,
  moduleHash,
  type OptionMetadata,
  sortMetadata,
} from '@zcrm/runtime/metadata'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomOf, shuffled } from '../../fixtures/random.ts'
import { shuffleOrg } from '../../fixtures/shuffle.ts'
import { anyMetadata, dependency, field, layout, module, option, picklist } from '../../generator/metadata.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { orgOf } from './org.ts'

/** The same metadata in another order. Sections of a layout and their fields stand in the order of the layout. */
function reordered(metadata: Metadata, seed: number): Metadata {
  const random = randomOf(seed)
  const mix = <T>(items: readonly T[]): readonly T[] => shuffled(items, random)
  const mixField = (one: FieldMetadata): FieldMetadata => ({ ...one, options: mix(one.options) })
  const mixLayout = (one: LayoutMetadata): LayoutMetadata => ({
    ...one,
    dependencies: mix(
      one.dependencies.map(({ map, ...rest }) => ({
        ...rest,
        map: mix(map.map(({ value, options }) => ({ value, options: mix(options) }))),
      })),
    ),
  })
  return {
    profile: metadata.profile,
    notSeen: mix(metadata.notSeen),
    globalPicklists: mix(metadata.globalPicklists.map((one) => ({ ...one, options: mix(one.options) }))),
    modules: mix(
      metadata.modules.map((one) => ({
        ...one,
        fields: mix(one.fields.map(mixField)),
        layouts: mix(one.layouts.map(mixLayout)),
        relatedLists: mix(one.relatedLists),
        customViews: mix(one.customViews),
      })),
    ),
  }
}

describe('sorted metadata', () => {
  test('is the same whatever the order', () => {
    fc.assert(
      fc.property(anyMetadata, fc.nat(), (metadata, seed) => {
        const sorted = JSON.stringify(sortMetadata(metadata))
        expect(JSON.stringify(sortMetadata(reordered(metadata, seed)))).toBe(sorted)
      }),
      { numRuns: 200 },
    )
  })

  test('is the same whatever the order of what has the same name and no id', () => {
    const twins = (order: readonly number[]): Metadata => ({
      modules: [
        module('M', [], {
          layouts: order.map((n) => layout('Twin', [`F${n}`])),
          customViews: order.map((n) => ({ id: null, name: 'Twin', systemName: `V${n}` })),
        }),
        module('N', [], {
          layouts: [
            layout('One', [], { dependencies: order.map((n) => dependency('P', 'C', { [`v${n}`]: [] })) }),
            layout('Two', [], {
              dependencies: [
                {
                  ...dependency('P', 'C', {}),
                  map: order.map((n) => ({
                    value: { display: 'x', actual: 'x' },
                    options: [{ display: `o${n}`, actual: null }],
                  })),
                },
              ],
            }),
          ],
        }),
      ],
      globalPicklists: [],
      notSeen: [],
      profile: null,
    })
    expect(sortMetadata(twins([3, 1, 2]))).toEqual(sortMetadata(twins([1, 2, 3])))
  })

  test('stays as it is when it is sorted again, and has everything that there was', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const sorted = sortMetadata(metadata)
        expect(sortMetadata(sorted)).toEqual(sorted)
        expect(sorted.modules.length).toBe(metadata.modules.length)
        for (const one of metadata.modules) {
          const same = sorted.modules.find(({ apiName }) => apiName === one.apiName)
          expect(same?.fields.length).toBe(one.fields.length)
          expect(same?.layouts.length).toBe(one.layouts.length)
        }
      }),
    )
  })

  test('keeps the order of sections and their fields, which is the layout’s', () => {
    const standard = layout('Standard', ['Z', 'A'])
    const [sorted] = sortMetadata({
      modules: [module('M', [], { layouts: [standard] })],
      globalPicklists: [],
      notSeen: [],
      profile: null,
    }).modules
    expect(sorted?.layouts).toEqual([standard])
  })

  test.each([1, 2])(
    'is the same of two organisations that answer in another order (seed %i)',
    async (seed) => {
      const folder = join(await scratchFolder(), 'org')
      shuffleOrg(fileURLToPath(new URL('../../../emulator/orgs/demo', import.meta.url)), folder, seed)
      const pulls = [{}, { org: folder }].map(async (options) => {
        const { pull } = await orgOf(await emulator(options))
        return sortMetadata((await pull()).metadata)
      })
      const [one, other] = await Promise.all(pulls)
      expect(other).toEqual(one)
    },
  )
})

/** A module of which generated code covers something of every kind. */
const COVERED: ModuleMetadata = module(
  'Leads',
  [
    field('Name', { dataType: 'text', jsonType: 'string', mandatory: true }),
    field('Total', { dataType: 'formula', returnType: 'currency', creatable: false, updatable: false }),
    field('Notes', { dataType: 'textarea', richText: true }),
    field('Account', { dataType: 'lookup', target: { modules: ['Accounts'], connectedField: null } }),
    picklist('Region', [
      option('North', { order: 1, color: '#ff0000' }),
      option('South', { order: 2, actual: 's', reference: 'r' }),
      option('Old', { order: 3, used: false }),
    ]),
    picklist('Depot', [option('Mill')], { globalPicklist: 'Depot' }),
    field('Gone', { used: false }),
  ],
  {
    id: '1',
    layouts: [
      layout('Standard', ['Name', 'Region', 'Depot'], {
        apiName: 'Standard__s',
        id: '11',
        required: ['Region'],
        dependencies: [dependency('Region', 'Depot', { North: ['Mill'], South: [] })],
      }),
      layout('Old', ['Name'], { active: false, required: ['Name'] }),
    ],
    relatedLists: [{ id: '21', apiName: 'Notes', label: 'Remarks', module: 'Notes', linkingModule: null }],
    customViews: [{ id: '31', name: 'All', systemName: 'ALLVIEWS' }],
  },
)

const withField =
  (name: string, more: Partial<FieldMetadata>) =>
  (of: ModuleMetadata): ModuleMetadata => ({
    ...of,
    fields: of.fields.map((one) => (one.apiName === name ? { ...one, ...more } : one)),
  })

const withOption = (display: string, more: Partial<OptionMetadata>) => (of: ModuleMetadata) => ({
  ...of,
  fields: of.fields.map((one) => ({
    ...one,
    options: one.options.map((each) => (each.display === display ? { ...each, ...more } : each)),
  })),
})

const withLayout =
  (name: string, more: Partial<LayoutMetadata>) =>
  (of: ModuleMetadata): ModuleMetadata => ({
    ...of,
    layouts: of.layouts.map((one) => (one.name === name ? { ...one, ...more } : one)),
  })

type Change = (of: ModuleMetadata) => ModuleMetadata

describe('the hash of a module', () => {
  test.each<[string, Change]>([
    ['a field more', (of) => ({ ...of, fields: [...of.fields, field('New')] })],
    ['a field less', (of) => ({ ...of, fields: of.fields.slice(1) })],
    ['a field that is used again', withField('Gone', { used: true })],
    ['a field that is put aside', withField('Name', { used: false })],
    ['a data type', withField('Name', { dataType: 'email' })],
    ['a JSON type', withField('Name', { jsonType: 'jsonarray' })],
    ['what a formula gives', withField('Total', { returnType: 'date' })],
    ['text that is rich no more', withField('Notes', { richText: false })],
    ['a mandatory field', withField('Name', { mandatory: false })],
    ['what can be set when a record is made', withField('Total', { creatable: true })],
    ['what can be set when a record is changed', withField('Total', { updatable: true })],
    ['where a lookup points', withField('Account', { target: { modules: ['Deals'], connectedField: null } })],
    [
      'the field of a linking module',
      withField('Account', { target: { modules: ['Accounts'], connectedField: 'Other' } }),
    ],
    ['a lookup without a target', withField('Account', { target: null })],
    ['whose options they are', withField('Depot', { globalPicklist: null })],
    ['an option more', withField('Depot', { options: [option('Mill'), option('Dock')] })],
    ['an option less', withField('Depot', { options: [] })],
    ['what people see of an option', withOption('North', { display: 'Far north' })],
    ['what is stored of an option', withOption('South', { actual: 'x' })],
    ['what reports say of an option', withOption('South', { reference: 'x' })],
    ['the place of an option', withOption('North', { order: 9 })],
    ['the colour of an option', withOption('North', { color: null })],
    ['an option that is used again', withOption('Old', { used: true })],
    ['what goes with a value', withLayout('Standard', { dependencies: [dependency('Region', 'Depot', {})] })],
    ['what depends on what', withLayout('Standard', { dependencies: [] })],
    ['what a layout demands', withLayout('Standard', { sections: [] })],
    ['a layout that is used again', withLayout('Old', { active: true })],
    ['a layout that is put aside', withLayout('Standard', { active: false })],
    ['a related list less', (of) => ({ ...of, relatedLists: [] })],
    [
      'whose records a related list has',
      (of) => ({ ...of, relatedLists: of.relatedLists.map((list) => ({ ...list, module: 'Deals' })) }),
    ],
  ])('changes with %s', (_, change) => {
    expect(moduleHash(change(COVERED))).not.toBe(moduleHash(COVERED))
  })

  test.each<[string, Change]>([
    ['ids', (of) => ({ ...withOption('North', { id: '7' })(withField('Name', { id: '8' })(of)), id: '9' })],
    ['the label of the module', (of) => ({ ...of, label: 'People' })],
    ['labels of fields', withField('Name', { label: 'Title', tooltip: 'help' })],
    ['what is only said in comments', withField('Name', { length: 7, unique: true })],
    ['what nobody uses', withField('Gone', { dataType: 'email', options: [option('x')] })],
    ['the name of a layout that has an API name', withLayout('Standard', { name: 'Zebra', id: '99' })],
    ['a layout that is not active', withLayout('Old', { name: 'Older', sections: [] })],
    [
      'the order and the labels of sections',
      withLayout('Standard', {
        sections: [
          { apiName: 'Else', label: 'Else', fields: ['Depot', 'Region'], required: ['Region'] },
          { apiName: 'Information', label: 'Data', fields: ['Name'], required: [] },
        ],
      }),
    ],
    [
      'labels of related lists',
      (of) => ({ ...of, relatedLists: of.relatedLists.map((list) => ({ ...list, id: '5', label: 'x' })) }),
    ],
    ['custom views', (of) => ({ ...of, customViews: [] })],
  ])('does not change with %s', (_, change) => {
    expect(moduleHash(change(COVERED))).toBe(moduleHash(COVERED))
  })

  test('does not change with the order of anything', () => {
    fc.assert(
      fc.property(anyMetadata, fc.nat(), (metadata, seed) => {
        const hashes = ({ modules }: Metadata) =>
          new Map(modules.map((one) => [one.apiName, moduleHash(one)]))
        expect(hashes(reordered(metadata, seed))).toEqual(hashes(metadata))
      }),
    )
  })

  test('does not change with the order of layouts whose names change', () => {
    const two = (first: string, second: string) =>
      module('M', [picklist('A', []), picklist('B', [])], {
        layouts: [
          layout(first, [], { apiName: 'one', dependencies: [dependency('A', 'B', { x: ['y'] })] }),
          layout(second, [], { apiName: 'two', dependencies: [dependency('A', 'B', { x: ['z'] })] }),
        ],
      })
    expect(moduleHash(two('A', 'B'))).toBe(moduleHash(two('B', 'A')))
  })
})
