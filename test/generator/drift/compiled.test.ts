import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { templates } from '#templates'
import type { DiffOptions, Grade } from '../../../generator/drift/change.ts'
import type { Kind } from '../../../generator/drift/rules/rules.ts'
import { emitTypeScript } from '../../../generator/emit/typescript.ts'
import { buildSchema } from '../../../generator/schema/build.ts'
import type { Metadata } from '../../../runtime/metadata/index.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { typeCheck } from '../../support/tsc.ts'
import { dependency, field, layout, module, option, organisation, picklist } from '../metadata.ts'
import { diff, leads, standard } from './organisations.ts'

/** A change, with code that was written against the old organisation. */
interface Case {
  readonly kind: Kind
  readonly about?: string
  readonly before: Metadata
  readonly after: Metadata
  readonly options?: Partial<DiffOptions>
  /** Code that reads, and code that writes; `o` is what is generated. */
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  /** Whether the grade is of what happens at run time, where the code compiles all the same. */
  readonly compiles?: true
}

const fax = field('Fax', { id: '1' })
const gets = (type: string, name = 'Fax') =>
  `export const got = (lead: o.LeadsRecord): ${type} => lead.${name}`
const TEXT = gets('string | null')
const create = (text: string) => `export const made: o.LeadsCreate = ${text}`
const update = (text: string) => `export const changed: o.LeadsUpdate = ${text}`
const lists = (options: string) => `export const rows = new o.Leads(client).list(${options})`
const where = (condition: string) =>
  `export const rows = new o.Leads(client).select('Name').where(${condition})`
const source = (...names: readonly string[]) =>
  picklist(
    'Source',
    names.map((name, index) => option(name, { id: `o${index}`, order: index })),
    { id: 's' },
  )
const HOT = 'export const hot = o.LeadsPicklists.Source.Hot'
const IS_HOT = "export const isHot = (lead: o.LeadsRecord): boolean => lead.Source === 'Hot'"
const SET_HOT = create("{ Source: 'Hot' }")
const SWITCH = `export function text(lead: o.LeadsRecord): number {
  switch (lead.Source) {
    case 'Hot': return 1
    case 'Cold': return 2
    case null: return 3
  }
}`
const target = (...modules: readonly string[]) =>
  field('Fax', {
    id: '1',
    dataType: 'lookup',
    jsonType: 'jsonobject',
    target: { modules, connectedField: null },
  })
const rich = field('Fax', { id: '1', dataType: 'textarea', richText: true })
const plain = field('Fax', { id: '1', dataType: 'textarea' })
const shared = (more: object = {}) =>
  picklist('Area', [option('North', { id: 'n' })], { id: 'a', globalPicklist: 'Region', ...more })
const region = (apiName: string) => [
  { id: 'region', apiName, label: 'Region', options: [option('North', { id: 'n' })] },
]
const layouts = (...all: Parameters<typeof layout>[]) => ({ layouts: all.map((one) => layout(...one)) })
const place = [
  picklist('Country', [option('USA'), option('France')]),
  picklist('State', [option('Texas'), option('Alsace')]),
]
const byCountry = (map: Record<string, readonly string[]>) => ({
  layouts: [
    layout('Standard', ['Country', 'State'], {
      id: 'l',
      dependencies: [dependency('Country', 'State', map)],
    }),
  ],
})
const related = (apiName: string, of: string) => ({
  relatedLists: [{ id: 'r', apiName, label: apiName, module: of, linkingModule: null }],
})
const crm = (more: Parameters<typeof module>[2] = {}, others: readonly string[] = ['Calls', 'Tasks']) =>
  organisation([
    module('Leads', [field('Name')], { id: 'leads', ...more }),
    ...others.map((name) => module(name, [field('Name')], { id: name.toLowerCase() })),
  ])

