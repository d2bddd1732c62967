import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AuthenticationError, NetworkError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { field } from '../../emulator/org.ts'
import { callsTo, caught, clientOf } from '../support.ts'
import { Deals, Leads, log, makeOlder, metadataCalls, moduleOf, opened } from './client-support.ts'

/** Modules whose fields were asked for. */
const read = (paths: readonly { readonly path: string }[]) =>
  paths.flatMap(({ path }) => /settings\/fields\?.*module=(\w+)/.exec(path)?.[1] ?? []).sort()

describe('the metadata of a client', () => {
  test('is null before it is read, and then a value that cannot be changed', async () => {
    const { client } = await opened()
    const { metadata } = client()
    expect(metadata.current()).toBeNull()
    await metadata.refresh()
    const current = metadata.current()
    expect(current?.modules.map(({ apiName }) => apiName)).toEqual(['Leads', 'Deals', 'Accounts'])
    const unfrozen: unknown[] = []
    const visit = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) unfrozen.push(value)
      for (const member of Object.values(value)) visit(member)
    }
    visit(current)
    expect(unfrozen).toEqual([])
    expect(() => Object.assign(moduleOf(current), { label: 'x' })).toThrow(TypeError)
  })

  test('whoever has a value has it as it was', async () => {
    const { zoho, client } = await opened()
    const app = client()
    new Leads(app)
    await app.metadata.refresh()
    const before = app.metadata.current()
    zoho.editOrg('fields_Leads.json', (body) => ({
      fields: [...(body['fields'] as object[]), field('Colour', 'text', { json_type: 'string' })],
    }))
    await app.metadata.refresh()
    const has = (metadata: typeof before) =>
      moduleOf(metadata).fields.some(({ apiName }) => apiName === 'Colour')
    expect([has(before), has(app.metadata.current())]).toEqual([false, true])
  })

  test('without autoRefreshFields no call is made for it, whatever the app does', async () => {
    const { zoho, client } = await opened({ records: 3 })
    const app = client()
    const leads = new Leads(app)
    const { id } = await leads.create({ Last_Name: 'Doe' })
    await leads.list({ fields: ['Last_Name'] }).all()
    await leads.update(id, { Lead_Source: 'Shop' })
    await leads.delete(id)
    expect(metadataCalls(zoho)).toEqual([])
    expect(app.metadata.current()).toBeNull()
    await app.metadata.refresh()
    expect(metadataCalls(zoho).length).toBeGreaterThan(5)
  })

  test('clients of one user share the cache; those of another organisation do not', async () => {
    const [one, other] = [await opened(), await opened()]
    const first = one.client()
    await first.metadata.refresh()
    const second = clientOf(other.zoho, { resourcePath: one.resourcePath })
    expect((await second.metadata.refresh()).calls).toBeGreaterThan(5)
    other.zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    new Leads(second)
    await second.metadata.refresh()
    const options = (metadata: typeof first.metadata) =>
      moduleOf(metadata.current()).fields.find(({ apiName }) => apiName === 'Lead_Source')?.options.length
    expect([options(first.metadata), options(second.metadata)]).toEqual([4, 5])
  })
})

