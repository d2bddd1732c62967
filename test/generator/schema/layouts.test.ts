import { describe, expect, test } from 'vitest'
import { buildSchema } from '../../../generator/schema/build.ts'
import type { ModuleSchema } from '../../../generator/schema/schema.ts'
import type { LayoutMetadata } from '../../../runtime/metadata/index.ts'
import { field, layout, module, organisation, standardOptions } from '../metadata.ts'

const FIELDS = [
  field('Name', { mandatory: true }),
  field('Phone'),
  field('City'),
  field('Owner', { updatable: false }),
  field('Created', { creatable: false, updatable: false }),
]
const ALL = FIELDS.map(({ apiName }) => apiName)

function schemaOf(
  layouts: readonly LayoutMetadata[],
  required: 'system' | 'layout' = 'layout',
): ModuleSchema {
  const metadata = organisation([module('Rentals', FIELDS, { layouts })])
  const [schema] = buildSchema({ hash: '', ...metadata }, { ...standardOptions, required }).modules
  if (schema === undefined) throw new Error('there is no module')
  return schema
}

const groupsOf = ({ groups }: ModuleSchema) =>
  Object.fromEntries(groups.map(({ kind, fields }) => [kind, fields.map(({ apiName }) => apiName)]))

describe('what a new record must have', () => {
  const strict = layout('Strict', ALL, { required: ['Name', 'Phone', 'Owner', 'Created'] })

  test('is by default what the organisation demands, whatever layouts say', () => {
    const schema = schemaOf([strict], 'system')
    expect(groupsOf(schema)).toEqual({
      mandatory: ['Name'],
      optional: ['Phone', 'City'],
      createOptional: ['Owner'],
      system: ['Created'],
    })
    expect(schema.layoutTypes).toEqual([])
  })

  test('by the word of the only layout: what it demands and the API can set', () => {
    expect(groupsOf(schemaOf([strict]))).toEqual({
      mandatory: ['Name'],
      demanded: ['Phone'],
      optional: ['City'],
      createDemanded: ['Owner'],
      system: ['Created'],
    })
    expect(schemaOf([strict]).layoutTypes).toEqual([])
  })

  test('of several layouts: what all of them demand, and a type for each with the rest', () => {
    const schema = schemaOf([
      strict,
      layout('Group tour', ALL, { required: ['Phone', 'City'] }),
      layout('Old', ALL, { active: false }),
    ])
    expect(groupsOf(schema)).toMatchObject({
      demanded: ['Phone'],
      optional: ['City'],
      createOptional: ['Owner'],
    })
    expect(schema.layoutTypes).toEqual([
      { name: 'RentalsCreateGroupTour', label: 'Group tour', demanded: ['City'] },
      { name: 'RentalsCreateStrict', label: 'Strict', demanded: ['Owner'] },
    ])
  })

  test('names come from API names where layouts have them, and are told apart', () => {
    const { layoutTypes } = schemaOf([
      layout('Strict', ALL, { apiName: 'Standard__s' }),
      layout('A b', ALL),
      layout('A-B', ALL),
      layout('Optional', ALL),
      layout('***', ALL),
    ])
    const names = layoutTypes.map(({ name }) => name)
    expect(new Set(names).size).toBe(5)
    expect(names).toContain('RentalsCreateStandardS')
    expect(names).not.toContain('RentalsCreateOptional')
    for (const name of names) expect(name).toMatch(/^\w+$/)
  })

  test('without a layout that is active the organisation has the only word', () => {
    const schema = schemaOf([{ ...strict, active: false }])
    expect(groupsOf(schema)).not.toHaveProperty('demanded')
    expect(schema.layoutTypes).toEqual([])
  })
})
