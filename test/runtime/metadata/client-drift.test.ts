import type { Drift } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator, OrgBody } from '../../../emulator/index.ts'
import { field } from '../../emulator/org.ts'
import { until } from '../../support/until.ts'
import { changeOption, Deals, hashNow, Leads, leadsOf, log, makeOlder, opened } from './client-support.ts'

const HOUR = 3_600_000
const TOLD = (modules: number) =>
  `the organisation differs from the generated code in ${modules} of its modules: run zcrm generate`

/** Adds a field to leads. */
function addField(zoho: Emulator, name: string): void {
  zoho.editOrg('fields_Leads.json', (body) => ({
    fields: [...(body['fields'] as object[]), field(name, 'text', { json_type: 'string', id: `1${name}` })],
  }))
}

/** A client of an organisation, what it logs, and what it calls back. */
async function watched(options: Parameters<typeof opened>[0] = {}) {
  const org = await opened(options)
  const hash = await hashNow(org.zoho)
  const told = log()
  const drifts: Drift[] = []
  const app = org.client({ logger: told.logger, onDrift: (drift) => drifts.push(drift) })
  return { ...org, hash, told, drifts, app }
}

describe('drift', () => {
  test('is told once: logged, with what to do, and called back with the modules', async () => {
    const { zoho, hash, told, drifts, app } = await watched()
    ;new (leadsOf(hash))(app)
    await app.metadata.refresh()
    expect([told.of('warn'), drifts]).toEqual([[], []])
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    for (let time = 0; time < 3; time++) await app.metadata.refresh()
    expect(told.lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', message: TOLD(1), facts: { modules: ['Leads'] } },
    ])
    expect(drifts).toEqual([{ modules: ['Leads'] }])
  })

  test.each([true, false])('movesModifiedTime %s: is told by the hourly refresh too', async (moves) => {
    const { zoho, hash, client, resourcePath } = await watched({ movesModifiedTime: moves })
    await client().metadata.refresh()
    await makeOlder(resourcePath, HOUR)
    addField(zoho, 'Colour')
    const drifts: Drift[] = []
    const app = client({ config: { autoRefreshFields: true }, onDrift: (drift) => drifts.push(drift) })
    ;new (leadsOf(hash))(app)
    await app.request({ method: 'GET', path: '/Leads', query: { fields: 'Last_Name' } })
    await until(() => drifts.length > 0)
    expect(drifts).toEqual([{ modules: ['Leads'] }])
  })

  test.each<[string, (zoho: Emulator) => void]>([
    ['a field', (zoho) => addField(zoho, 'Colour')],
    ['an option', (zoho) => zoho.addOption('Leads', 'Country', 'Italy')],
    [
      'an option that is not used any more',
      (zoho) => zoho.editOrg('fields_Leads.json', changeOption('Country', 'Austria', { type: 'unused' })),
    ],
    ['a dependency', (zoho) => zoho.editOrg('map_dependency_881.json', () => ({ map_dependency: [] }))],
    [
      'a module that is gone',
      (zoho) =>
        zoho.editOrg('modules.json', (body) => ({
          modules: (body['modules'] as { api_name: string }[]).filter(({ api_name }) => api_name !== 'Leads'),
        })),
    ],
  ])('is %s', async (_, edit) => {
    const { zoho, hash, told, drifts, app } = await watched()
    ;new (leadsOf(hash))(app)
    await app.metadata.refresh()
    edit(zoho)
    await app.metadata.refresh()
    expect([told.of('warn'), drifts]).toEqual([[TOLD(1)], [{ modules: ['Leads'] }]])
  })

  const relabelled = (body: OrgBody): OrgBody => ({
    ...body,
    fields: (body['fields'] as object[]).map((one) => ({ ...one, field_label: 'Another name', id: '5' })),
  })
  test.each<[string, (zoho: Emulator) => void]>([
    ['labels', (zoho) => zoho.editOrg('fields_Leads.json', relabelled)],
    [
      'the name of a layout',
      (zoho) =>
        zoho.editOrg('layouts_Leads.json', (body) => ({
          layouts: (body['layouts'] as object[]).map((one) => ({ ...one, name: 'Another' })),
        })),
    ],
    [
      'the order of what the API answers',
      (zoho) =>
        zoho.editOrg('fields_Leads.json', (body) => ({ fields: (body['fields'] as object[]).toReversed() })),
    ],
    ['a module that is not in use', (zoho) => zoho.addOption('Deals', 'Stage', 'Lost')],
  ])('is not %s', async (_, edit) => {
    const { zoho, hash, told, drifts, app } = await watched()
    ;new (leadsOf(hash))(app)
    await app.metadata.refresh()
    edit(zoho)
    await app.metadata.refresh({ force: true })
    expect([told.of('warn'), drifts]).toEqual([[], []])
  })

  test('of classes that are not in use, or say no schema, is none', async () => {
    const { zoho, hash, told, drifts, app, client } = await watched()
    // Another client's.
    ;new (leadsOf(hash))(client())
    new Leads(app)
    new Deals(app)
    addField(zoho, 'Colour')
    await app.metadata.refresh()
    expect([told.of('warn'), drifts]).toEqual([[], []])
  })

  test('is told again where it is another, and not where some of it is gone', async () => {
    const { zoho, hash, told, drifts, app } = await watched()
    class OldDeals extends Deals {
      static override readonly schema = 'older'
    }
    ;new (leadsOf(hash))(app)
    addField(zoho, 'Colour')
    await app.metadata.refresh()
    addField(zoho, 'Size')
    await app.metadata.refresh()
    new OldDeals(app)
    await app.metadata.refresh()
    expect(drifts).toEqual([{ modules: ['Leads'] }, { modules: ['Leads'] }, { modules: ['Deals', 'Leads'] }])
    expect(told.of('warn')).toEqual([TOLD(1), TOLD(1), TOLD(2)])
    zoho.reset()
    await app.metadata.refresh({ force: true })
    addField(zoho, 'Colour')
    await app.metadata.refresh()
    expect(drifts, 'this one was told already').toHaveLength(3)
  })

  test('each client tells its app', async () => {
    const { zoho, hash, drifts, app, client } = await watched()
    const other: Drift[] = []
    const second = client({ onDrift: (drift) => other.push(drift) })
    for (const one of [app, second]) new (leadsOf(hash))(one)
    addField(zoho, 'Colour')
    await app.metadata.refresh()
    await second.metadata.refresh()
    expect([drifts, other]).toEqual([[{ modules: ['Leads'] }], [{ modules: ['Leads'] }]])
  })

  test('metadata that was there before the client may be older than its code: it tells nothing', async () => {
    const { zoho, client, resourcePath } = await watched()
    await client().metadata.refresh()
    addField(zoho, 'Colour')
    // Generated a moment ago, and deployed to a machine that has refreshed before.
    const hash = await hashNow(zoho)
    await makeOlder(resourcePath, 1_000)
    const told = log()
    const app = client({ config: { autoRefreshFields: true }, logger: told.logger })
    ;new (leadsOf(hash))(app)
    await app.request({ method: 'GET', path: '/Leads', query: { fields: 'Last_Name' } })
    await until(() => app.metadata.current() !== null)
    expect(told.of('warn')).toEqual([])
    await app.metadata.refresh()
    expect(told.of('warn')).toEqual([])
  })

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('mine')
      },
    ],
    ['rejects', () => Promise.reject(new Error('mine'))],
    [
      'throws what is no error',
      () => {
        throw null
      },
    ],
  ])('an onDrift that %s breaks nothing', async (_, onDrift) => {
    const { zoho, hash, client } = await watched()
    const told = log()
    const app = client({ logger: told.logger, onDrift: onDrift as () => void })
    ;new (leadsOf(hash))(app)
    addField(zoho, 'Colour')
    expect(await app.metadata.refresh()).toMatchObject({ postponed: 0 })
    expect(app.metadata.current()).not.toBeNull()
    await until(() => told.of('warn').includes('onDrift failed'))
    expect(told.of('warn')).toHaveLength(2)
  })

  test('is not that a token may not read all that the code was generated from', async () => {
    const { hash } = await watched()
    const scope = ['modules.ALL', 'settings.modules.READ', 'settings.fields.READ', 'users.READ', 'org.READ']
    const { client } = await opened({ scope: scope.map((name) => `ZohoCRM.${name}`).join(',') })
    const told = log()
    const app = client({ logger: told.logger })
    ;new (leadsOf(hash))(app)
    await app.metadata.refresh()
    expect(app.metadata.current()?.notSeen.length).toBeGreaterThan(0)
    expect(told.of('warn')).toEqual([])
  })
})
