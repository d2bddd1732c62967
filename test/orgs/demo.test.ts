import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DATA_TYPES } from '../../emulator/orgs/data-types.ts'
import { fileText } from '../../emulator/orgs/org-folder.ts'
import { fieldsIn, files, layoutsOf, listsOf } from './demo-bodies.ts'

const dir = fileURLToPath(new URL('../../emulator/orgs/demo', import.meta.url))

interface Described {
  readonly api_name: string
  readonly id: string
  readonly data_type: string
  readonly json_type: string
  readonly type: string
  readonly system_mandatory: boolean
  readonly lookup: { readonly module?: { readonly api_name: string } }
  readonly formula: { readonly return_type?: string }
  readonly rollup_summary: { readonly return_type?: string }
  readonly associated_module: { readonly module: string } | null
}

const fieldsOf = (name: string): Described[] => (files.get(name)?.['fields'] ?? []) as Described[]
const all = [...files.keys()].filter((name) => name.startsWith('fields_')).flatMap(fieldsOf)
const modules = (files.get('modules.json')?.['modules'] ?? []) as {
  api_name: string
  id: string
  api_supported: boolean
}[]

describe('the demo organisation', () => {
  it('is committed as the script writes it', () => {
    expect(readdirSync(dir).sort()).toEqual([...files.keys()].sort())
    for (const [name, body] of files) {
      const text = readFileSync(join(dir, name), 'utf8')
      expect(text === (body === null ? '' : `${fileText(body)}\n`), name).toBe(true)
    }
  })

  it('has every data type, and one that nobody knows', () => {
    const seen = new Set(all.map((field) => field.data_type))
    expect([...DATA_TYPES.keys()].filter((type) => !seen.has(type))).toEqual([])
    expect([...seen].filter((type) => !DATA_TYPES.has(type))).toEqual(['hologram'])
    const returns = (key: 'formula' | 'rollup_summary'): Set<string> =>
      new Set(all.flatMap((field) => field[key].return_type ?? []))
    expect(returns('formula')).toEqual(new Set(['double', 'currency', 'text', 'date', 'datetime', 'boolean']))
    expect(returns('rollup_summary')).toEqual(new Set(['integer', 'double', 'currency', 'datetime']))
  })

  it('refers only to modules that it lists', () => {
    const known = new Set([...modules.map((module) => module.api_name), 'se_module'])
    const targets = all.flatMap((field) => [field.lookup.module?.api_name, field.associated_module?.module])
    expect(targets.filter((target) => target !== undefined && !known.has(target))).toEqual([])
  })

  it('gives every module and field its own id', () => {
    const ids = [...modules, ...all].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^\d{19}$/.test(id))).toBe(true)
  })

  it('asks for what Zoho asks for in a lead', () => {
    const mandatory = fieldsOf('fields_Leads.json').filter((field) => field.system_mandatory)
    expect(mandatory.map((field) => field.api_name)).toEqual(['Company', 'Last_Name'])
  })

  it('has modules that are not described', () => {
    const described = (name: string): boolean => files.has(`fields_${name}.json`)
    const silent = modules.filter((module) => module.api_supported && !described(module.api_name))
    expect(silent.map((module) => module.api_name)).toEqual(['Approvals'])
    expect(files.get('fields_Email_Sentiment.json')).toBeNull()
  })

  it('has unused fields, one of them with the name of a used one', () => {
    const named = (type: string): string[] =>
      [...files].flatMap(([file, body]) =>
        ((body?.['fields'] ?? []) as Described[])
          .filter((field) => field.type === type)
          .map((field) => `${file} ${field.api_name}`),
      )
    const used = new Set(named('used'))
    expect(named('unused').length).toBeGreaterThan(1)
    expect(named('unused').filter((name) => used.has(name))).toEqual(['fields_Contacts.json Club_Member'])
  })

  it('has related lists that lead through linking modules and to custom ones', () => {
    const lists = listsOf('related_lists_', 'related_lists')
    expect(lists.filter(({ type }) => type === 'multiselectlookup')).toMatchObject([
      { connectedmodule: 'Rentals', linkingmodule: 'Rentals_X_Bicycles' },
      { connectedmodule: 'Bicycles', linkingmodule: 'Rentals_X_Bicycles' },
    ])
    expect(lists.map(({ type }) => type)).toContain('custom_lookup')
    const known = new Set(modules.map((module) => module.id))
    for (const { module } of lists) if (module) expect(known).toContain((module as { id: string }).id)
  })

  it('has layouts of one module that ask for different fields', () => {
    const required = (module: string): string[][] =>
      layoutsOf(module).map((layout) =>
        fieldsIn(layout)
          .filter((field) => field.required)
          .map((field) => field.api_name),
      )
    expect(required('Rentals')).toEqual([
      ['Name', 'Rider', 'Starts', 'Pickup_Depot'],
      ['Name', 'Rider', 'Account', 'Starts', 'Ends', 'Drop_Off_City'],
    ])
  })

  it('has views of its main modules, of which one is the default', () => {
    for (const module of ['Leads', 'Contacts', 'Accounts', 'Deals', 'Bicycles', 'Rentals']) {
      const body = files.get(`custom_views_${module}.json`)
      const views = (body?.['custom_views'] ?? []) as {
        id: string
        default: boolean
        fields: { api_name: string }[]
      }[]
      expect(views.length, module).toBeGreaterThan(2)
      const [first, ...others] = views.filter((view) => view.default)
      expect([body?.['info'], others]).toMatchObject([{ default: first?.id, count: views.length }, []])
      const known = new Set(fieldsOf(`fields_${module}.json`).map((field) => field.api_name))
      const columns = views.flatMap((view) => view.fields.map((field) => field.api_name))
      expect(columns.filter((column) => !known.has(column))).toEqual([])
    }
  })
})
