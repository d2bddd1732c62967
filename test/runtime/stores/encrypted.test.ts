import { createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { ConfigurationError, MemoryStore, type StoredToken } from '@zcrm/runtime'
import {
  EncryptedStore,
  type EncryptedStoreOptions,
  isEncrypted,
  verifyTokenStore,
} from '@zcrm/runtime/stores'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore, sqlite } from '../../support/databases.ts'
import { caught, expectNoSecrets, storedToken } from '../support.ts'

const newKey = () => randomBytes(32).toString('base64')
const idOf = (key: string) =>
  createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 8)

const SECRETS = { clientSecret: 's-e-c-1', refreshToken: 's-e-c-2', accessToken: 's-e-c-3' }
const COLUMNS = ['clientSecret', 'refreshToken', 'accessToken'] as const
const secretsOf = ({ clientSecret, refreshToken, accessToken }: StoredToken) => ({
  clientSecret,
  refreshToken,
  accessToken,
})

/** A store with a token that was saved under a key. */
async function saved(key: string): Promise<{ rows: MemoryStore; row: StoredToken }> {
  const rows = new MemoryStore()
  await new EncryptedStore(rows, { keys: key }).save(storedToken({ id: 'a', ...SECRETS }))
  const [row] = await rows.list()
  if (row === undefined) throw new Error('nothing was saved')
  return { rows, row }
}

/** Saves a row as it is, past the encryption. */
async function tamper(rows: MemoryStore, row: StoredToken): Promise<void> {
  const version = ((await rows.find({ id: row.id }))?.version ?? 0) + 1
  expect(await rows.save({ ...row, version })).toBe(true)
}

describe('EncryptedStore', () => {
  test('encrypts the three secrets, each in its place, and nothing else', async () => {
    const key = newKey()
    const { row } = await saved(key)
    expect({ ...row, ...SECRETS }).toEqual(storedToken({ id: 'a', ...SECRETS }))
    for (const column of COLUMNS) {
      expect(isEncrypted(row[column])).toBe(true)
      const [form, keyId, iv, sealed = ''] = row[column].split('.')
      expect([form, keyId]).toEqual(['zcrm1', idOf(key)])
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv(
        'aes-256-gcm',
        Buffer.from(key, 'base64'),
        Buffer.from(iv ?? '', 'base64url'),
      )
      decipher.setAAD(Buffer.from(JSON.stringify(['a', column]))).setAuthTag(bytes.subarray(-16))
      expect(decipher.update(bytes.subarray(0, -16)).toString() + decipher.final().toString()).toBe(
        SECRETS[column],
      )
    }
  })

  test('no two values are alike, were their texts the same', async () => {
    const rows = new MemoryStore()
    const store = new EncryptedStore(rows, { keys: newKey() })
    const same = { clientSecret: 's', refreshToken: 's', accessToken: 's' }
    await store.save(storedToken({ id: 'a', ...same }))
    await store.save(storedToken({ id: 'b', ...same }))
    const values = (await rows.list()).flatMap((row) => Object.values(secretsOf(row)))
    expect(new Set(values).size).toBe(6)
  })

  test('takes up rows in plain text, and encrypts them at their next save', async () => {
    const rows = new MemoryStore()
    const plain = storedToken({ id: 'a', ...SECRETS })
    await rows.save(plain)
    const store = new EncryptedStore(rows, { keys: newKey() })
    expect(await store.find({ id: 'a' })).toEqual(plain)
    expect(await store.list()).toEqual([plain])
    expect(await store.save({ ...plain, version: 2 })).toBe(true)
    const stored = (await rows.list())[0] ?? plain
    expect(Object.values(secretsOf(stored)).every(isEncrypted)).toBe(true)
    expect(await store.find({ id: 'a' })).toEqual({ ...plain, version: 2 })
  })

  test('a value that looks encrypted is encrypted all the same', async () => {
    const store = new EncryptedStore(new MemoryStore(), { keys: newKey() })
    const token = storedToken({ accessToken: 'zcrm1.0.0.0', clientSecret: '\ufeff', refreshToken: '' })
    await store.save(token)
    expect(await store.find({ id: token.id })).toEqual(token)
  })

  test('the first key encrypts, each decrypts', async () => {
    const [old, next] = [newKey(), newKey()]
    const { rows, row } = await saved(old)
    const store = new EncryptedStore(rows, { keys: [next, old] })
    expect(await store.find({ id: 'a' })).toEqual({ ...row, ...SECRETS })
    await store.save({ ...row, ...SECRETS, version: 2 })
    expect((await rows.list())[0]?.accessToken).toMatch(new RegExp(`^zcrm1\\.${idOf(next)}\\.`))
    expect(await new EncryptedStore(rows, { keys: next }).list()).toEqual([
      { ...row, ...SECRETS, version: 2 },
    ])
  })

  test('leases are those of the store below', async () => {
    const rows = new MemoryStore()
    const stores = [new EncryptedStore(rows, { keys: newKey() }), rows]
    for (const [index, store] of stores.entries()) {
      if (!('lease' in store)) throw new Error('it does not lease')
      expect(await store.lease('key', `holder ${index}`, 60_000)).toBe(index === 0)
    }
  })

  test('a store for one process stays one', async () => {
    const { find, list, save, remove } = new MemoryStore()
    const kept = new MemoryStore()
    const bound = {
      find: find.bind(kept),
      list: list.bind(kept),
      save: save.bind(kept),
      remove: remove.bind(kept),
    }
    const store = new EncryptedStore({ ...bound, singleProcess: true }, { keys: newKey() })
    expect('lease' in store).toBe(false)
    expect(store).toMatchObject({ singleProcess: true })
    await verifyTokenStore(() => store, { shared: false })
  })
})

