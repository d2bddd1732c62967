import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { type Client, clientOf, type Reply, refresh, signIn, start, token } from './client.ts'
import { orgFolder, staffedOrg } from './org.ts'

const ADA = { name: 'Ada', id: '101', email: 'ada@example.com' }
const BRUNO = { name: '<b>"Bruno" & Co</b>', id: '102', email: 'b"r>@example.com' }

async function staffed(): Promise<Emulator> {
  return start({ org: await orgFolder(staffedOrg) })
}

async function currentUser(client: Client): Promise<readonly string[]> {
  const { body } = await client.get('/users?type=CurrentUser')
  return body.users.map(({ id }: { id: string }) => id)
}

function redeem(emulator: Emulator, user?: string): Promise<Reply> {
  const code = emulator.createGrant(user === undefined ? {} : { user })
  return token(emulator, { grant_type: 'authorization_code', code })
}

describe('a token', () => {
  test.each([
    [undefined, '101'],
    ['101', '101'],
    ['102', '102'],
    ['ADA@example.com', '101'],
    ['b"r>@example.com', '102'],
  ])('of a grant for %s is of user %s', async (user, id) => {
    const emulator = await staffed()
    expect(await currentUser(await signIn(emulator, user === undefined ? {} : { user }))).toEqual([id])
  })

  test('is of nobody where there is no such user', async () => {
    const emulator = await staffed()
    expect(() => emulator.createGrant({ user: 'nobody@example.com' })).toThrow(RangeError)
    expect(() => emulator.createGrant({ user: '' })).toThrow('There is no user')
  })

  test('writes as its user', async () => {
    const emulator = await staffed()
    const [ada, bruno] = [await signIn(emulator), await signIn(emulator, { user: '102' })]
    const people = async (id: string): Promise<unknown> => {
      const [{ Owner, Created_By, Modified_By }] = (await ada.get(`/Leads/${id}`)).body.data
      return { Owner, Created_By, Modified_By }
    }
    const rows = [{ Last_Name: 'a' }, { Last_Name: 'b', Owner: { id: '101' } }]
    const added = await bruno.send('POST', '/Leads', { data: rows })
    const [first, second] = added.body.data.map(({ details }: { details: { id: string } }) => details.id)
    expect(added.body.data[0].details.Created_By).toEqual({ name: BRUNO.name, id: BRUNO.id })
    expect(await people(first)).toEqual({ Owner: BRUNO, Created_By: BRUNO, Modified_By: BRUNO })
    expect(await people(second)).toEqual({ Owner: ADA, Created_By: BRUNO, Modified_By: BRUNO })

    const changed = await ada.send('PUT', `/Leads/${first}`, { data: [{ First_Name: 'x' }] })
    expect(changed.body.data[0].details).toMatchObject({
      Created_By: { id: BRUNO.id },
      Modified_By: { id: ADA.id },
    })
    expect(await people(first)).toEqual({ Owner: BRUNO, Created_By: BRUNO, Modified_By: ADA })
  })

  test('of a refresh is of the user of the refresh token', async () => {
    const emulator = await staffed()
    const { body } = await redeem(emulator, '102')
    const again = await refresh(emulator, body.refresh_token)
    expect(await currentUser(clientOf(emulator, again.body.access_token))).toEqual(['102'])
  })
})

test('a user has twenty refresh tokens: the next one drops the oldest of the user', async () => {
  const emulator = await staffed()
  const first = (await redeem(emulator, '102')).body.refresh_token
  for (let count = 0; count < 19; count++) await redeem(emulator, '102')
  for (let count = 0; count < 19; count++) await redeem(emulator)
  const stillGood = async (refreshToken: string): Promise<boolean> =>
    'access_token' in (await refresh(emulator, refreshToken)).body
  expect([await stillGood(first), await stillGood(emulator.refreshToken)]).toEqual([true, true])
  await redeem(emulator, '102')
  expect([await stillGood(first), await stillGood(emulator.refreshToken)]).toEqual([false, true])
})
