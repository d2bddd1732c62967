import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { DBStoreOptions } from '@zcrm/runtime/stores'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { bundleChild, startBundle } from '../../support/children.ts'
import { databases, openStore } from '../../support/databases.ts'
import { root } from '../../support/scratch.ts'

let program = ''
beforeAll(async () => {
  program = await bundleChild('../stores/children/one-save.ts')
})

async function run(
  file: string,
  ...args: readonly string[]
): Promise<{ code: number | null; output: string; took: number }> {
  const child = startBundle(file, args)
  if (child.stdout === null) throw new Error('no pipe')
  const since = once(child.stdout, 'data').then(() => performance.now())
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { code, output, took: performance.now() - (await since) }
}

describe.each(databases)('a process with a DBStore on $name', ({ isThere, options }) => {
  test.skipIf(!isThere)('ends by itself, long before its idle connections do', async () => {
    const database = await options()
    const { code, output, took } = await run(program, JSON.stringify(database))
    expect({ code, output }).toEqual({ code: 0, output: 'saved true' })
    expect(took).toBeLessThan(5_000)
    expect(await openStore(database).list()).toHaveLength(1)
  })

  test.skipIf(!isThere)('closes it to the end', async () => {
    const { code, output } = await run(program, JSON.stringify(await options()), 'close')
    expect({ code, output }).toEqual({ code: 0, output: 'saved true, closed' })
  })
})

describe('a missing package', () => {
  /** A folder outside of the repository, where only some packages are found. */
  async function programWith(packages: readonly string[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'zcrm-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await mkdir(join(folder, 'node_modules'))
    for (const name of packages) {
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
    }
    await copyFile(program, join(folder, 'program.mjs'))
    return join(folder, 'program.mjs')
  }

  const DRIVERS: readonly (readonly [name: string, options: DBStoreOptions])[] = [
    ['mysql2', { mysql: 'mysql://root@127.0.0.1/test' }],
    ['pg', { postgres: 'postgres://postgres@127.0.0.1/test' }],
    ['better-sqlite3', { sqlite: ':memory:' }],
  ]
  const CASES = DRIVERS.flatMap(([driver, options]) => [
    { driver, options, missing: 'kysely', present: [] },
    { driver, options, missing: driver, present: ['kysely'] },
  ])
  test.each(CASES)(
    '$missing, needed for $driver: the error says what to install',
    async ({ driver, options, present }) => {
      const { code, output } = await run(await programWith(present), JSON.stringify(options))
      expect(output).toBe(
        `DBStore cannot load kysely and ${driver} (ERR_MODULE_NOT_FOUND)\nRun npm install kysely ${driver}.`,
      )
      expect(code).toBe(0)
    },
  )
})