describe('reencrypt', () => {
  test('brings every token under the first key, and leaves those that are', async () => {
    const [old, next] = [newKey(), newKey()]
    const { rows, row } = await saved(old)
    await rows.save(storedToken({ id: 'plain', ...SECRETS }))
    await new EncryptedStore(rows, { keys: next }).save(storedToken({ id: 'new', ...SECRETS }))
    expect(await new EncryptedStore(rows, { keys: [next, old] }).reencrypt()).toBe(2)
    const store = new EncryptedStore(rows, { keys: next })
    expect((await store.list()).map(({ id, version }) => [id, version])).toEqual([
      ['a', 2],
      ['new', 1],
      ['plain', 2],
    ])
    expect(await store.find({ id: 'a' })).toEqual({ ...row, ...SECRETS, version: 2 })
    expect(await store.reencrypt()).toBe(0)
  })

  test('tries again where a token changes meanwhile, and loses no change', async () => {
    const [old, next] = [newKey(), newKey()]
    const options = await sqlite.options()
    const [writer, mover] = [openStore(options), openStore(options)].map(
      (rows, index) => new EncryptedStore(rows, { keys: index === 0 ? [old, next] : [next, old] }),
    )
    if (writer === undefined || mover === undefined) throw new Error('no stores')
    await writer.save(storedToken({ id: 'a' }))
    let [saves, moves, isDone] = [1, 0, false]
    const writing = async () => {
      while (saves < 100) {
        const version = ((await writer.find({ id: 'a' }))?.version ?? 0) + 1
        if (await writer.save(storedToken({ id: 'a', version, expiresAt: saves + 1 }))) saves++
      }
      isDone = true
    }
    const moving = async () => {
      while (!isDone) moves += await mover.reencrypt()
    }
    await Promise.all([writing(), moving()])
    expect(moves).toBeGreaterThan(0)
    expect(await writer.find({ id: 'a' })).toMatchObject({ version: saves + moves, expiresAt: saves })
  })

  test('a token that cannot be read ends it, and is named', async () => {
    const { rows } = await saved(newKey())
    const error = await caught(new EncryptedStore(rows, { keys: newKey() }).reencrypt())
    expect(error.message).toContain('the token "a" ')
  })
})

describe('what cannot be decrypted is an error that names the token and says what to do', () => {
  async function expectError(rows: MemoryStore, key: string, message: string, hint: string): Promise<void> {
    const store = new EncryptedStore(rows, { keys: key })
    const works = [() => store.list(), () => store.find({ id: 'a' }), () => store.find({ fingerprint: 'f' })]
    for (const work of works) {
      const error = await caught(work())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain(message)
      expect(error.hint).toBe(hint)
      expectNoSecrets(error, [key, ...Object.values(SECRETS)])
    }
  }

  test('another key', async () => {
    const [key, other] = [newKey(), newKey()]
    const { rows } = await saved(key)
    await expectError(
      rows,
      other,
      `the token "a" is encrypted with the key "${idOf(key)}", and the keys are ${idOf(other)}`,
      'Add that key behind the others, or remove the token and sign in again.',
    )
  })

  const DAMAGES: Readonly<Record<string, (row: StoredToken, other: StoredToken) => Partial<StoredToken>>> = {
    'a ciphertext that was changed': (row) => ({ accessToken: flipped(row.accessToken, 3) }),
    'an initialization vector that was changed': (row) => ({ accessToken: flipped(row.accessToken, 2) }),
    'a ciphertext that was cut': (row) => ({ accessToken: row.accessToken.slice(0, -4) }),
    'a ciphertext that is gone': (row) => ({ accessToken: row.accessToken.slice(0, 15) }),
    'no base64': (row) => ({ accessToken: `${row.accessToken.slice(0, 15)}!.!` }),
    'a value of another column': (row) => ({ accessToken: row.refreshToken }),
    'a value of another token': (_, other) => ({ accessToken: other.accessToken }),
  }
  test.each(Object.entries(DAMAGES))('%s', async (_, damage) => {
    const key = newKey()
    const { rows, row } = await saved(key)
    const elsewhere = new MemoryStore()
    await new EncryptedStore(elsewhere, { keys: key }).save(storedToken({ id: 'b', ...SECRETS }))
    const [other = row] = await elsewhere.list()
    await tamper(rows, { ...row, ...damage(row, other) })
    const what = 'is not what was encrypted: it was changed, or moved from another token'
    await expectError(
      rows,
      key,
      `the accessToken of the token "a" ${what}`,
      'Restore the row from a backup, or remove it and sign in again.',
    )
  })
})

