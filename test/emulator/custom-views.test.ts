import { describe, expect, test } from 'vitest'
import { signIn } from './client.ts'
import { planned } from './planned.ts'

const ids = (body: { custom_views: readonly { id: string }[] }): readonly string[] =>
  body.custom_views.map(({ id }) => id)

describe('custom views', () => {
  test('are listed without what only the answer for one has', async () => {
    const { get } = await planned()
    const { body } = await get('/settings/custom_views?module=Leads')
    expect(body.custom_views).toEqual(
      ['1', '2', '3'].map((id) => ({ id: `55${id}`, name: `View ${id}`, default: id === '2' })),
    )
    expect(body.info).toMatchObject({ default: '552', count: 3, more_records: false })
    const one = await get('/settings/custom_views/552?module=Leads')
    expect(one.body).toEqual({
      custom_views: [expect.objectContaining({ id: '552', criteria: null, fields: expect.any(Array) })],
      info: { translation: { a: 'A' } },
    })
  })

  test('come in pages', async () => {
    const { get } = await planned()
    const first = (await get('/settings/custom_views?module=Leads&per_page=2')).body
    expect([ids(first), first.info]).toMatchObject([
      ['551', '552'],
      { per_page: 2, count: 2, page: 1, more_records: true, default: '552' },
    ])
    const last = (await get('/settings/custom_views?module=Leads&per_page=2&page=2')).body
    expect([ids(last), last.info.more_records]).toEqual([['553'], false])
    expect((await get('/settings/custom_views?module=Leads&page=2')).status).toBe(204)
    expect((await get('/settings/custom_views?module=Leads&per_page=201')).status).toBe(400)
  })

  test('are one, of all records, where a module has no file', async () => {
    const client = await planned()
    const { body } = await client.get('/settings/custom_views?module=Accounts')
    expect(body.custom_views).toMatchObject([
      { name: 'All Companies', system_name: 'ALLVIEWS', default: true, category: 'public_views' },
    ])
    const [id] = ids(body)
    expect(id).toMatch(/^\d{18,19}$/)
    expect(
      (await client.get(`/settings/custom_views/${id}?module=Accounts`)).body.custom_views,
    ).toMatchObject([{ id, fields: [{ api_name: 'Account_Name' }] }])
    const again = await (await planned()).get('/settings/custom_views?module=Accounts')
    const other = await client.get('/settings/custom_views?module=Deals')
    expect([ids(again.body), ids(other.body)]).toEqual([[id], [expect.not.stringMatching(`^${id}$`)]])
  })

  test('204 where there is none', async () => {
    const { get } = await planned()
    expect((await get('/settings/custom_views?module=Empty')).status).toBe(204)
    expect((await get('/settings/custom_views/554?module=Leads')).status).toBe(204)
  })

  test.each([
    ['', { code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'module' } }],
    ['?module=Nope', { code: 'INVALID_MODULE', details: { param_name: 'module' } }],
    ['?module=Home', { code: 'API_NOT_SUPPORTED' }],
  ])('%s is refused', async (query, expected) => {
    const { get } = await planned()
    for (const path of ['custom_views', 'custom_views/552']) {
      const reply = await get(`/settings/${path}${query}`)
      expect([reply.status, reply.body]).toMatchObject([400, expected])
    }
  })

  test('need their scope', async () => {
    const { emulator } = await planned()
    const status = async (scope: string): Promise<number> =>
      (await (await signIn(emulator, { scope })).get('/settings/custom_views?module=Leads')).status
    expect(await status('ZohoCRM.settings.custom_views.READ')).toBe(200)
    expect(await status('ZohoCRM.settings.modules.READ')).toBe(401)
  })
})
