import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator } from '../../emulator/index.ts'
import { root } from '../support/scratch.ts'

const run = promisify(execFile)
const packed = join(root, 'test/.work/packed')
const tarballs = ['zcrm-0.1.0.tgz', 'zcrm-runtime-0.1.0.tgz'].map((name) => join(packed, name))
const absent = !tarballs.every(existsSync)

/** The blocks of the documentation that say which file they are. */
async function documented(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(root, 'docs/testing.md'), 'utf8')
  const blocks = text.matchAll(/^```[tj]s\n\/\/ (\S+)\n(.*?)^```$/gms)
  return new Map([...blocks].map(([, path = '', code = '']) => [path, code]))
}

describe.skipIf(absent)(
  `people’s own tests, with the packed packages${absent ? ' (skipped: npm test packs them first)' : ''}`,
  () => {
    let folder = ''

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'zcrm-'))
      await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
      const packages = [...tarballs, 'jest@30', '@swc/core@1', '@swc/jest@0.2']
      await run(
        'npm',
        ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', ...packages],
        {
          cwd: folder,
        },
      )
      // These are the repository's own: they are not what is tried here, and large.
      for (const name of ['vitest', 'tsx']) {
        await rm(join(folder, 'node_modules', name), { recursive: true, force: true })
        await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
      }
      for (const [path, code] of await documented()) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), code)
      }
      await using zoho = await startEmulator()
      const zcrm = join(folder, 'node_modules/zcrm/generator/bin.js')
      const generate = [zcrm, 'generate', '--no-offline', '--out', 'src/generated']
      await run(process.execPath, generate, { cwd: folder, env: { ...process.env, ...zoho.env } })
    }, 600_000)

    afterAll(() => rm(folder, { recursive: true, force: true }))

    test('run in vitest', async () => {
      const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
      const { stdout } = await run(process.execPath, [vitest, 'run', 'vitest.test'], { cwd: folder })
      expect(stdout).toMatch(/Tests\s+3 passed/)
    })

    test('run in jest', async () => {
      const jest = join(folder, 'node_modules/jest/bin/jest.js')
      const { stderr } = await run(process.execPath, ['--experimental-vm-modules', jest], { cwd: folder })
      expect(stderr).toMatch(/Tests:\s+1 passed/)
      expect(stderr).not.toContain('did not exit')
    })

    test('run in node:test', async () => {
      const args = ['--import', 'tsx', '--test', 'src/import-people.node.test.ts']
      const { stdout } = await run(process.execPath, args, { cwd: folder })
      expect(stdout).toMatch(/pass 1\b/)
    })
  },
)
