import { join } from 'node:path'
import { FileStore, MemoryStore, type TokenStore } from '@zcrm/runtime'
import { EncryptedStore, verifyTokenStore } from '@zcrm/runtime/stores'
import { describe, expect, test } from 'vitest'
import { databases, openStore, postgres, sqlite, type TestDatabase } from '../../support/databases.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { storedToken } from '../support.ts'

interface Subject {
  readonly name: string
  readonly isThere: boolean
  readonly shared: boolean
  /** A place of its own, and what opens a store over it. */
  place(): Promise<() => TokenStore>
}

const KEYS = 'Zm9yIHRlc3RzIG9ubHksIDMyIGJ5dGVzIG9mIGl0ISE='

const memory: Subject = {
  name: 'MemoryStore',
  isThere: true,
  shared: false,
  place: async () => () => new MemoryStore(),
}

const file: Subject = {
  name: 'FileStore',
  isThere: true,
  shared: true,
  place: async () => {
    const path = join(await scratchFolder(), 'tokens.json')
    return () => new FileStore(path)
  },
}

const inDatabase = (database: TestDatabase): Subject => ({
  name: `DBStore on ${database.name}`,
  isThere: database.isThere,
  shared: true,
  place: async () => {
    const options = await database.options()
    return () => openStore(options)
  },
})

const encrypted = (subject: Subject): Subject => ({
  ...subject,
  name: `EncryptedStore over ${subject.name}`,
  place: async () => {
    const open = await subject.place()
    return () => new EncryptedStore(open(), { keys: KEYS })
  },
})

const subjects: readonly Subject[] = [
  ...[memory, file, ...databases.map(inDatabase)],
  ...[memory, file, inDatabase(sqlite), inDatabase(postgres)].map(encrypted),
]

for (const subject of subjects) {
  describe.skipIf(!subject.isThere)(`the contract, kept by ${subject.name}`, () => {
    const open = async () => (await subject.place())()

    test('every rule of verifyTokenStore', async () => {
      const make = await subject.place()
      const rules = await verifyTokenStore(make, { shared: subject.shared })
      expect(rules).toHaveLength(subject.shared ? 17 : 15)
      expect(await make().list()).toEqual([])
    })

    test('is empty at first', async () => {
      expect(await (await open()).list()).toEqual([])
    })

    test('gives back what was saved, every property of it', async () => {
      const store = await open()
      const rows = [
        storedToken({ id: '__proto__' }),
        storedToken({ id: 'a', apiDomain: 'https://www.zohoapis.eu', expiresAt: 1_700_000_000_123 }),
        storedToken({ id: 'b', refreshToken: '', clientSecret: 'é "\\\n😀' }),
      ]
      for (const row of rows) await store.save(row)
      expect(await store.list()).toEqual(rows)
    })

    test('a row of the same id is replaced', async () => {
      const store = await open()
      await store.save(storedToken({ id: 'a', accessToken: '1' }))
      await store.save(storedToken({ id: 'b' }))
      expect(await store.save(storedToken({ id: 'a', accessToken: '2', version: 2 }))).toBe(true)
      expect((await store.list()).map(({ id, accessToken }) => [id, accessToken])).toEqual([
        ['a', '2'],
        ['b', 'a'],
      ])
    })

    test('a save that is based on an older row is refused', async () => {
      const store = await open()
      await store.save(storedToken({ id: 'a', accessToken: '1' }))
      const late = [storedToken({ id: 'a', accessToken: '2' }), storedToken({ id: 'a', version: 3 })]
      for (const row of late) expect(await store.save(row)).toBe(false)
      expect((await store.find({ id: 'a' }))?.accessToken).toBe('1')
    })

    test('a row is found by a fingerprint that it got later', async () => {
      const store = await open()
      await store.save(storedToken({ id: 'a', fingerprint: 'old' }))
      await store.save(storedToken({ id: 'a', fingerprint: 'new', version: 2 }))
      expect(await store.find({ fingerprint: 'old' })).toBe(null)
      expect((await store.find({ fingerprint: 'new' }))?.id).toBe('a')
    })

    test('removes one row, and nothing for an unknown id', async () => {
      const store = await open()
      await store.remove('a')
      await store.save(storedToken({ id: 'a' }))
      await store.save(storedToken({ id: 'b' }))
      await store.remove('nobody')
      await store.remove('a')
      expect((await store.list()).map(({ id }) => id)).toEqual(['b'])
    })

    test('a list that was given does not change', async () => {
      const store = await open()
      await store.save(storedToken({ id: 'a' }))
      const before = await store.list()
      await store.save(storedToken({ id: 'b' }))
      expect(before.map(({ id }) => id)).toEqual(['a'])
    })

    test('saves and removals at once lose nothing', async () => {
      const store = await open()
      const ids = Array.from({ length: 30 }, (_, index) => `t${index}`)
      await Promise.all(ids.map((id) => store.save(storedToken({ id }))))
      const removals = ids.slice(0, 10).map((id) => store.remove(id))
      await Promise.all([...removals, store.save(storedToken({ id: 'x' }))])
      expect((await store.list()).map(({ id }) => id)).toEqual([...ids.slice(10), 'x'].sort())
    })
  })
}
