import { describe, expect, it } from 'vitest'
import { type Dependency, fieldsIn, files, type Layout, layoutsOf, type Pipeline } from './demo-bodies.ts'

describe('the picklist maps of the demo organisation', () => {
  const mapsOf = (module: string): Dependency[][] =>
    layoutsOf(module).map(
      ({ id }) => (files.get(`map_dependency_${id}.json`)?.['map_dependency'] ?? []) as Dependency[],
    )

  const allowed = ({ pick_list_values }: Dependency): Record<string, string[]> =>
    Object.fromEntries(
      pick_list_values.map(({ display_value, maps }) => [
        display_value,
        maps.map((child) => child.display_value),
      ]),
    )

  it('are between fields of the layout, and of their options', () => {
    for (const module of ['Accounts', 'Rentals']) {
      for (const [index, layout] of layoutsOf(module).entries()) {
        const inLayout = new Map(fieldsIn(layout).map((field) => [field.api_name, field]))
        for (const { parent, child, pick_list_values } of mapsOf(module)[index] ?? []) {
          expect(inLayout.get(parent.api_name)?.id).toBe(parent.id)
          expect(inLayout.get(child.api_name)?.id).toBe(child.id)
          const optionIds = (name: string): string[] =>
            (inLayout.get(name)?.pick_list_values ?? [])
              .filter((option) => option.type === 'used')
              .map(({ id }) => id)
          expect(pick_list_values.map(({ id }) => id)).toEqual(optionIds(parent.api_name))
          const children = pick_list_values.flatMap(({ maps }) => maps.map(({ id }) => id))
          expect(optionIds(child.api_name)).toEqual(expect.arrayContaining(children))
        }
      }
    }
  })

  it('have a parent without children, a child of two parents, and one that was renamed', () => {
    const [service, ownership] = mapsOf('Accounts')[0] ?? []
    expect(allowed(service as Dependency)).toEqual({
      '-None-': ['-None-'],
      'City Centre': ['-None-', 'Canal Street', 'North Station'],
      Harbour: ['-None-', 'Harbour Gate', 'Riverside Workshop'],
      'North Side': ['-None-', 'North Station'],
      'Old Town': ['Old Mill'],
      Airport: [],
    })
    const children = service?.pick_list_values.flatMap(({ maps }) => maps)
    expect(children).toContainEqual(
      expect.objectContaining({ display_value: 'Riverside Workshop', actual_value: 'Riverside' }),
    )
    expect([service?.active, ownership?.active]).toEqual([true, false])
  })

  it('differ between two layouts of one module', () => {
    const [standard, group] = mapsOf('Rentals').map(([dependency]) => allowed(dependency as Dependency))
    expect(standard?.['Airport']).toEqual(['Harbour Gate'])
    expect(group).toMatchObject({ Airport: [], 'North Side': [], 'City Centre': ['North Station'] })
  })

  it('say the stages of two pipelines, either of which has one of its own', () => {
    const [layout] = layoutsOf('Deals')
    const pipelines = (files.get(`pipeline_${layout?.id}.json`)?.['pipeline'] ?? []) as Pipeline[]
    expect(pipelines.map((pipeline) => [pipeline.display_value, pipeline.default])).toEqual([
      ['Standard (Standard)', true],
      ['Fleet contracts', false],
    ])
    const [standard = [], fleet = []] = pipelines.map(({ maps }) => maps.map((stage) => stage.display_value))
    expect(standard.some((stage) => !fleet.includes(stage))).toBe(true)
    expect(fleet.some((stage) => !standard.includes(stage))).toBe(true)
    const options = (name: string): string[] =>
      fieldsIn(layout as Layout).flatMap((field) =>
        field.api_name === name ? field.pick_list_values.map(({ id }) => id) : [],
      )
    expect(pipelines.map(({ id }) => id)).toEqual(options('Pipeline'))
    const stages = pipelines.flatMap(({ maps }) => maps.map(({ id }) => id))
    expect(options('Stage')).toEqual(expect.arrayContaining(stages))
  })
})
