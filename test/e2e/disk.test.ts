import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contents, stamp } from '../generator/files.ts'
import { type CliResult, emulator, envOf, resultOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { stagedBin } from '../support/tool.ts'

async function project(): Promise<string> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  return folder
}

/** An expected failure: two lines, exit 2. */
function expectFailure({ code, stderr }: CliResult, wrong: RegExp, remedy: RegExp): void {
  expect(code, stderr).toBe(2)
  const lines = stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(wrong)
  expect(lines[1]).toMatch(remedy)
}

/** Whether a small disk can be mounted where only its own processes see it; under CI always, so that a test fails for want of it. */
const canMount =
  process.env['ZCRM_TEST_CI'] === 'true' ||
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

/** Runs lines of a shell in a folder that has a small disk at `disk`; `zcrm` stands for the command line. */
function onSmallDisk(folder: string, kilobytes: number, script: string): Promise<CliResult> {
  const prelude = `mount -t tmpfs -o size=${kilobytes}k none disk && zcrm() { "${process.execPath}" "${stagedBin}" "$@"; }`
  const env = { PATH: process.env['PATH'], NO_COLOR: '1' }
  const args = ['-rm', 'sh', '-c', `${prelude}\n${script}`]
  return resultOf(spawn('unshare', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

test.runIf(existsSync('/dev/full'))('output that goes to a full disk', async () => {
  const command = `"${process.execPath}" "${stagedBin}" openapi > /dev/full`
  const child = spawn('sh', ['-c', command], { cwd: await project(), stdio: ['ignore', 'pipe', 'pipe'] })
  expectFailure(await resultOf(child), /^the output cannot be written: the disk is full$/, /elsewhere/)
})

describe.runIf(canMount)('a disk that is full', () => {
  test('leaves the files as they were and nothing half; with room again the next run completes it', async () => {
    const folder = await project()
    await mkdir(join(folder, 'disk'))
    const small = await onSmallDisk(
      folder,
      1_000,
      `zcrm generate --offline --out disk/out --no-docs > log || exit 90
      cp -r disk/out before
      # Room for some of the files, and not for all.
      head -c $(( ($(stat -f -c %a disk) - 30) * 4096 )) /dev/zero > disk/ballast
      zcrm generate --offline --out disk/out; echo "exit $?"
      diff -r before disk/out && echo untouched
      ls -A disk/out | grep -c '^\\.' ; rm disk/ballast
      zcrm generate --offline --out disk/out > log; echo "exit $?"
      zcrm check --out disk/out`,
    )
    expect(small.stdout).toBe('exit 2\nuntouched\n0\nexit 0\ndisk/out is up to date\n')
    const lines = small.stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/disk\/out\/.* cannot be written: the disk is full/)
    expect(lines[1]).toMatch(/Make room on the disk/)
  })

  test('on which nothing fits: the folder is not there, as before', async () => {
    const folder = await project()
    await mkdir(join(folder, 'disk'))
    const script = `head -c 60000 /dev/zero > disk/ballast
      zcrm generate --offline --out disk/out; echo "exit $?"; ls -A disk`
    const { stdout, stderr } = await onSmallDisk(folder, 64, script)
    expect(stdout).toBe('exit 2\nballast\n')
    expect(stderr).toMatch(/cannot be written: the disk is full\nMake room/)
  })
})

describe('a place that cannot be written', () => {
  /** Runs `zcrm` as a user that permissions mean something to. */
  const asNobody = (args: readonly string[], cwd: string): Promise<CliResult> => {
    const id = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const env = { PATH: process.env['PATH'], NO_COLOR: '1' }
    return resultOf(
      spawn(process.execPath, [stagedBin, ...args], { cwd, env, ...id, stdio: ['ignore', 'pipe', 'pipe'] }),
    )
  }

  test('is told in two lines; a check needs no more than to read, and writes nothing', async () => {
    const folder = await project()
    await chmod(folder, 0o555)
    expectFailure(
      await asNobody(['generate', '--offline'], folder),
      /cannot be written: .*EACCES/,
      /permissions/,
    )
    await chmod(folder, 0o755)
    await runCli(['generate', '--offline'], folder)
    const out = join(folder, 'generated')
    for (const path of [folder, out]) await chmod(path, 0o555)
    const before = await Promise.all([stamp(folder), stamp(out)])
    expect(await asNobody(['check'], folder)).toMatchObject({ code: 0, stderr: '' })
    expect(await asNobody(['generate', '--offline'], folder)).toMatchObject({ code: 0, stderr: '' })
    expect(await Promise.all([stamp(folder), stamp(out)])).toEqual(before)
    const stale = await asNobody(['generate', '--offline', '--no-docs'], folder)
    expectFailure(stale, /generated cannot be written: .*EACCES/, /permissions/)
    for (const path of [out, folder]) await chmod(path, 0o755)
  })
})

test('a folder in which nothing can be made is told in two lines', async () => {
  const result = await runCli(['generate', '--offline', '--out', '/proc/x/y'], await project())
  expectFailure(result, /^\/proc\/x\/y cannot be written: /, /Check the path/)
})

describe('something else in the place of a file', () => {
  test.each<[string, (folder: string) => Promise<unknown>, RegExp, RegExp]>([
    [
      'a folder for a file that is generated',
      (folder) => mkdir(join(folder, 'generated/leads.ts'), { recursive: true }),
      /generated\/leads\.ts cannot be used as output: a folder is in the place of the file/,
      /Move the folder away/,
    ],
    [
      'a file for the output folder',
      (folder) => writeFile(join(folder, 'generated'), 'mine'),
      /generated.* cannot be used as output: a file is in the place of a folder/,
      /Move the file away, or .*--out/,
    ],
    [
      'a folder for the snapshot',
      async (folder) => {
        await rm(join(folder, 'zcrm.snapshot.json'))
        await mkdir(join(folder, 'zcrm.snapshot.json'))
      },
      /zcrm\.snapshot\.json cannot be read: a folder is in the place of the file/,
      /Move the folder away/,
    ],
  ])('%s', async (_, put, wrong, remedy) => {
    const folder = await project()
    await put(folder)
    const before = await readdir(folder, { recursive: true })
    expectFailure(await runCli(['generate', '--offline'], folder), wrong, remedy)
    expectFailure(await runCli(['check'], folder), wrong, remedy)
    expect(await readdir(folder, { recursive: true })).toEqual(before)
  })

  test('a file for the resource folder: a pull says so, and who pulls nothing does not need it', async () => {
    const folder = await project()
    await writeFile(join(folder, '.zcrm'), 'mine')
    expect(await runCli(['generate', '--offline'], folder)).toMatchObject({ code: 0, stderr: '' })
    const env = envOf(await emulator())
    expectFailure(
      await runCli(['pull'], folder, env),
      /\.zcrm.*(cannot|ENOTDIR|EEXIST)/,
      /ZCRM_RESOURCE_PATH|permissions|Move/,
    )
    expect(await readFile(join(folder, '.zcrm'), 'utf8')).toBe('mine')
    expect(Object.keys(await contents(join(folder, 'generated')))).toContain('leads.ts')
  })
})