const CASES: readonly Case[] = [
  {
    kind: 'module.added',
    before: crm(),
    after: crm({}, ['Calls', 'Tasks', 'Tours']),
    reads: [TEXT.replace('Fax', 'Name')],
  },
  {
    kind: 'module.removed',
    before: crm(),
    after: crm({}, ['Calls']),
    reads: ['export type T = o.TasksRecord'],
    writes: ['export type T = o.TasksCreate'],
  },
  {
    kind: 'module.renamed',
    before: leads([]),
    after: organisation([module('Contacts', [field('Name', { id: 'name' })], { id: 'leads' })]),
    reads: ['export type T = o.LeadsRecord'],
    writes: ['export type T = o.LeadsCreate'],
  },
  {
    kind: 'module.label',
    before: leads([]),
    after: leads([], { label: 'Enquiries' }),
    reads: [gets('string | null', 'Name')],
    writes: [create('{}')],
  },
  {
    kind: 'module.undescribed',
    before: leads([]),
    after: leads([], { notDescribed: 'no' }),
    reads: ['export type T = o.LeadsRecord'],
    writes: ['export type T = o.LeadsCreate'],
  },
  {
    kind: 'module.class',
    before: crm({}, ['Big_Tours']),
    after: crm({}, ['Big_Tours', 'BigTours']),
    reads: ['export type T = o.BigToursRecord'],
    writes: ['export type T = o.BigToursCreate'],
  },
  {
    kind: 'field.added',
    before: leads([]),
    after: leads([fax]),
    reads: [gets('string | null', 'Name')],
    writes: [create('{}')],
  },
  {
    kind: 'field.added',
    about: 'mandatory',
    before: leads([]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [gets('string | null', 'Name')],
    writes: [create('{}')],
  },
  {
    kind: 'field.removed',
    before: leads([fax]),
    after: leads([]),
    reads: [TEXT, lists("{ fields: ['Fax'] }")],
    writes: [create("{ Fax: '1' }"), update('{ Fax: null }')],
  },
  {
    kind: 'field.removed',
    about: 'read only',
    before: leads([{ ...fax, creatable: false, updatable: false }]),
    after: leads([]),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'field.renamed',
    before: leads([fax]),
    after: leads([{ ...fax, apiName: 'Fax_1' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.renamed',
    about: 'and another one has its name',
    before: leads([fax, field('Phone', { id: '2' })]),
    after: leads([field('Phone', { id: '1' }), field('Fax', { id: '2' })]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.replaced',
    before: leads([fax]),
    after: leads([{ ...fax, id: '2' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.unused',
    before: leads([fax]),
    after: leads([{ ...fax, used: false }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.used',
    before: leads([{ ...fax, used: false }]),
    after: leads([fax]),
    reads: [gets('string | null', 'Name')],
    writes: [create('{}')],
  },
  {
    kind: 'field.label',
    before: leads([fax]),
    after: leads([{ ...fax, label: 'Telefax' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.tooltip',
    before: leads([fax]),
    after: leads([{ ...fax, tooltip: 'x' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  ...(
    [
      ['text', 'integer', TEXT, "'1'"],
      ['text', 'email', TEXT, "'1'"],
      ['integer', 'double', gets('number | null'), '1'],
      ['integer', 'bigint', gets('number | null'), '1'],
      ['integer', 'boolean', gets('number | null'), '1'],
      ['text', 'userlookup', TEXT, "'1'"],
      ['text', 'nobody knows', TEXT, "'1'"],
      ['date', 'text', TEXT, "'2026-01-01'"],
      ['picklist', 'multiselectpicklist', TEXT, "'North'"],
    ] as const
  ).map(([from, to, read, value]): Case => {
    const of = (dataType: string) =>
      leads([
        field('Fax', { id: '1', dataType, options: dataType.includes('picklist') ? [option('North')] : [] }),
      ])
    // Nothing that is known can be assigned to what nobody knows, except everything.
    const writes = to === 'nobody knows' ? {} : { writes: [create(`{ Fax: ${value} }`)] }
    return {
      kind: 'field.type',
      about: `${from} to ${to}`,
      before: of(from),
      after: of(to),
      reads: [read],
      ...writes,
    }
  }),
  ...['date', 'textarea', 'bigint'].map(
    (to): Case => ({
      kind: 'field.type',
      about: `text to ${to}`,
      before: leads([fax]),
      after: leads([{ ...fax, dataType: to }]),
      reads: [where("'Fax', 'like', 'x%'")],
    }),
  ),
  {
    kind: 'field.type',
    about: 'picklist to text',
    before: leads([source('Hot')]),
    after: leads([field('Source', { id: 's' })]),
    reads: [HOT],
    writes: [`${HOT}\n${SET_HOT}`],
  },
  {
    kind: 'field.length',
    before: leads([{ ...fax, length: 50 }]),
    after: leads([{ ...fax, length: 5 }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.rich',
    about: 'on',
    before: leads([plain]),
    after: leads([rich]),
    reads: [lists("{ fields: ['Fax'] }")],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.rich',
    about: 'off',
    before: leads([rich]),
    after: leads([plain]),
    reads: [lists("{ fields: ['Name'], include: ['Fax'] }")],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.mandatory',
    before: leads([fax]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [TEXT, 'export const isSet = (lead: o.LeadsRecord): boolean => lead.Fax !== null'],
    writes: [create('{}'), update('{ Fax: null }')],
  },
  {
    kind: 'field.optional',
    before: leads([{ ...fax, mandatory: true }]),
    after: leads([fax]),
    reads: [gets('string')],
    writes: [create("{ Fax: '1' }"), update("{ Fax: '1' }")],
  },
  {
    kind: 'field.unique',
    before: leads([fax]),
    after: leads([{ ...fax, unique: true }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.notUnique',
    before: leads([{ ...fax, unique: true }]),
    after: leads([fax]),
    reads: [TEXT],
    writes: ["export const rows = new o.Leads(client).upsertMany([{ Fax: '1' }], { by: ['Fax'] })"],
  },
  {
    kind: 'field.notCreatable',
    before: leads([fax]),
    after: leads([{ ...fax, creatable: false }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.creatable',
    before: leads([{ ...fax, creatable: false }]),
    after: leads([fax]),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'field.creatable',
    about: 'mandatory',
    before: leads([{ ...fax, mandatory: true, creatable: false }]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'field.notUpdatable',
    before: leads([fax]),
    after: leads([{ ...fax, updatable: false }]),
    reads: [TEXT],
    writes: [update("{ Fax: '1' }")],
  },
  {
    kind: 'field.updatable',
    before: leads([{ ...fax, updatable: false }]),
    after: leads([fax]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  ...(
    [
      ['another', ['Calls'], ['Tasks'], 'Calls'],
      ['one more', ['Calls'], ['Calls', 'Tasks'], 'Calls'],
      ['one less', ['Calls', 'Tasks'], ['Calls'], 'Tasks'],
      ['any', ['Calls'], [], 'Calls'],
    ] as const
  ).map(
    ([about, from, to, name]): Case => ({
      kind: 'field.target',
      about,
      before: leads([target(...from)]),
      after: leads([target(...to)]),
      reads: [
        `export const got = (lead: o.LeadsRecord): z.Ref<${from.map((one) => `'${one}'`).join(' | ')}> | null => lead.Fax`,
      ],
      writes: [`declare const to: z.Ref<'${name}'>\n${create('{ Fax: to }')}`],
    }),
  ),
  {
    kind: 'field.picklist',
    before: leads([shared({ globalPicklist: null })]),
    after: leads([shared()]),
    reads: ['export const north = o.LeadsPicklists.Area.North'],
    writes: [create('{ Area: o.LeadsPicklists.Area.North }')],
  },
  ...(['never', 'read', 'always'] as const).flatMap((openPicklists): readonly Case[] => [
    {
      kind: 'option.added',
      about: openPicklists,
      options: { openPicklists },
      before: leads([source('Hot', 'Cold')]),
      after: leads([source('Hot', 'Cold', 'Mild')]),
      reads: openPicklists === 'never' ? [SWITCH] : [HOT, IS_HOT],
      writes: [SET_HOT],
    },
    {
      kind: 'option.removed',
      about: openPicklists,
      options: { openPicklists },
      before: leads([source('Cold', 'Hot')]),
      after: leads([source('Cold')]),
      reads: [HOT],
      writes: [`${HOT}\n${SET_HOT}`],
    },
    {
      kind: 'option.value',
      about: openPicklists,
      options: { openPicklists },
      before: leads([source('Cold', 'Hot')]),
      after: leads([source('Cold', 'Warm')]),
      reads: [HOT],
      writes: [`${HOT}\n${SET_HOT}`],
    },
  ]),
  ...(['never', 'read', 'always'] as const).map(
    (openPicklists): Case => ({
      kind: 'option.value',
      about: `the constant stays, ${openPicklists}`,
      options: { openPicklists },
      before: leads([source('Cold', 'Web Site')]),
      after: leads([source('Cold', 'Web-Site')]),
      reads: ["export const isWeb = (lead: o.LeadsRecord): boolean => lead.Source === 'Web Site'"],
      writes: [create("{ Source: 'Web Site' }")],
    }),
  ),
  {
    kind: 'option.value',
    about: 'swapped',
    before: leads([source('Hot', 'Cold')]),
    after: leads([source('Cold', 'Hot')]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.label',
    options: { wireValue: 'actual' },
    before: leads([source('Hot')]),
    after: leads([
      picklist('Source', [option('Very hot', { id: 'o0', order: 0, actual: 'Hot', reference: 'Hot' })], {
        id: 's',
      }),
    ]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.actual',
    before: leads([source('Hot')]),
    after: leads([picklist('Source', [option('Hot', { id: 'o0', order: 0, actual: 'h' })], { id: 's' })]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.constant',
    before: leads([source('Hot')]),
    after: leads([source('Hot', 'hot')]),
    reads: [HOT],
    writes: [create('{ Source: o.LeadsPicklists.Source.Hot }')],
  },
  {
    kind: 'option.unused',
    before: leads([source('Hot')]),
    after: leads([picklist('Source', [option('Hot', { id: 'o0', order: 0, used: false })], { id: 's' })]),
    reads: [HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.removed',
    about: 'a twin stays',
    before: leads([source('Hot', 'Hot')]),
    after: leads([source('Hot')]),
    reads: [HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'picklist.order',
    before: leads([source('Hot', 'Cold')]),
    after: leads([
      picklist('Source', [option('Hot', { id: 'o0', order: 1 }), option('Cold', { id: 'o1', order: 0 })], {
        id: 's',
      }),
    ]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'picklist.class',
    before: leads([source('Hot')]),
    after: leads([source('Hot'), picklist('source', [option('x')])]),
    reads: [HOT],
    writes: [create('{ Source: o.LeadsPicklists.Source.Hot }')],
  },
  {
    kind: 'picklist.renamed',
    before: { ...leads([shared()]), globalPicklists: region('Region') },
    after: { ...leads([shared({ globalPicklist: 'Zone' })]), globalPicklists: region('Zone') },
    reads: ['export const north = o.GlobalPicklists.Region.North'],
    writes: [create('{ Area: o.GlobalPicklists.Region.North }')],
  },
  {
    kind: 'picklist.removed',
    before: { ...leads([shared()]), globalPicklists: region('Region') },
    after: leads([shared()]),
    reads: ['export const north = o.GlobalPicklists.Region.North'],
    writes: [create('{ Area: o.GlobalPicklists.Region.North }')],
  },
  {
    kind: 'layout.required',
    options: { required: 'layout' },
    before: leads([fax], layouts(['Standard', ['Fax']])),
    after: leads([fax], layouts(['Standard', ['Fax'], { required: ['Fax'] }])),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'layout.required',
    about: 'system',
    before: leads([fax], layouts(['Standard', ['Fax']])),
    after: leads([fax], layouts(['Standard', ['Fax'], { required: ['Fax'] }])),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'layout.notRequired',
    options: { required: 'layout' },
    before: leads([fax], layouts(['Standard', ['Fax'], { required: ['Fax'] }])),
    after: leads([fax], layouts(['Standard', ['Fax']])),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'layout.removed',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax']], ['B', ['Fax'], { required: ['Fax'] }])),
    after: leads([fax], layouts(['A', ['Fax']])),
    reads: [TEXT],
    writes: ["export const made: import('./SIDE/leads.js').LeadsCreateB = { Fax: '1' }"],
  },
  {
    kind: 'layout.added',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax'], { required: ['Fax'] }])),
    after: leads([fax], layouts(['A', ['Fax'], { required: ['Fax'] }], ['B', ['Fax']])),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'layout.renamed',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax']], ['B', ['Fax'], { id: 'b', required: ['Fax'] }])),
    after: leads([fax], layouts(['A', ['Fax']], ['C', ['Fax'], { id: 'b', required: ['Fax'] }])),
    reads: [TEXT],
    writes: ["export const made: import('./SIDE/leads.js').LeadsCreateB = { Fax: '1' }"],
  },
  {
    kind: 'dependency.removed',
    before: leads(place, byCountry({ USA: ['Texas'] })),
    after: leads(place, { layouts: [layout('Standard', ['Country', 'State'], { id: 'l' })] }),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map'],
    writes: ['export const states = o.LeadsPicklists.StateByCountry.map.USA'],
  },
  {
    kind: 'dependency.widened',
    before: leads(place, byCountry({ USA: ['Texas'] })),
    after: leads(place, byCountry({ USA: ['Texas', 'Alsace'] })),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map.USA'],
    writes: [create("{ Country: 'USA', State: 'Texas' }")],
  },
  {
    kind: 'dependency.narrowed',
    before: leads(place, byCountry({ USA: ['Texas', 'Alsace'] })),
    after: leads(place, byCountry({ USA: ['Texas'] })),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map.USA'],
    writes: [create("{ Country: 'USA', State: 'Alsace' }")],
    compiles: true,
  },
  ...(
    [
      ['list.added', [], related('Calls', 'Calls').relatedLists],
      ['list.removed', related('Calls', 'Calls').relatedLists, []],
      ['list.renamed', related('Calls', 'Calls').relatedLists, related('Phone_Calls', 'Calls').relatedLists],
      ['list.module', related('Calls', 'Calls').relatedLists, related('Calls', 'Tasks').relatedLists],
    ] as const
  ).map(
    ([kind, from, to]): Case => ({
      kind,
      before: crm({ relatedLists: from }),
      after: crm({ relatedLists: to }),
      reads:
        kind === 'list.added'
          ? [gets('string | null', 'Name')]
          : [
              "export const rows = new o.Leads(client).related.Calls.list('1', o.Calls, { fields: ['Name'] })",
            ],
      writes: [create('{}')],
    }),
  ),
]

/** What a side of a case generates. */
async function generate(folder: string, metadata: Metadata, options: DiffOptions): Promise<void> {
  const printed = { ...options, docs: false, importExtension: '.js', index: true }
  const files = emitTypeScript(buildSchema({ hash: '', ...metadata }, printed), templates, printed)
  await Promise.all(files.map(({ path, content }) => write(join(folder, path), content)))
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

const HEAD = `import type * as z from '@zcrm/runtime'
import * as o from './SIDE/index.js'
export declare const client: z.Client
export type Used = [typeof o, z.Client]
`

const name = ({ kind, about }: Case) => (about === undefined ? kind : `${kind}: ${about}`)

test('a change is breaking where code that was written before it no longer compiles after it', async () => {
  const folder = await scratchFolder()
  await Promise.all(
    CASES.map(async ({ before, after, options, reads = [], writes = [] }, index) => {
      const place = join(folder, `case${index}`)
      for (const [side, metadata] of Object.entries({ before, after })) {
        await generate(join(place, side), metadata, { ...standard, ...options })
        const code = [
          ...reads.map((one, n) => [`read${n}`, one]),
          ...writes.map((one, n) => [`write${n}`, one]),
        ]
        for (const [app, line] of code)
          await write(join(place, `${app}.${side}.ts`), `${HEAD}${line}\n`.replaceAll('SIDE', side))
      }
    }),
  )
  const output = await typeCheck(folder, {
    noUnusedLocals: false,
    isolatedDeclarations: false,
    noImplicitReturns: true,
  })
  const failed = new Map<string, string>()
  for (const line of output.split('\n')) {
    const [, file] = /(case\d+\/[\w./]+\.ts)\(/.exec(line) ?? []
    if (file !== undefined) failed.set(file, `${failed.get(file) ?? ''}${line}\n`)
  }
  const generated = [...failed].filter(([file]) => /\/(before|after)\//.test(file))
  expect(generated, 'errors in what is generated').toEqual([])
  for (const [index, one] of CASES.entries()) {
    const change = diff(one.before, one.after, one.options).find(({ kind }) => kind === one.kind)
    expect.soft(change, `${name(one)} is told`).toBeDefined()
    const use = (verb: 'read' | 'write', code: readonly string[] = []) => {
      const told = code.map((_, n) => failed.get(`case${index}/${verb}${n}.before.ts`) ?? '')
      expect.soft(told.join(''), `${name(one)}: the code of before is right`).toBe('')
      const fails = code.map((_, n) => failed.has(`case${index}/${verb}${n}.after.ts`))
      const grade: Grade | undefined = change?.[verb]
      if (code.length === 0 || (one.compiles && grade === 'breaking')) return
      expect
        .soft({ name: name(one), verb, breaking: grade === 'breaking' })
        .toEqual({ name: name(one), verb, breaking: fails.includes(true) })
    }
    use('read', one.reads)
    use('write', one.writes)
  }
})
