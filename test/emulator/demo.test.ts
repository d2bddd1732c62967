import { describe, expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../emulator/index.ts'
import { type Client, signIn } from './client.ts'
import {
  corpus,
  differences,
  type Element,
  hasCorpus,
  list,
  NO_CORPUS,
  optionalKeys,
  readJson,
  shapeOf,
} from './corpus.ts'

/** A kind of element that metadata consists of: where the recorded ones are, and where the demo's. */
interface Kind {
  readonly name: string
  readonly recorded: () => readonly Element[]
  readonly demo: (demo: Demo) => readonly Element[]
  /** Other recorded elements, whose optional keys are optional here too. */
  readonly sameAs?: () => readonly Element[]
}

/** The bodies of the demo organisation, as the emulator serves them. */
interface Demo {
  readonly modules: readonly Element[]
  readonly fields: readonly Element[]
  readonly layouts: readonly Element[]
  readonly relatedLists: readonly Element[]
  readonly picklists: readonly Element[]
  readonly customViews: readonly Element[]
  readonly dependencies: readonly Element[]
  readonly pipelines: readonly Element[]
  readonly associations: readonly Element[]
  readonly org: readonly Element[]
}

const docs = (file: string, key: string): readonly Element[] => list(readJson(corpus, 'docs-org', file), key)
const bodies = (file: string, key: string): readonly Element[] =>
  list(readJson(corpus, 'docs-org', 'bodies', file), key)
const within = (elements: readonly Element[], key: string): readonly Element[] =>
  elements.flatMap((element) => list(element, key))

const KINDS: readonly Kind[] = [
  { name: 'modules', recorded: () => docs('modules.json', 'modules'), demo: (demo) => demo.modules },
  { name: 'fields', recorded: () => docs('fields_Leads.json', 'fields'), demo: (demo) => demo.fields },
  {
    name: 'picklist values',
    recorded: () => within(docs('fields_Leads.json', 'fields'), 'pick_list_values'),
    demo: (demo) => within(demo.fields, 'pick_list_values'),
  },
  { name: 'layouts', recorded: () => docs('layouts_Leads.json', 'layouts'), demo: (demo) => demo.layouts },
  {
    name: 'sections of layouts',
    recorded: () => within(docs('layouts_Leads.json', 'layouts'), 'sections'),
    demo: (demo) => within(demo.layouts, 'sections'),
  },
  {
    name: 'fields of layouts',
    recorded: () => within(within(docs('layouts_Leads.json', 'layouts'), 'sections'), 'fields'),
    demo: (demo) => within(within(demo.layouts, 'sections'), 'fields'),
    sameAs: () => docs('fields_Leads.json', 'fields'),
  },
  {
    name: 'related lists',
    recorded: () => docs('related_lists_Leads.json', 'related_lists'),
    demo: (demo) => demo.relatedLists,
  },
  {
    name: 'global picklists',
    recorded: () => docs('global_picklists.json', 'global_picklists'),
    demo: (demo) => demo.picklists,
  },
  {
    name: 'custom views',
    recorded: () => bodies('Custom_View_52.00.json', 'custom_views'),
    demo: (demo) => demo.customViews,
  },
  {
    name: 'dependencies',
    recorded: () => bodies('Mapped_Dependency_Fields_95.00.json', 'map_dependency'),
    demo: (demo) => demo.dependencies,
  },
  {
    name: 'values of dependencies',
    recorded: () =>
      within(bodies('Mapped_Dependency_Fields_95.00.json', 'map_dependency'), 'pick_list_values'),
    demo: (demo) => within(demo.dependencies, 'pick_list_values'),
  },
  {
    name: 'pipelines',
    recorded: () => bodies('Pipelines_138.00.json', 'pipeline'),
    demo: (demo) => demo.pipelines,
  },
  {
    name: 'stages of pipelines',
    recorded: () => within(bodies('Pipelines_138.00.json', 'pipeline'), 'maps'),
    demo: (demo) => within(demo.pipelines, 'maps'),
  },
  {
    name: 'associations of global picklists',
    recorded: () => bodies('Global_Picklist_Field_Association_66.00.repaired.json', 'associations'),
    demo: (demo) => demo.associations,
  },
  { name: 'org', recorded: () => [docsOrg()], demo: (demo) => demo.org },
]

function docsOrg(): Element {
  const { org } = readJson(corpus, 'docs-org', 'org.json')
  return (Array.isArray(org) ? org[0] : org) as Element
}

let reading: Promise<Demo> | undefined

async function readDemo(): Promise<Demo> {
  const emulator = await startEmulator()
  try {
    return await demoOf(await signIn(emulator))
  } finally {
    await emulator.close()
  }
}

async function demoOf(client: Client): Promise<Demo> {
  const modules = list((await client.get('/settings/modules')).body, 'modules')
  const names = modules
    .filter((each) => each['api_supported'] !== false)
    .map((each) => String(each['api_name']))
  const layouts = await ofModules(client, names, 'layouts')
  const picklists = list(
    (await client.get('/settings/global_picklists?include=pick_list_values')).body,
    'global_picklists',
  )
  return {
    modules,
    fields: await ofModules(client, names, 'fields'),
    layouts,
    relatedLists: await ofModules(client, names, 'related_lists'),
    picklists,
    customViews: await ofModules(client, names, 'custom_views'),
    dependencies: await dependenciesOf(client, names),
    pipelines: await found(
      client,
      list((await client.get('/settings/layouts?module=Deals')).body, 'layouts'),
      ({ id }) => `pipeline?layout_id=${id}`,
      'pipeline',
    ),
    associations: await found(
      client,
      picklists,
      ({ id }) => `global_picklists/${id}/actions/associations`,
      'associations',
    ),
    org: list((await client.get('/org')).body, 'org'),
  }
}

async function ofModules(
  client: Client,
  names: readonly string[],
  kind: string,
): Promise<readonly Element[]> {
  const modules = names.map((name) => ({ name: encodeURIComponent(name) }))
  return found(client, modules, ({ name }) => `${kind}?module=${name}`, kind)
}

async function dependenciesOf(client: Client, names: readonly string[]): Promise<readonly Element[]> {
  const all: Element[] = []
  for (const name of names) {
    const layouts = await ofModules(client, [name], 'layouts')
    const path = ({ id }: Element): string =>
      `layouts/${id}/map_dependency?module=${encodeURIComponent(name)}`
    all.push(...(await found(client, layouts, path, 'map_dependency')))
  }
  return all
}

/** The elements that the calls for each of some things give. */
async function found<Thing>(
  client: Client,
  things: readonly Thing[],
  path: (thing: Thing) => string,
  key: string,
): Promise<readonly Element[]> {
  const all: Element[] = []
  for (const thing of things) {
    const { status, body } = await client.get(`/settings/${path(thing)}`)
    if (status === 200) all.push(...list(body, key))
  }
  return all
}

describe.skipIf(!hasCorpus)(`the demo organisation ${hasCorpus ? '' : NO_CORPUS}`, () => {
  test.each(KINDS)('$name have what recorded ones have', async ({ recorded, demo, sameAs }) => {
    const optional = optionalKeys(sameAs?.() ?? [])
    const shape = new Map([...shapeOf(recorded())].filter(([key]) => !optional.has(key)))
    reading ??= readDemo()
    const elements = demo(await reading)
    expect(shape.size).toBeGreaterThan(0)
    expect(elements.length).toBeGreaterThan(0)
    const found = elements.flatMap((element) =>
      differences(shape, element).map(
        (difference) => `${element['api_name'] ?? element['name'] ?? ''}: ${difference}`,
      ),
    )
    expect(found).toEqual([])
  })
})

test('the demo organisation seeds and serves every module that is described', async () => {
  const emulator = await startEmulator({ records: 3 })
  onTestFinished(() => emulator.close())
  const client = await signIn(emulator)
  const modules = list((await client.get('/settings/modules')).body, 'modules')
  for (const module of modules.filter((each) => each['api_supported'] !== false)) {
    const name = encodeURIComponent(String(module['api_name']))
    const { status, body } = await client.get(`/${name}?fields=id`)
    expect([200, 204], name).toContain(status)
    for (const { id } of body?.data ?? []) expect((await client.get(`/${name}/${id}`)).status, name).toBe(200)
  }
})

test('every seeded record of the demo organisation could have been written', async () => {
  const emulator = await startEmulator({ records: 8 })
  onTestFinished(() => emulator.close())
  const client = await signIn(emulator)
  const modules = list((await client.get('/settings/modules')).body, 'modules')
  for (const module of modules.filter((each) => each['api_supported'] && each['creatable'])) {
    const name = encodeURIComponent(String(module['api_name']))
    const fields = list((await client.get(`/settings/fields?module=${name}`)).body, 'fields')
    const unique = fields.filter((field) => Object.keys(field['unique'] as object).length > 0)
    for (const { id } of (await client.get(`/${name}?fields=id`)).body?.data ?? []) {
      const [record] = list((await client.get(`/${name}/${id}`)).body, 'data')
      const made: Readonly<Record<string, unknown>> = {
        email: `${id}@example.com`,
        text: `new ${id.slice(-5)}`,
      }
      const fresh = unique.map((field) => [field['api_name'], made[String(field['data_type'])]])
      const reply = await client.send('POST', `/${name}`, {
        data: [{ ...record, ...Object.fromEntries(fresh) }],
      })
      expect(reply.body, name).toMatchObject({ data: [{ code: 'SUCCESS' }] })
    }
  }
})
