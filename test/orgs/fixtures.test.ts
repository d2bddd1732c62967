import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  shuffleOrg,
  syntheticOrg,
  writeHostileOrg,
  writeLargeOrg,
  writeSyntheticOrg,
  writeVersionsOrg,
} from '../fixtures/orgs.ts'

interface Described {
  readonly api_name: string
  readonly data_type: string
  readonly pick_list_values: readonly unknown[]
  readonly system_mandatory: boolean
  readonly lookup: unknown
}

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'zcrm-orgs-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const read = (org: string): Map<string, string> =>
  new Map(readdirSync(join(dir, org)).map((name) => [name, readFileSync(join(dir, org, name), 'utf8')]))

const fieldsIn = (text: string | undefined): Described[] =>
  (JSON.parse(text ?? '{}') as { fields: Described[] }).fields

describe('the synthetic organisation', () => {
  const lists = [...syntheticOrg()].flatMap(([name, body]) =>
    name.startsWith('fields_') ? [(body?.['fields'] ?? []) as Described[]] : [],
  )

  it('is 100 modules of 100 fields, 1,041 picklists of 10 options, 497 lookups', () => {
    const all = lists.flat()
    const picklists = all.filter((field) => field.data_type === 'picklist')
    expect(lists.map((list) => list.length)).toEqual(Array.from({ length: 100 }, () => 100))
    expect(picklists.length).toBe(1041)
    expect(picklists.every((field) => field.pick_list_values.length === 10)).toBe(true)
    expect(all.filter((field) => field.data_type === 'lookup').length).toBe(497)
  })

  it('has no name twice in a module, and a mandatory name in each', () => {
    for (const list of lists) {
      expect(new Set(list.map((field) => field.api_name)).size).toBe(100)
      expect(list.find((field) => field.api_name === 'Name')?.system_mandatory).toBe(true)
    }
  })

  it('is the same every time, and scales', () => {
    const size = { modules: 7, fields: 30, options: 4 }
    writeSyntheticOrg(join(dir, 'small-1'), size)
    writeSyntheticOrg(join(dir, 'small-2'), size)
    expect(read('small-1')).toEqual(read('small-2'))
    expect(readdirSync(join(dir, 'small-1')).length).toBe(10)
  })
})

describe('the fixtures', () => {
  it('write a hostile organisation whose every file is JSON', () => {
    writeHostileOrg(join(dir, 'hostile'))
    const files = read('hostile')
    for (const text of files.values()) if (text !== '') expect(() => JSON.parse(text)).not.toThrow()
    expect(files.get('fields_Empty_Answer.json')).toBe('')
    expect(files.has('fields___proto__.json')).toBe(true)
    expect(files.has('fields_a%2Ab.json')).toBe(true)
    const names = fieldsIn(files.get('fields_Field_Names.json')).map((field) => field.api_name)
    expect(names).toEqual(expect.arrayContaining(['__proto__', '\ud800', '*/', '']))
  })

  it('shuffle an organisation without changing it', () => {
    writeHostileOrg(join(dir, 'plain'))
    shuffleOrg(join(dir, 'plain'), join(dir, 'shuffled'), 1)
    const [plain, other] = [read('plain'), read('shuffled')]
    expect([...other.keys()].sort()).toEqual([...plain.keys()].sort())
    const text = (files: Map<string, string>): string =>
      [...(files.get('fields_Picklists.json') ?? '')].sort().join('')
    expect(other.get('fields_Picklists.json')).not.toBe(plain.get('fields_Picklists.json'))
    expect(text(other)).toBe(text(plain))
  })

  it('answer in three versions of the API', () => {
    writeVersionsOrg(join(dir, 'versions'))
    const files = read('versions')
    const lookup = (version: string): unknown =>
      fieldsIn(files.get(`fields_Answers_${version}.json`)).find((field) => field.api_name === 'Account_Name')
        ?.lookup
    expect(lookup('V2')).toMatchObject({ module: 'Answers_V8' })
    expect(lookup('V8')).toMatchObject({ module: { api_name: 'Answers_V8' } })
    expect(files.get('fields_Answers_V2.json')).not.toContain('operation_type')
  })

  it('write large modules', () => {
    writeLargeOrg(join(dir, 'large'))
    const files = read('large')
    expect(fieldsIn(files.get('fields_Many_Fields.json')).length).toBe(400)
    const city = fieldsIn(files.get('fields_Many_Options.json')).find((field) => field.api_name === 'City')
    expect(city?.pick_list_values.length).toBe(4700)
  })
})
