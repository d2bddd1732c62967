import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Environment, FileStore } from '@zcrm/runtime'
import { environmentKey } from '@zcrm/runtime/metadata'
import { expect, test } from 'vitest'
import { bundleChild, startBundle } from '../../support/children.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { clientOf, storedToken, tokenCalls } from '../support.ts'

/** `npm run test:all` blocks for 30 s at least, with the leases that everybody has. */
const BLOCKED = Number(process.env['ZCRM_TEST_BLOCKED'] ?? 0)
const LEASE_FACTOR = BLOCKED >= 30_000 ? 1 : 0.03

test('a process whose event loop stands still while it refreshes: others go on, and its token is discarded', async () => {
  const zoho = await emulator()
  const folder = await scratchFolder()
  const [path, end] = [join(folder, 'tokens.json'), join(folder, 'go-on')]
  const store = new FileStore(path)
  const { clientId, clientSecret, refreshToken } = zoho
  const environment = environmentKey(Environment.custom(zoho))
  await store.save(storedToken({ id: 'shared', environment, clientId, clientSecret, refreshToken }))
  const program = await bundleChild('blocked.ts')
  const child = startBundle(program, [zoho.apiUrl, path, end, String(BLOCKED), String(LEASE_FACTOR)])
  expect(await once(child, 'message')).toContain('blocked')

  const ended = once(child, 'message')
  const client = clientOf(zoho, { store, token: { flow: 'id', id: 'shared' } })
  expect((await client.request({ method: 'GET', path: '/org' })).status).toBe(200)
  const [row] = await store.list()

  await writeFile(end, '')
  expect(await ended).toContain(200)
  expect(await store.list()).toEqual([row])
  expect(tokenCalls(zoho)).toBe(2)
})
