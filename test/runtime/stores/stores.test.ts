import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ConfigurationError, FileStore, MemoryStore, type StoredToken, type TokenStore } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../../support/scratch.ts'
import { caught, expectNoSecrets, storedToken } from '../support.ts'

const STORES: Readonly<Record<string, () => Promise<TokenStore>>> = {
  MemoryStore: async () => new MemoryStore(),
  FileStore: async () => new FileStore(join(await scratchFolder(), 'tokens.json')),
}

const sorted = (rows: readonly StoredToken[]): readonly StoredToken[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))

describe.each(Object.entries(STORES))('the contract, kept by %s', (_, open) => {
  test('is empty at first', async () => {
    expect(await (await open()).list()).toEqual([])
  })

  test('gives back what was saved, every property of it', async () => {
    const store = await open()
    const rows = [
      storedToken({ id: 'a', apiDomain: 'https://www.zohoapis.eu', expiresAt: 1_700_000_000_123 }),
      storedToken({ id: 'b', refreshToken: '', clientSecret: 'é "\\\n😀' }),
      storedToken({ id: '__proto__' }),
    ]
    for (const row of rows) await store.save(row)
    expect(sorted(await store.list())).toEqual(sorted(rows))
  })

  test('a row of the same id is replaced', async () => {
    const store = await open()
    await store.save(storedToken({ id: 'a', accessToken: '1' }))
    await store.save(storedToken({ id: 'b' }))
    await store.save(storedToken({ id: 'a', accessToken: '2' }))
    expect(sorted(await store.list()).map(({ id, accessToken }) => [id, accessToken])).toEqual([
      ['a', '2'],
      ['b', 'a'],
    ])
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
    await Promise.all([
      ...ids.slice(0, 10).map((id) => store.remove(id)),
      store.save(storedToken({ id: 'x' })),
    ])
    expect((await store.list()).map(({ id }) => id).sort()).toEqual([...ids.slice(10), 'x'].sort())
  })
})

describe('FileStore', () => {
  const file = async () => join(await scratchFolder(), 'deep/er/tokens.json')

  test('makes its folders, and a file for its owner only', async () => {
    const path = await file()
    await new FileStore(path).save(storedToken())
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(dirname(path))).toEqual(['tokens.json'])
  })

  test('a file that others could read is closed to them', async () => {
    const path = await file()
    const store = new FileStore(path)
    await store.save(storedToken())
    await writeFile(path, await readFile(path), { mode: 0o644 })
    await store.save(storedToken({ id: 'two' }))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('reading makes nothing', async () => {
    const path = await file()
    expect(await new FileStore(path).list()).toEqual([])
    expect((await caught(stat(path))).code).toBe('ENOENT')
  })

  test('a reader sees the old file or the new one while it is written', async () => {
    const path = await file()
    const [writer, reader] = [new FileStore(path), new FileStore(path)]
    await writer.save(storedToken({ id: 'first', accessToken: 'x'.repeat(100_000) }))
    let writing = true
    const saves = Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        writer.save(storedToken({ id: `t${index}`, accessToken: 'y'.repeat(1 + ((index * 997) % 20_000)) })),
      ),
    ).finally(() => {
      writing = false
    })
    let reads = 0
    while (writing) {
      expect((await reader.list()).length).toBeGreaterThan(0)
      reads++
    }
    await saves
    expect(reads).toBeGreaterThan(5)
    expect(await reader.list()).toHaveLength(51)
    expect(await readdir(dirname(path))).toEqual(['tokens.json'])
  })

  test('two stores of one file in one process lose nothing', async () => {
    const path = await file()
    const [one, two] = [new FileStore(path), new FileStore(relative(process.cwd(), path))]
    const ids = Array.from({ length: 20 }, (_, index) => `t${index}`)
    await Promise.all(ids.map((id, index) => (index % 2 === 0 ? one : two).save(storedToken({ id }))))
    expect((await one.list()).map(({ id }) => id).sort()).toEqual(ids.toSorted())
  })

  const CORRUPT = {
    'no JSON': 'PCFET0NUWVBF',
    'half a file': '{"version":1,"tokens":[{"id":"a","accessTok',
    'an empty file': '',
    'a list': '[]',
    null: 'null',
    'another version': '{"version":2,"tokens":[]}',
    'no tokens': '{"version":1}',
    'a token that is none': '{"version":1,"tokens":[{"id":"a","accessToken":"s-e-c-r-e-t"}]}',
    'a token that is null': '{"version":1,"tokens":[null]}',
  }
  test.each(Object.entries(CORRUPT))('%s is an error, and the file stays', async (_, content) => {
    const path = await file()
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    const store = new FileStore(path)
    for (const work of [() => store.list(), () => store.save(storedToken()), () => store.remove('a')]) {
      const error = await caught(work())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain(path)
      expectNoSecrets(error, ['s-e-c-r-e-t'])
    }
    expect(await readFile(path, 'utf8')).toBe(content)
    expect(await readdir(dirname(path))).toEqual(['tokens.json'])
  })

  test('works again once the file is in order', async () => {
    const path = await file()
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'broken')
    const store = new FileStore(path)
    await caught(store.save(storedToken()))
    await writeFile(path, '{"version":1,"tokens":[]}')
    await store.save(storedToken())
    expect(await store.list()).toHaveLength(1)
  })

  test('a path that cannot be written is an error that names it', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'file'), '')
    const path = join(folder, 'file/tokens.json')
    const error = await caught(new FileStore(path).save(storedToken({ accessToken: 's-e-c-r-e-t' })))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain(path)
    expectNoSecrets(error, ['s-e-c-r-e-t'])
  })

  test('a folder in place of the file is an error', async () => {
    const path = await file()
    await mkdir(path, { recursive: true })
    expect(await caught(new FileStore(path).list())).toBeInstanceOf(ConfigurationError)
    expect(await caught(new FileStore(path).save(storedToken()))).toBeInstanceOf(ConfigurationError)
  })
})
