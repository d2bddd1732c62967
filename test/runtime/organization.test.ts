import { AuthenticationError, ConfigurationError, type UserListOptions } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../support/cli.ts'
import { accessClient, callsTo, caught, clientOf, server } from './support.ts'

describe('the organisation', () => {
  test('is read with what the API says of it', async () => {
    const zoho = await emulator()
    const org = await clientOf(zoho).org()
    expect(org).toMatchObject({
      zgid: zoho.zgid,
      company_name: 'Kettle Lane Cycles',
      iso_code: 'EUR',
      time_zone: 'Europe/Berlin',
      license_details: { paid_type: 'enterprise' },
      gapps_enabled: false,
    })
  })

  test('needs its scope', async () => {
    const zoho = await emulator({ scope: 'ZohoCRM.users.READ' })
    const error = await caught(clientOf(zoho).org())
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error.hint).toContain('ZohoCRM.org.READ')
  })

  test('that is not in the answer is an error', async () => {
    const zoho = await server((response) => response.end('{"org":[]}'))
    expect((await caught(accessClient(zoho.environment).org())).code).toBe('UNREADABLE_ANSWER')
    expect((await caught(accessClient(zoho.environment).users.current())).code).toBe('UNREADABLE_ANSWER')
  })

  test('is not waited for longer than the signal says', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const { org, users } = clientOf(await emulator())
    for (const call of [org({ signal }), users.current({ signal }), users.get('1', { signal })])
      expect(await caught(call)).toBe(reason)
    expect(await caught(users.list({ signal }).all())).toBe(reason)
  })
})

/** An emulator of five users. */
async function fiveUsers() {
  const zoho = await emulator()
  zoho.editOrg('users.json', (body) => {
    const [user] = body['users'] as readonly object[]
    const added = ['3', '4', '5'].map((id) => ({
      ...user,
      id,
      full_name: `User ${id}`,
      email: `${id}@example.com`,
    }))
    return { ...body, users: [...(body['users'] as readonly object[]), ...added] } as typeof body
  })
  return zoho
}

describe('users', () => {
  test('the one whose token it is', async () => {
    const user = await clientOf(await emulator()).users.current()
    expect(user).toMatchObject({ email: 'ada@kettle-lane.example.com', profile: { name: 'Administrator' } })
  })

  test('are listed page after page, as they are read', async () => {
    const zoho = await fiveUsers()
    const { users } = clientOf(zoho)
    const all = await users.list().all()
    expect(all).toHaveLength(5)
    expect(callsTo(zoho, '/users')).toHaveLength(1)
    expect(await users.list({ perPage: 2 }).all()).toEqual(all)
    expect(callsTo(zoho, '/users')).toHaveLength(1 + 3)
    const names: string[] = []
    for await (const { full_name } of users.list({ perPage: 1 })) {
      names.push(full_name)
      if (names.length === 2) break
    }
    expect(names).toEqual(all.slice(0, 2).map((user) => user.full_name))
    expect(callsTo(zoho, 'per_page=1')).toHaveLength(2)
  })

  test('are as many as asked for, of the type that was asked for', async () => {
    const zoho = await fiveUsers()
    const { users } = clientOf(zoho)
    expect(await users.list({ limit: 3, perPage: 2 }).all()).toHaveLength(3)
    expect(callsTo(zoho, '/users')).toHaveLength(2)
    const admins = await users.list({ type: 'AdminUsers' }).all()
    expect(admins).toHaveLength(4)
    expect(await users.list({ type: 'DeletedUsers' }).all()).toEqual([])
  })

  test('one by its id, or null', async () => {
    const { users } = clientOf(await emulator())
    const { id } = await users.current()
    expect((await users.get(id))?.email).toBe('ada@kettle-lane.example.com')
    expect(await users.get('1')).toBe(null)
  })

  test('one whose id the API refuses is null too', async () => {
    const refusal = {
      code: 'INVALID_DATA',
      details: { resource_path_index: 1 },
      message: 'no',
      status: 'error',
    }
    const zoho = await server((response) => response.writeHead(400).end(JSON.stringify(refusal)))
    expect(await accessClient(zoho.environment).users.get('1')).toBe(null)
  })

  test.each(['', '..'])('none has the id %j', async (id) => {
    const { users } = clientOf(await emulator())
    expect(await caught(users.get(id))).toBeInstanceOf(ConfigurationError)
  })

  test.each([
    { perPage: 0 },
    { perPage: 201 },
    { perPage: 1.5 },
    { limit: 0 },
    { limit: -1 },
    { limit: 1.5 },
    { limit: Number.NaN },
  ])('%j is refused, and nothing is sent', async (options: UserListOptions) => {
    const zoho = await emulator()
    const list = () => clientOf(zoho).users.list(options)
    expect(list).toThrow(ConfigurationError)
    expect(list).toThrow(Object.keys(options)[0])
    expect(zoho.calls()).toEqual([])
  })
})
