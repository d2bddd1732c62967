import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { contents } from '../generator/files.ts'
import { runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

async function generated(args: readonly string[] = []): Promise<string> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  expect(await runCli(['generate', '--offline', ...args], folder)).toMatchObject({ code: 0 })
  return folder
}

test('stale files are told with the lines that differ, and with the command that mends them', async () => {
  const folder = await generated(['--out', 'my sdk', '--wire-value', 'actual'])
  const out = join(folder, 'my sdk')
  const leads = await readFile(join(out, 'leads.ts'), 'utf8')
  await writeFile(join(out, 'leads.ts'), leads.replace('  Company: string\n', '  Firm: string\n'))
  await appendFile(join(out, 'deals.picklists.ts'), `${'x'.repeat(500)}\n`)
  await rm(join(out, 'notes.ts'))
  const before = await contents(out)

  const args = ['check', '--out', 'my sdk', '--wire-value', 'actual']
  const { code, stdout, stderr } = await runCli(args, folder)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(stdout).toContain('  notes.ts would be created\n')
  expect(stdout).toContain('  leads.ts would be updated\n')
  expect(stdout).toMatch(
    /\n {2}leads\.ts:\d+\n {4} {2}.*\n {2}- {3}Firm: string\n {2}\+ {3}Company: string\n/,
  )
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160)
  const remedy = /my sdk is stale: run (.*)\n$/.exec(stdout)?.[1]
  expect(remedy).toBe("zcrm generate --offline --out 'my sdk' --wire-value actual")
  expect(await contents(out)).toEqual(before)

  const json = await runCli([...args, '--json'], folder)
  const updated = ['deals.picklists.ts', 'leads.ts']
  expect(JSON.parse(json.stdout)).toEqual({
    fresh: false,
    stale: ['notes.ts', ...updated],
    created: ['notes.ts'],
    updated,
    removed: [],
    remedy,
  })

  const shell = `zcrm() { "${process.execPath}" "${join(root, 'generator/bin.js')}" "$@"; }; ${remedy}`
  const [mended] = await once(spawn('sh', ['-c', shell], { cwd: folder, stdio: 'ignore' }), 'close')
  expect(mended).toBe(0)
  expect(await runCli(args, folder)).toMatchObject({ code: 0, stdout: 'my sdk is up to date\n' })
})

test('many stale files are told shortly; --verbose tells them all', async () => {
  const folder = await generated()
  const short = await runCli(['check', '--no-docs'], folder)
  expect(short.code).toBe(1)
  expect(short.stdout.split('\n').length).toBeLessThan(75)
  expect(short.stdout).toMatch(/ {2}… \d+ more lines of /)
  expect(short.stdout).toMatch(/\d+ more files differ; --verbose shows them/)
  const long = await runCli(['check', '--no-docs', '--verbose'], folder)
  expect(long.stdout.split('\n').length).toBeGreaterThan(500)
  expect(long.stdout).not.toMatch(/more (files|lines)/)
})

test('whoever has read enough may stop: check | head', async () => {
  const folder = await generated()
  const line = `"${process.execPath}" "${join(root, 'generator/bin.js')}" check --no-docs --verbose | head -n 1`
  const child = spawn('sh', ['-c', line], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringMatching(/^ {2}\S+ would be updated\n$/),
    stderr: '',
  })
})

test('what functions give counts, not their text, into which the folder is compiled: a copy elsewhere is fresh', async () => {
  const folder = await scratchFolder()
  const project = join(folder, 'one')
  await mkdir(join(project, 'sub'), { recursive: true })
  await writeFile(join(project, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  await writeFile(join(project, 'mark.ts'), "export const mark = 'one'\n")
  await writeFile(
    join(project, 'zcrm.config.ts'),
    `import { mark } from './mark.ts'
    export default {
      modules: ({ apiName }) => apiName === 'Leads' && import.meta.dirname !== '',
      fieldTypes: { 'Leads.Description': { type: 'Meta', from: './types.js' } },
      hooks: { beforeFile: ({ content }) => content + '// ' + mark + String(import.meta.url.length > 0) + '\\n' },
    }\n`,
  )
  expect(await runCli(['generate', '--offline'], join(project, 'sub'))).toMatchObject({ code: 0, stderr: '' })
  const copy = join(folder, 'another/place')
  await cp(project, copy, { recursive: true })
  expect(await runCli(['check'], join(copy, 'sub'))).toMatchObject({ code: 0, stderr: '' })
  const texts = Object.values(await contents(join(copy, 'generated')))
  expect(texts.filter((text) => text.includes(folder))).toEqual([])
  await writeFile(join(copy, 'mark.ts'), "export const mark = 'two'\n")
  expect(await runCli(['check'], copy)).toMatchObject({ code: 1 })
})