describe('a refresh', () => {
  test('tells its calls and what changed', async () => {
    const { zoho, client } = await opened()
    const app = client()
    new Leads(app)
    const first = await app.metadata.refresh()
    expect(first).toEqual({
      calls: metadataCalls(zoho).length,
      changed: ['Accounts', 'Deals', 'Leads'],
      postponed: 0,
    })
    const before = metadataCalls(zoho).length
    expect(await app.metadata.refresh()).toEqual({ calls: 2, changed: [], postponed: 0 })
    expect(metadataCalls(zoho).length).toBe(before + 2)
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    expect(await app.metadata.refresh()).toMatchObject({ changed: ['Leads'], postponed: 0 })
  })

  test('another order of what the API answers is no change', async () => {
    const { zoho, client } = await opened()
    const app = client()
    new Leads(app)
    await app.metadata.refresh()
    zoho.editOrg('fields_Leads.json', (body) => ({ fields: (body['fields'] as object[]).toReversed() }))
    expect((await app.metadata.refresh()).changed).toEqual([])
  })

  test('tells of modules that came and went', async () => {
    const { zoho, client } = await opened()
    const app = client()
    await app.metadata.refresh()
    zoho.editOrg('modules.json', (body) => ({
      modules: [
        ...(body['modules'] as { api_name: string }[]).filter(({ api_name }) => api_name !== 'Deals'),
        { api_name: 'Trips', id: '779', api_supported: true, generated_type: 'custom', modified_time: null },
      ],
    }))
    zoho.editOrg('fields_Trips.json', () => ({ fields: [field('Name', 'text', { json_type: 'string' })] }))
    expect((await app.metadata.refresh()).changed).toEqual(['Deals', 'Trips'])
  })

  test('reads the modules in use each time: those whose classes were made over the client', async () => {
    const { zoho, client } = await opened({ movesModifiedTime: false })
    const app = client()
    await app.metadata.refresh()
    const asked = async () => {
      const before = zoho.calls().length
      await app.metadata.refresh()
      return read(zoho.calls().slice(before))
    }
    expect(await asked()).toEqual([])
    new Leads(app)
    expect(await asked()).toEqual(['Leads'])
    new Deals(app)
    new Leads(app)
    expect(await asked()).toEqual(['Deals', 'Leads'])
    new Deals(client())
    expect(await asked()).toEqual(['Deals', 'Leads'])
  })

  test('with trustModifiedTime only those that moved', async () => {
    const { zoho, client } = await opened()
    const app = client({ config: { trustModifiedTime: true } })
    new Leads(app)
    await app.metadata.refresh()
    const before = zoho.calls().length
    await app.metadata.refresh()
    expect(read(zoho.calls().slice(before))).toEqual([])
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    expect((await app.metadata.refresh()).changed).toEqual(['Leads'])
  })

  test('with force everything', async () => {
    const { zoho, client } = await opened()
    const app = client()
    const { calls } = await app.metadata.refresh()
    const before = zoho.calls().length
    const again = await app.metadata.refresh({ force: true })
    expect(read(zoho.calls().slice(before))).toEqual(['Accounts', 'Deals', 'Leads'])
    // Whose it is is asked once a day.
    expect(again).toEqual({ calls: calls - 2, changed: [], postponed: 0 })
  })

  test('goes on where another one was interrupted', async () => {
    const { zoho, client } = await opened()
    zoho.setFaults([{ path: 'module=Accounts', status: 500, times: 0 }])
    expect(await caught(client().metadata.refresh())).toMatchObject({ context: { status: 500 } })
    zoho.setFaults([])
    const before = zoho.calls().length
    await client().metadata.refresh()
    expect(read(zoho.calls().slice(before))).toEqual(['Accounts'])
  })

  test('that fails is told, and what was there stays', async () => {
    const { zoho, client } = await opened()
    const app = client()
    await app.metadata.refresh()
    const before = app.metadata.current()
    zoho.setFaults('down')
    expect(await caught(app.metadata.refresh())).toMatchObject({ context: { status: 500 } })
    zoho.setFaults([{ path: '/crm/', drop: true, times: 0 }])
    expect(await caught(app.metadata.refresh())).toBeInstanceOf(NetworkError)
    expect(app.metadata.current()).toBe(before)
  })

  test('without the scopes is refused', async () => {
    const { client } = await opened({ scope: 'ZohoCRM.modules.ALL' })
    const error = await caught(client().metadata.refresh())
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error.hint).toContain('ZohoCRM.settings.modules.READ')
  })

  test('ends with its signal', async () => {
    const { zoho, client } = await opened()
    const reason = new Error('enough')
    expect(await caught(client().metadata.refresh({ signal: AbortSignal.abort(reason) }))).toBe(reason)
    const controller = new AbortController()
    zoho.setFaults([{ path: '/settings/modules', delay: 60_000 }])
    const refresh = client().metadata.refresh({ signal: controller.signal })
    const ended = expect(refresh).rejects.toBe(reason)
    const timer = setInterval(() => {
      if (callsTo(zoho, '/settings/modules').length > 0) controller.abort(reason)
    }, 5)
    await ended
    clearInterval(timer)
  })

  test('several at once are one after the other', async () => {
    const { client } = await opened()
    const app = client()
    new Leads(app)
    const all = await Promise.all([
      app.metadata.refresh(),
      app.metadata.refresh(),
      client().metadata.refresh(),
    ])
    expect(all.map(({ postponed }) => postponed)).toEqual([0, 0, 0])
    expect(moduleOf(app.metadata.current()).fields.length).toBeGreaterThan(3)
  })
})

describe('the credit budget', () => {
  test('does not keep the first metadata back', async () => {
    const { client } = await opened()
    const told = log()
    const app = client({ config: { creditBudget: 1 }, logger: told.logger })
    expect((await app.metadata.refresh()).postponed).toBe(0)
    expect(app.metadata.current()).not.toBeNull()
    expect(told.of('warn')).toEqual([])
  })

  test('where it does not reach for all, the rest is left for later, and that is logged', async () => {
    const { zoho, client, resourcePath } = await opened()
    const { calls } = await client().metadata.refresh()
    const told = log()
    // One for the list, and one more.
    const app = client({ config: { creditBudget: calls + 2 }, logger: told.logger })
    new Leads(app)
    new Deals(app)
    const before = zoho.calls().length
    expect(await app.metadata.refresh()).toMatchObject({ calls: 2, postponed: 1 })
    expect(read(zoho.calls().slice(before))).toHaveLength(1)
    expect(told.lines.find(({ level }) => level === 'warn')).toMatchObject({
      message: expect.stringContaining('budget'),
      facts: { postponed: 1, creditBudget: calls + 2 },
    })
    // A day later it is there again.
    await makeOlder(resourcePath, 86_400_000)
    expect(await app.metadata.refresh()).toMatchObject({ postponed: 0 })
  })

  test('where it is used up, no call is made', async () => {
    const { zoho, client } = await opened()
    const { calls } = await client().metadata.refresh()
    const told = log()
    const app = client({ config: { creditBudget: calls }, logger: told.logger })
    new Leads(app)
    const before = zoho.calls().length
    for (const force of [false, true])
      expect(await app.metadata.refresh({ force })).toEqual({ calls: 0, changed: [], postponed: 1 })
    expect(
      zoho
        .calls()
        .slice(before)
        .filter(({ path }) => path.startsWith('/crm')),
    ).toEqual([])
    expect(app.metadata.current()).not.toBeNull()
    expect(told.of('warn')).toHaveLength(2)
  })

  test('counts every call, those that ask whose it is too', async () => {
    const { zoho, client, resourcePath } = await opened()
    const app = client()
    new Leads(app)
    await app.metadata.refresh()
    await app.metadata.refresh()
    const folder = join(resourcePath, 'resources')
    const [cache = ''] = (await readdir(folder)).filter((name) => name !== 'seers')
    const { spending } = JSON.parse(await readFile(join(folder, cache, 'spent.json'), 'utf8'))
    const spent = spending.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0)
    expect(spent).toBe(metadataCalls(zoho).length)
  })
})
