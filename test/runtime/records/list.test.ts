import { ConfigurationError, type DeletedRecord, type Page } from '@zcrm/runtime'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { Leads } from '../../../generated/leads.ts'
import { accessClient, callsTo, caught, clientOf, server } from '../support.ts'
import { opened } from './demo-leads.ts'

const FIELDS = { fields: ['Last_Name', 'Fleet_Size_Wanted'] } as const
const DOE = { Last_Name: 'Doe', Company: 'Acme' }

describe('a list', () => {
  test('of a custom view has its records, in its order', async () => {
    const { zoho, client, leads } = await opened({ records: 200 })
    const answer = await client.request<{ custom_views: { id: string; name: string }[] }>({
      method: 'GET',
      path: '/settings/custom_views',
      query: { module: 'Leads' },
    })
    const { id: customView = '' } =
      answer.body?.custom_views.find(({ name }) => name === 'Big fleets wanted') ?? {}
    const rows = await leads.list({ ...FIELDS, customView }).all()
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(200)
    expect(rows.every(({ Fleet_Size_Wanted }) => (Fleet_Size_Wanted ?? 0) >= 20)).toBe(true)
    expect(callsTo(zoho, 'GET /crm/v8/Leads?')[0]?.path).toContain(`cvid=${customView}`)
    expect(await leads.count({ customView })).toBe(rows.length)
  })

  test('of a custom view takes no order of its own: that is refused before a call', async () => {
    const { zoho, leads } = await opened()
    expect(() => leads.list({ ...FIELDS, customView: '1', sortBy: 'id' })).toThrow(ConfigurationError)
    expect(zoho.calls()).toEqual([])
  })

  test('of what changed has what changed', async () => {
    const { leads } = await opened({ records: 20 })
    const before = new Date()
    const { id } = await leads.create(DOE)
    expect(
      (await leads.list({ ...FIELDS, changedSince: new Date(before.getTime() - 1_000) }).all()).map(
        (row) => row.id,
      ),
    ).toEqual([id])
    expect(await leads.list({ ...FIELDS, changedSince: '2999-01-01T00:00:00+01:00' }).all()).toEqual([])
  })

  test.each(['yesterday', '2026-01-31', '2026-01-31T10:00:00', new Date('x')])(
    'of what changed since no moment is refused: %s',
    async (changedSince) => {
      const { zoho, leads } = await opened()
      const error = await caught(leads.list({ ...FIELDS, changedSince }).all())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain('changedSince')
      expect(zoho.calls()).toEqual([])
    },
  )

  test('that began with a token and is not led on by one ends with an error', async () => {
    const { environment } = await server((response) =>
      response.end(JSON.stringify({ data: [{ id: '1' }], info: { more_records: true } })),
    )
    const leads = new Leads(accessClient(environment))
    const error = await caught(leads.list({ ...FIELDS, pageToken: 'x' }).all())
    expect(error).toMatchObject({ code: 'NO_PAGE_TOKEN' })
  })

  test('of converted leads, and of the others, and of both', async () => {
    const { zoho, leads } = await opened({ records: 3 })
    const counts = []
    for (const converted of [false, true, 'both'] as const)
      counts.push((await leads.list({ ...FIELDS, converted }).all()).length)
    expect(counts[2]).toBe((counts[0] ?? 0) + (counts[1] ?? 0))
    expect(callsTo(zoho, 'GET /crm/v8/Leads?').map(({ path }) => /converted=(\w+)/.exec(path)?.[1])).toEqual([
      'false',
      'true',
      'both',
    ])
  })

  test('of a territory asks for it', async () => {
    const { zoho, leads } = await opened()
    await leads.list({ ...FIELDS, territory: '123', includeChildTerritories: true }).all()
    expect(callsTo(zoho, 'GET /crm/v8/Leads?')[0]?.path).toContain('territory_id=123&include_child=true')
  })

  test('goes on where another one ended, in another process', async () => {
    const { zoho, leads } = await opened({ records: 2_300 })
    const ids: string[] = []
    let last: Page<{ readonly id: string }> | undefined
    for await (const page of leads.list(FIELDS).pages()) {
      ids.push(...page.records.map(({ id }) => id))
      last = page
      if (ids.length === 2_000) break
    }
    const pageToken = last?.nextPageToken ?? ''
    const rest = await new Leads(clientOf(zoho)).list({ ...FIELDS, pageToken }).all()
    ids.push(...rest.map(({ id }) => id))
    expect(new Set(ids).size).toBe(2_300)
    expect(ids).toHaveLength(2_300)
  })

  test('that has a limit goes on from its end, or says that it cannot', async () => {
    const { leads } = await opened({ records: 1_000 })
    for (const limit of [250, 400, 401]) {
      const ids: string[] = []
      let last: Page<{ readonly id: string }> | undefined
      for await (const page of leads.list({ ...FIELDS, limit }).pages()) {
        ids.push(...page.records.map(({ id }) => id))
        last = page
      }
      expect(ids).toHaveLength(limit)
      expect(last?.more).toBe(true)
      if (limit === 401) expect(last?.nextPageToken).toBeNull()
      else {
        const pageToken = last?.nextPageToken ?? ''
        const next = await leads.list({ ...FIELDS, limit, pageToken }).all()
        const all = await leads.list(FIELDS).all()
        expect([...ids, ...next].map((one) => (typeof one === 'string' ? one : one.id))).toEqual(
          all.slice(0, 2 * limit).map(({ id }) => id),
        )
      }
    }
  })

  test.each([
    [{ perPage: 50 }, 'TOKEN_BOUND_DATA_MISMATCH'],
    [{ pageToken: 'of yesterday' }, 'EXPIRED_VALUE'],
  ])('that goes on with %j is refused', async (change, code) => {
    const { leads } = await opened({ records: 300 })
    const { value } = await leads.list(FIELDS).pages().next()
    const pageToken = value?.nextPageToken ?? ''
    expect(await caught(leads.list({ ...FIELDS, pageToken, ...change }).all())).toMatchObject({ code })
  })
})

describe('what was deleted', () => {
  test('is told by id, name, time and who did it', async () => {
    const { leads } = await opened()
    const { id } = await leads.create(DOE)
    expect(await leads.deleted().all()).toEqual([])
    await leads.delete(id)
    const rows = await leads.deleted().all()
    expectTypeOf(rows).toEqualTypeOf<DeletedRecord[]>()
    expect(rows).toMatchObject([
      { id, display_name: 'Doe', type: 'recycle', deleted_by: { name: expect.any(String) } },
    ])
    expect(Number.isNaN(Date.parse(rows[0]?.deleted_time ?? ''))).toBe(false)
    expect(await leads.deleted({ type: 'permanent' }).all()).toEqual([])
  })

  test('comes page by page, and from a moment on', async () => {
    const { zoho, leads } = await opened({ records: 30 })
    const ids = (await leads.list(FIELDS).all()).map(({ id }) => id)
    await leads.deleteMany(ids)
    const deleted = await leads.deleted({ perPage: 20 }).all()
    expect(new Set(deleted.map(({ id }) => id))).toEqual(new Set(ids))
    expect(callsTo(zoho, 'GET /crm/v8/Leads/deleted')).toHaveLength(2)
    expect(await leads.deleted({ deletedSince: new Date(Date.now() + 60_000) }).all()).toEqual([])
    expect(await leads.deleted({ limit: 3 }).all()).toHaveLength(3)
  })
})
