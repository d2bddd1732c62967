import { describe, expect, test } from 'vitest'
import { buildSchema, type SchemaOptions } from '../../../generator/schema/build.ts'
import type { DependencySchema } from '../../../generator/schema/schema.ts'
import type { FieldMetadata, LayoutMetadata, OptionMetadata } from '../../../runtime/metadata/index.ts'
import {
  dependency,
  field,
  layout,
  module,
  option,
  organisation,
  picklist,
  standardOptions,
} from '../metadata.ts'

const COUNTRY = picklist('Country', [option('-None-'), option('Germany'), option('France')])
const STATE = picklist('State', [
  option('-None-'),
  option('Bavaria'),
  option('Hesse'),
  option('Alsace', { actual: 'AL' }),
  option('Gone', { used: false }),
])
const MAP = { Germany: ['Bavaria', 'Hesse'], France: ['Alsace'] }
const BOTH = ['Country', 'State']

function schemas(
  layouts: readonly LayoutMetadata[],
  fields: readonly FieldMetadata[] = [COUNTRY, STATE],
  options: Partial<SchemaOptions> = {},
  globals: Readonly<Record<string, readonly OptionMetadata[]>> = {},
): readonly DependencySchema[] {
  const picklists = Object.entries(globals).map(([apiName, one]) => ({
    id: null,
    apiName,
    label: apiName,
    options: one,
  }))
  const metadata = organisation([module('Accounts', fields, { layouts })], picklists)
  const [schema] = buildSchema({ hash: '', ...metadata }, { ...standardOptions, ...options }).modules
  return schema?.dependencies ?? []
}

const rowsOf = ([first]: readonly DependencySchema[]) =>
  Object.fromEntries((first?.rows ?? []).map(({ value, options }) => [value, options]))

describe('a picklist that depends on another', () => {
  test('is a class, named after both, with the options of each value', () => {
    const dependencies = [dependency('Country', 'State', MAP)]
    expect(schemas([layout('Standard', BOTH, { dependencies })])).toEqual([
      {
        parent: 'Country',
        child: 'State',
        className: 'StateByCountry',
        doc: 'Options of State that go with each Country.',
        rows: [
          { value: 'France', options: ['Alsace'] },
          { value: 'Germany', options: ['Bavaria', 'Hesse'] },
        ],
        isChecked: true,
      },
    ])
  })

  test('has wire values, no -None-, and nothing that is not used or not there', () => {
    const map = {
      '-None-': ['Bavaria'],
      Germany: ['-None-', 'Bavaria', 'Gone', 'Atlantis'],
      Atlantis: ['Hesse'],
      France: ['Alsace'],
    }
    const layouts = [layout('Standard', BOTH, { dependencies: [dependency('Country', 'State', map)] })]
    expect(rowsOf(schemas(layouts))).toEqual({ Germany: ['Bavaria'], France: ['Alsace'] })
    expect(rowsOf(schemas(layouts, undefined, { wireValue: 'actual' }))).toEqual({
      Germany: ['Bavaria'],
      France: ['AL'],
    })
  })

  test('a value without options allows none', () => {
    const layouts = [
      layout('Standard', BOTH, { dependencies: [dependency('Country', 'State', { France: [] })] }),
    ]
    expect(rowsOf(schemas(layouts))).toEqual({ France: [] })
  })

  test('an option is found by both of its strings first: those of two options can be crossed', () => {
    const crossed = picklist('State', [option('A', { actual: 'B' }), option('B', { actual: 'A' })])
    const map = [
      { value: { display: 'Germany', actual: 'Germany' }, options: [{ display: 'B', actual: 'A' }] },
    ]
    const layouts = [layout('Standard', BOTH, { dependencies: [{ parent: 'Country', child: 'State', map }] })]
    expect(rowsOf(schemas(layouts, [COUNTRY, crossed]))).toEqual({ Germany: ['B'] })
    expect(rowsOf(schemas(layouts, [COUNTRY, crossed], { wireValue: 'actual' }))).toEqual({ Germany: ['A'] })
  })

  test('of several layouts: what goes with a value in any of them', () => {
    const layouts = [
      layout('One', BOTH, { dependencies: [dependency('Country', 'State', { Germany: ['Bavaria'] })] }),
      layout('Two', BOTH, {
        dependencies: [dependency('Country', 'State', { Germany: ['Hesse'], France: [] })],
      }),
    ]
    expect(rowsOf(schemas(layouts))).toEqual({ Germany: ['Bavaria', 'Hesse'], France: [] })
    expect(schemas(layouts)[0]?.isChecked).toBe(true)
  })

  test('is not checked where a layout shows both and lets them be', () => {
    const dependencies = [dependency('Country', 'State', MAP)]
    const free = layout('Free', BOTH)
    expect(schemas([layout('One', BOTH, { dependencies }), free])[0]?.isChecked).toBe(false)
    expect(schemas([layout('One', BOTH, { dependencies }), { ...free, active: false }])[0]?.isChecked).toBe(
      true,
    )
    const partial = layout('Partial', ['Country'])
    expect(schemas([layout('One', BOTH, { dependencies }), partial])[0]?.isChecked).toBe(true)
  })

  test.each([
    ['in a layout that is switched off', [COUNTRY, STATE], false],
    ['on a field that is no picklist', [field('Country'), STATE], true],
    ['on a field that is not there', [STATE], true],
    ['on a field that is not used', [{ ...COUNTRY, used: false }, STATE], true],
  ])('%s is none', (_, fields, active) => {
    const dependencies = [dependency('Country', 'State', MAP)]
    expect(schemas([layout('Standard', BOTH, { dependencies, active })], fields)).toEqual([])
  })

  test('of global picklists has their options', () => {
    const shared = picklist('State', [], { globalPicklist: 'States' })
    const layouts = [layout('Standard', BOTH, { dependencies: [dependency('Country', 'State', MAP)] })]
    const options = [option('Bavaria'), option('Hesse')]
    expect(rowsOf(schemas(layouts, [COUNTRY, shared], {}, { States: options }))).toEqual({
      Germany: ['Bavaria', 'Hesse'],
      France: [],
    })
  })

  test('has a name of its own, whatever the picklists are called', () => {
    const taken = picklist('State_By_Country', [option('x')])
    const layouts = [layout('Standard', BOTH, { dependencies: [dependency('Country', 'State', MAP)] })]
    expect(schemas(layouts, [COUNTRY, STATE, taken])[0]?.className).toMatch(/^StateByCountry_[0-9a-f]{4}$/)
  })
})
