import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { faultPresets } from '../../emulator/index.ts'
import { runCli, spawnCli } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'
import { isTerminalThere, keys, sitBefore } from '../support/terminal.ts'

test('the help names every preset of faults', async () => {
  const { code, stdout } = await runCli(['emulate', '-h'], await scratchFolder())
  expect(code).toBe(0)
  const words = new Set(stdout.split(/[\s,"]+/))
  expect(faultPresets.filter((preset) => !words.has(preset))).toEqual([])
})

test('prints one line and nothing else where nobody sits before it', async () => {
  const child = spawnCli(['emulate', '--faults', 'down', '--records', '3'], await scratchFolder())
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let [stdout, stderr] = ['', '']
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  while (!stdout.includes('\n') && child.stdout !== null) await once(child.stdout, 'data')
  const { apiUrl } = JSON.parse(stdout) as { apiUrl: string }
  expect((await fetch(`${apiUrl}/crm/v8/org`)).status).toBe(500)
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(stderr).toBe('')
})

test.skipIf(!isTerminalThere)(
  `tells people how to use it${isTerminalThere ? '' : ' (skipped: no terminal can be made)'}`,
  async () => {
    const sitting = sitBefore(['emulate'], await scratchFolder())
    await sitting.sees('{"accountsUrl":"http://127.0.0.1:')
    await sitting.sees('of the built-in demo organisation. In another shell:')
    await sitting.sees('export ZCRM_ACCOUNTS_URL=http://127.0.0.1:')
    await sitting.sees('Ctrl-C ends it.')
    sitting.types(keys.ctrlC)
    expect((await sitting.ending()).code).toBe(0)
  },
)

test('what is wrong is two lines', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'data.json'), 'no JSON')
  await writeFile(join(folder, 'faults.json'), '{"statsu":500}')
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const wrong: readonly (readonly [args: readonly string[], stderr: RegExp])[] = [
    [
      ['--faults', 'absent.json'],
      /^the faults in absent\.json cannot be read: ENOENT.*\nName a file of JSON/,
    ],
    [
      ['--faults', 'faults.json'],
      /^A fault has no statsu; its options are: .*\nCorrect the value of --faults\./,
    ],
    [['--port', String(port)], /^port \d+ cannot be listened on: .*EADDRINUSE.*\nChoose another with --port/],
    [['--port', '80.5'], /^--port is 80\.5\nUse a whole number\.$/],
    [['--data', 'data.json'], /^The data file data\.json cannot be read\.\nCorrect or remove it/],
  ]
  const results = await Promise.all(wrong.map(([args]) => runCli(['emulate', ...args], folder)))
  for (const [index, [, stderr]] of wrong.entries()) {
    expect(results[index]).toMatchObject({ code: 2, stdout: '' })
    expect(results[index]?.stderr.trimEnd()).toMatch(stderr)
    expect(results[index]?.stderr.trimEnd().split('\n')).toHaveLength(2)
  }
})
