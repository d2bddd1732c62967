import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ConfigurationError, FileStore } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { bundleChild, startBundle } from '../../support/children.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { caught, expectNoSecrets, storedToken } from '../support.ts'

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

  test('a reader sees the old file or the new one while another process writes it', async () => {
    const path = await file()
    const child = startBundle(await bundleChild('saver.ts'), ['file', path])
    child.stdout?.resume()
    const reader = new FileStore(path)
    const seen = new Set<number>()
    while (seen.size < 50) {
      for (const { expiresAt } of await reader.list()) seen.add(expiresAt)
      await new Promise(setImmediate)
    }
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
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
