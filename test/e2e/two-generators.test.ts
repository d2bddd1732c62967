import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contents } from '../generator/files.ts'
import { runCli, spawnCli } from '../support/cli.ts'
import { listenTo } from '../support/lines.ts'
import { root, scratchFolder } from '../support/scratch.ts'

async function project(): Promise<string> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  return folder
}

/** Says that a process is writing into the output folder. */
async function lock(folder: string, holder: unknown): Promise<string> {
  await mkdir(join(folder, 'generated'), { recursive: true })
  const path = join(folder, 'generated/.zcrm.lock')
  await writeFile(path, typeof holder === 'string' ? holder : JSON.stringify(holder))
  return path
}

const host = hostname()
/** When this process began, as the system says it. */
const beginning = existsSync('/proc/self/stat')
  ? (readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)?.split(' ')[19] ?? null)
  : null
const me = { pid: process.pid, beginning, host }

test('two that write different code at once leave one of the two, whole', async () => {
  const folder = await project()
  const offline = ['generate', '--offline']
  const versions = await Promise.all(
    ['--docs', '--no-docs'].map(async (docs) => {
      await runCli([...offline, docs, '--out', docs.slice(2)], folder)
      return contents(join(folder, docs.slice(2)))
    }),
  )
  const runs = ['--docs', '--no-docs', '--docs'].map((docs) => runCli([...offline, docs], folder))
  for (const { code, stderr } of await Promise.all(runs)) expect([code, stderr]).toEqual([0, ''])
  expect(versions).toContainEqual(await contents(join(folder, 'generated')))
})

test('one waits for another that is writing, and then does what is left to do', async () => {
  const folder = await project()
  const path = await lock(folder, me)
  const generating = listenTo(spawnCli(['generate', '--offline'], folder))
  await generating.says(
    new RegExp(`another zcrm \\(process ${process.pid}\\) is writing into generated: waiting`),
  )
  expect(await readdir(join(folder, 'generated'))).toEqual(['.zcrm.lock'])
  // The other one has written the very same.
  await runCli(['generate', '--offline', '--out', 'other'], folder)
  for (const [name, text] of Object.entries(await contents(join(folder, 'other')))) {
    await writeFile(join(folder, 'generated', name), text)
  }
  await rm(path)
  await generating.says(/generated is up to date: no file changed/)
  expect(await generating.ending()).toEqual([0, null])
  expect(existsSync(path)).toBe(false)
})

test('a check waits for another that is writing, and writes nothing itself', async () => {
  const folder = await project()
  await runCli(['generate', '--offline'], folder)
  const leads = join(folder, 'generated/leads.ts')
  const text = await readFile(leads, 'utf8')
  await writeFile(leads, text.replace('Company', 'Firm'))
  const path = await lock(folder, me)
  const checking = listenTo(spawnCli(['check'], folder))
  await checking.says(/is writing into generated: waiting/)
  await writeFile(leads, text)
  await rm(path)
  await checking.says(/generated is up to date/)
  expect(await checking.ending()).toEqual([0, null])
})

const gone: readonly (readonly [string, () => unknown])[] = [
  ['a process that is not there any more', () => ({ ...me, pid: spawnSync(process.execPath, ['-v']).pid })],
  // Where the system does not say when a process began, numbers that are taken again are not told apart.
  ['an earlier process of a number that is taken again', () => ({ ...me, beginning: '1' })],
]

test.each(beginning === null ? gone.slice(0, 1) : gone)(
  'the lock of %s holds nobody up',
  async (_, holder) => {
    const folder = await project()
    const path = await lock(folder, holder())
    const { code, stdout } = await runCli(['generate', '--offline'], folder)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.not.stringContaining('waiting') })
    expect(existsSync(path)).toBe(false)
  },
)

test('a lock of another machine is waited for, and given up when it is as old as no writing takes', async () => {
  const folder = await project()
  const path = await lock(folder, { ...me, host: `not-${host}` })
  const generating = listenTo(spawnCli(['generate', '--offline'], folder))
  await generating.says(/is writing into generated: waiting/)
  const then = new Date(Date.now() - 660_000)
  await utimes(path, then, then)
  expect(await generating.ending()).toEqual([0, null])
  expect(existsSync(path)).toBe(false)
})

test.each<[string, (path: string) => Promise<unknown>]>([
  ['a folder', (path) => mkdir(path)],
  ['a link to nothing', (path) => symlink('/nowhere/at/all', path)],
])('%s in the place of the lock is told', async (_, put) => {
  const folder = await project()
  await mkdir(join(folder, 'generated'))
  await put(join(folder, 'generated/.zcrm.lock'))
  const { code, stderr } = await runCli(['generate', '--offline'], folder)
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /generated\/\.zcrm\.lock cannot be written: [^\n]*\nRemove it: it is no file of zcrm\.\n$/,
  )
})

/** Whether a process that was told to stop has not done so yet, where the system says it. */
function goesOn(pid: number | undefined): boolean {
  try {
    return !/\) [TZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

/** A process that stands still while it holds the lock of the output folder; null where it was stopped too late. */
async function stoppedWriting(folder: string): Promise<{ kill(): Promise<void> } | null> {
  const child = spawnCli(['generate', '--offline', '--no-docs'], folder)
  const path = join(folder, 'generated/.zcrm.lock')
  // One that does not say yet whose it is counts for a moment only.
  const isHeld = () => {
    try {
      return readFileSync(path, 'utf8') !== ''
    } catch {
      return false
    }
  }
  let isOver = false
  const ended = once(child, 'close').finally(() => {
    isOver = true
  })
  while (!isOver && !isHeld()) await new Promise((resolve) => setTimeout(resolve, 1))
  child.kill('SIGSTOP')
  while (goesOn(child.pid)) await new Promise(setImmediate)
  if (isHeld()) {
    const kill = async () => {
      child.kill('SIGKILL')
      await ended
    }
    return { kill }
  }
  child.kill('SIGKILL')
  await ended
  return null
}

test('one is killed while it writes: another, which has been waiting for it, completes the folder', async () => {
  const folder = await project()
  await runCli(['generate', '--offline', '--out', 'whole'], folder)
  const out = join(folder, 'generated')
  let stopped = await stoppedWriting(folder)
  // Where it was through before it was stopped, it has to begin again.
  while (stopped === null) {
    await rm(out, { recursive: true })
    stopped = await stoppedWriting(folder)
  }
  const next = listenTo(spawnCli(['generate', '--offline'], folder))
  await next.says(/is writing into generated: waiting/)
  await stopped.kill()
  expect(await next.ending()).toEqual([0, null])
  expect(await contents(out)).toEqual(await contents(join(folder, 'whole')))
})