/** An encrypted value with one bit of a part changed. */
function flipped(value: string, part: number): string {
  const parts = value.split('.')
  const bytes = Buffer.from(parts[part] ?? '', 'base64url')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return parts.with(part, bytes.toString('base64url')).join('.')
}

describe('keys', () => {
  const KEY = newKey()
  const hex = Buffer.from(KEY, 'base64').toString('hex')
  const FORMS: Readonly<Record<string, EncryptedStoreOptions['keys']>> = {
    'in base64': KEY,
    'in base64url, without padding': Buffer.from(KEY, 'base64').toString('base64url'),
    'in hexadecimal': hex,
    'in capital hexadecimal': hex.toUpperCase(),
    'with line breaks': `\n${KEY}\n`,
    'behind another, and a comma': `${newKey()}, ${KEY}`,
    'behind another, and a blank': `${newKey()} ${KEY}`,
    'in a list': [newKey(), KEY],
    'of a function': () => KEY,
    'of a function that takes its time': async () => [KEY],
  }
  test.each(Object.entries(FORMS))('%s', async (_, keys) => {
    const { rows } = await saved(KEY)
    expect(
      await new EncryptedStore(rows, keys === undefined ? {} : { keys }).find({ id: 'a' }),
    ).toMatchObject(SECRETS)
  })

  test('come from ZCRM_TOKEN_KEYS by default', async () => {
    const { rows } = await saved(KEY)
    const before = process.env['ZCRM_TOKEN_KEYS']
    onTestFinished(() => {
      if (before === undefined) delete process.env['ZCRM_TOKEN_KEYS']
      else process.env['ZCRM_TOKEN_KEYS'] = before
    })
    delete process.env['ZCRM_TOKEN_KEYS']
    expect(() => new EncryptedStore(rows)).toThrow('ZCRM_TOKEN_KEYS has no key')
    process.env['ZCRM_TOKEN_KEYS'] = KEY
    expect(await new EncryptedStore(rows).find({ id: 'a' })).toMatchObject(SECRETS)
  })

  const WRONG: Readonly<Record<string, readonly [keys: unknown, message: string]>> = {
    none: ['', '`keys` has no key'],
    'only commas': [' , ,', '`keys` has no key'],
    'an empty list': [[], '`keys` has no key'],
    'too short': [`${KEY}, c2hvcnQ=`, 'key 2 of `keys` is not 32 bytes in base64 or hexadecimal'],
    'no base64': ['!'.repeat(44), 'the key of `keys` is not 32 bytes in base64 or hexadecimal'],
    'cut hexadecimal': [hex.slice(1), 'the key of `keys` is not 32 bytes in base64 or hexadecimal'],
    'no text': [[KEY, 5], 'key 2 of `keys` is not 32 bytes in base64 or hexadecimal'],
    null: [null, 'the key of `keys` is not 32 bytes in base64 or hexadecimal'],
  }
  test.each(Object.entries(WRONG))(
    '%s: the error says how to make one, and repeats none',
    async (_, [keys, message]) => {
      let error: unknown
      try {
        new EncryptedStore(new MemoryStore(), { keys: keys as string })
      } catch (thrown) {
        error = thrown
      }
      expect(error).toBeInstanceOf(ConfigurationError)
      const { message: said, hint } = error as ConfigurationError
      expect([said, hint]).toEqual([
        message,
        'Make a key with `openssl rand -base64 32`, and keep it in a vault.',
      ])
      expectNoSecrets(error as ConfigurationError, [KEY, hex.slice(1)])

      const late = await caught(new EncryptedStore(new MemoryStore(), { keys: () => keys as string }).list())
      expect(late.message).toContain('what the function `keys` gave')
    },
  )

  test('a vault that fails is asked again', async () => {
    const { rows } = await saved(KEY)
    let asked = 0
    const store = new EncryptedStore(rows, {
      keys: () => {
        if (++asked === 1) throw new Error('the vault is closed')
        return KEY
      },
    })
    expect((await caught(store.list())).message).toBe('the vault is closed')
    expect(await store.find({ id: 'a' })).toMatchObject(SECRETS)
    await store.list()
    expect(asked).toBe(2)
  })
})
