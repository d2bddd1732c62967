import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { type OutputFile, SIGNATURE } from '../../../generator/emit/typescript.ts'
import { applyPlan } from '../../../generator/output/apply.ts'
import { isFresh, type Plan, planOutput } from '../../../generator/output/plan.ts'
import { writeSnapshot } from '../../../generator/snapshot/write.ts'
import { ConfigurationError } from '../../../runtime/index.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { stagedBin } from '../../support/tool.ts'
import { contents, stamp, unprivileged } from '../files.ts'
import { module, option, organisation, picklist } from '../metadata.ts'

/** The text of a file that says that it is generated. */
const ours = (text: string): string => `// ${SIGNATURE}\n${text}\n`
const file = (path: string, text: string): OutputFile => ({ path, content: ours(text) })
const manifest = (hash: string, paths: readonly string[] = ['leads.ts', 'accounts.ts']): OutputFile => {
  const files = Object.fromEntries(paths.map((path) => [path, 'hash']))
  return { path: 'manifest.json', content: `${JSON.stringify({ schemaHash: hash, files }, null, 2)}\n` }
}

const FILES = [file('leads.ts', 'leads'), file('accounts.ts', 'accounts'), manifest('1')]

async function outputFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(await scratchFolder(), 'out')
  await mkdir(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

async function generate(folder: string, files: readonly OutputFile[]): Promise<Plan> {
  const plan = await planOutput(folder, files)
  await applyPlan(plan)
  return plan
}

/** The paths of a plan. */
function told({ create, update, unchanged, remove }: Plan): Record<string, string[]> {
  const paths = (files: readonly OutputFile[]) => files.map(({ path }) => path).sort()
  return { create: paths(create), update: paths(update), unchanged: paths(unchanged), remove: [...remove] }
}

async function failure(act: () => Promise<unknown>): Promise<ConfigurationError> {
  const error = await act().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ConfigurationError) return error
  throw new Error(`it did not fail as it should: ${error}`)
}

describe('a plan', () => {
  test('of an empty folder, of none, and of one that has all', async () => {
    const folder = await outputFolder()
    const all = ['accounts.ts', 'leads.ts', 'manifest.json']
    const nothing = { create: [], update: [], unchanged: [], remove: [] }
    expect(told(await planOutput(folder, FILES))).toEqual({ ...nothing, create: all })
    expect(told(await planOutput(join(folder, 'a/b'), FILES))).toEqual({ ...nothing, create: all })
    await generate(folder, FILES)
    const plan = await planOutput(folder, FILES)
    expect(told(plan)).toEqual({ ...nothing, unchanged: all })
    expect(isFresh(plan)).toBe(true)
  })

  test('tells what would be created, updated and removed, and changes nothing', async () => {
    const folder = await outputFolder()
    await generate(folder, FILES)
    const before = await contents(folder)
    const plan = await planOutput(folder, [
      file('leads.ts', 'other'),
      file('deals.ts', 'deals'),
      manifest('1'),
    ])
    expect(told(plan)).toEqual({
      create: ['deals.ts'],
      update: ['leads.ts'],
      unchanged: ['manifest.json'],
      remove: ['accounts.ts'],
    })
    expect(isFresh(plan)).toBe(false)
    expect(await contents(folder)).toEqual(before)
  })

  test('is the same for files in any order', async () => {
    const folder = await outputFolder({
      'b.ts': ours('b'),
      'a.ts': ours('a'),
      'manifest.json': manifest('1', ['a.ts', 'b.ts', 'gone.ts']).content,
    })
    expect(told(await planOutput(folder, [...FILES].reverse()))).toEqual(
      told(await planOutput(folder, FILES)),
    )
    expect((await planOutput(folder, [])).remove).toEqual(['a.ts', 'b.ts'])
  })

  test('of more files than a process may have open', async () => {
    const folder = await scratchFolder()
    const modules = Array.from({ length: 150 }, (_, index) =>
      module(`M${index}`, [picklist('P', [option('A')])]),
    )
    await writeFile(join(folder, 'zcrm.snapshot.json'), writeSnapshot(organisation(modules)))
    const limited = async (command: string) => {
      const line = `ulimit -n 128 && exec "${process.execPath}" "${stagedBin}" ${command}`
      const child = spawn('sh', ['-c', line], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
      const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr)])
      return { code, stderr }
    }
    expect(await limited('generate --offline')).toEqual({ code: 0, stderr: '' })
    expect(await limited('check')).toEqual({ code: 0, stderr: '' })
  })
})

describe('applying a plan', () => {
  test('makes the folder what it should be', async () => {
    const folder = await outputFolder()
    await generate(folder, FILES)
    await generate(folder, [file('leads.ts', 'other'), manifest('2')])
    expect(await contents(folder)).toEqual({
      'leads.ts': ours('other'),
      'manifest.json': manifest('2').content,
    })
  })

  test('makes folders that are missing', async () => {
    const folder = join(await outputFolder(), 'a/b/c')
    await generate(folder, FILES)
    expect(Object.keys(await contents(folder)).length).toBe(FILES.length)
  })

  test('leaves what did not change as it is', async () => {
    const folder = await outputFolder()
    await generate(folder, FILES)
    const before = await stamp(join(folder, 'leads.ts'))
    const changed = await stamp(join(folder, 'accounts.ts'))
    await generate(folder, [file('leads.ts', 'leads'), file('accounts.ts', 'new'), manifest('2')])
    expect(await stamp(join(folder, 'leads.ts'))).toBe(before)
    expect(await stamp(join(folder, 'accounts.ts'))).not.toBe(changed)
  })

  test('touches nothing where there is nothing to do, a folder that cannot be written included', async () => {
    const folder = await outputFolder()
    await generate(folder, FILES)
    const before = await stamp(folder)
    await unprivileged(async () => generate(folder, FILES))
    expect(await stamp(folder)).toBe(before)
  })

  test('overwrites what is ours and was changed by hand', async () => {
    const folder = await outputFolder({ 'leads.ts': `${ours('leads')}export const mine = 1\n` })
    await generate(folder, FILES)
    expect((await contents(folder))['leads.ts']).toBe(ours('leads'))
  })

  test('leaves no temporaries, and clears away those of processes that were killed', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    const kept = { '.zcrm-notes.md': 'kept', '.zcrm-x.tmp': 'kept', 'x.tmp': 'kept' }
    const folder = await outputFolder({ [`.zcrm-${pid}-0000.tmp`]: 'half', ...kept })
    await generate(folder, FILES)
    const want = [...Object.keys(kept), ...FILES.map(({ path }) => path)]
    expect(Object.keys(await contents(folder)).sort()).toEqual(want.sort())
  })

  test.each([process.pid, 1])('leaves the temporaries of a process that is writing: %i', async (pid) => {
    const temporary = `.zcrm-${pid}-0000.tmp`
    const folder = await outputFolder({ [temporary]: 'half' })
    await generate(folder, FILES)
    expect(await contents(folder)).toHaveProperty([temporary], 'half')
  })

  test('works for several at a time', async () => {
    const folder = await outputFolder()
    const files = Array.from({ length: 20 }, (_, index) => file(`f${index}.ts`, 'x'))
    const plans = await Promise.all(
      Array.from({ length: 4 }, (_, index) => planOutput(folder, files.slice(0, 5 * (index + 1)))),
    )
    await Promise.all(plans.map((plan) => applyPlan(plan)))
    expect(Object.keys(await contents(folder)).length).toBe(files.length)
  })
})

describe('what is not ours', () => {
  const foreign: Readonly<Record<string, string>> = {
    'leads.ts': 'export const mine = 1\n',
    'manifest.json': '{ "name": "My app", "schemaHash": "x" }\n',
  }

  test.each(Object.entries(foreign))('%s in the way: nothing is written', async (name, text) => {
    const folder = await outputFolder({ [name]: text })
    const { message, hint } = await failure(() => generate(folder, FILES))
    expect(message).toContain(join(folder, name))
    expect(message).toContain('nothing was written')
    expect(hint).toContain('--out')
    expect(await contents(folder)).toEqual({ [name]: text })
  })

  test('in the way twice: both are told of', async () => {
    const { message } = await failure(async () => generate(await outputFolder(foreign), FILES))
    expect(message).toMatch(/1 more/)
  })

  test('in the way, but the very same: nothing to do', async () => {
    const folder = await outputFolder({ 'leads.ts': ours('leads') })
    expect(told(await planOutput(folder, FILES))['unchanged']).toEqual(['leads.ts'])
  })

  test('stays, whatever it is called', async () => {
    const mine = {
      'mine.ts': 'export const mine = 1\n',
      'copy-of-ours.ts': ours('leads, and what I added'),
      'quoting.ts': `import 'x'\n// ${SIGNATURE}\n`,
      'late.ts': `\n// ${SIGNATURE}\n`,
      'empty.ts': '',
      'README.md': `// ${SIGNATURE}\n`,
      'leads.js': ours('built'),
      '.env': 'SECRET=1\n',
    }
    const folder = await outputFolder(mine)
    await mkdir(join(folder, 'below'))
    await writeFile(join(folder, 'below/old.ts'), ours('below'))
    await generate(folder, FILES)
    expect(await contents(folder)).toMatchObject(mine)
    expect(await contents(join(folder, 'below'))).toEqual({ 'old.ts': ours('below') })
  })

  test('is not reached through the paths of a hostile manifest', async () => {
    const folder = await outputFolder()
    const beside = join(folder, '../victim.ts')
    await writeFile(beside, ours('victim'))
    await writeFile(join(folder, 'kept.ts'), 'mine')
    const files = {
      '../victim.ts': 'x',
      '../../../package.json': 'x',
      '/etc/passwd': 'x',
      'kept.ts': 'x',
      __proto__: 'x',
    }
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ schemaHash: 'x', files }))
    const plan = await generate(folder, FILES)
    expect(told(plan)).toMatchObject({ remove: [], update: ['manifest.json'] })
    expect(await readFile(beside, 'utf8')).toBe(ours('victim'))
    expect((await contents(folder))['kept.ts']).toBe('mine')
  })
})

describe('links in the output folder', () => {
  test('to a file of ours elsewhere: the link is replaced, the file stays', async () => {
    const folder = await outputFolder()
    const elsewhere = join(folder, '../elsewhere.ts')
    await writeFile(elsewhere, ours('old'))
    await symlink(elsewhere, join(folder, 'leads.ts'))
    await generate(folder, FILES)
    expect(await readFile(elsewhere, 'utf8')).toBe(ours('old'))
    expect((await lstat(join(folder, 'leads.ts'))).isFile()).toBe(true)
  })

  test('to a file that is not ours: refused', async () => {
    const folder = await outputFolder()
    const elsewhere = join(folder, '../elsewhere.ts')
    await writeFile(elsewhere, 'mine')
    await symlink(elsewhere, join(folder, 'leads.ts'))
    await failure(() => generate(folder, FILES))
    expect(await readFile(elsewhere, 'utf8')).toBe('mine')
    expect(await readlink(join(folder, 'leads.ts'))).toBe(elsewhere)
  })

  test('under names that nothing of ours has: they stay, and so does what they point to', async () => {
    const folder = await outputFolder()
    const elsewhere = join(folder, '../elsewhere.ts')
    await writeFile(elsewhere, ours('old'))
    await symlink(elsewhere, join(folder, 'old.ts'))
    await generate(folder, FILES)
    expect(await readlink(join(folder, 'old.ts'))).toBe(elsewhere)
    expect(await readFile(elsewhere, 'utf8')).toBe(ours('old'))
  })

  test('the folder itself may be one', async () => {
    const folder = await outputFolder()
    await symlink(folder, join(folder, '../link'))
    await generate(join(folder, '../link'), FILES)
    expect(Object.keys(await contents(folder)).length).toBe(FILES.length)
  })
})

describe('a place that cannot be used is told, with what to do', () => {
  test.each([
    ['a file', 'package.json'],
    ['a folder below a file', 'package.json/out'],
  ])('%s', async (_, path) => {
    const place = join(await scratchFolder(), path)
    const { message, hint } = await failure(() => generate(place, FILES))
    expect(message).toContain(place)
    expect(message).toContain('cannot be')
    expect(hint).toContain('--out')
  })

  test('a folder of the name of a file', async () => {
    const folder = await outputFolder()
    await mkdir(join(folder, 'leads.ts'))
    const { message } = await failure(() => generate(folder, FILES))
    expect(message).toContain(join(folder, 'leads.ts'))
  })

  test('a file of the name of a folder that another folder is to be in', async () => {
    const folder = await outputFolder({ docs: 'mine' })
    const { message, hint } = await failure(() =>
      generate(folder, [...FILES, file('docs/pages/leads.md', '')]),
    )
    expect(message).toContain(`${join(folder, 'docs/pages/leads.md')} cannot be used as output`)
    expect(hint).toContain('Move the file away')
    expect(await contents(folder)).toEqual({ docs: 'mine' })
  })

  test('a folder that cannot be written: nothing is left behind', async () => {
    const folder = await outputFolder({ 'mine.ts': 'mine' })
    await chmod(folder, 0o555)
    const { message, hint } = await failure(() => unprivileged(() => generate(folder, FILES)))
    await chmod(folder, 0o755)
    expect(message).toMatch(/cannot be written: .*EACCES/)
    expect(message).toContain(folder)
    expect(hint).toMatch(/permissions/)
    expect(await contents(folder)).toEqual({ 'mine.ts': 'mine' })
  })

  test('a file that cannot be read', async () => {
    const folder = await outputFolder({ 'leads.ts': ours('leads') })
    await chmod(join(folder, 'leads.ts'), 0o000)
    const { message } = await failure(() => unprivileged(() => planOutput(folder, FILES)))
    expect(message).toContain(join(folder, 'leads.ts'))
  })
})

test('the manifest is written last: a run that was cut off is completed by the next', async () => {
  const folder = await outputFolder()
  await generate(folder, FILES)
  // The folder of the name of a file is found only when it is written.
  const plan = await planOutput(folder, [file('deals.ts', 'deals'), manifest('2')])
  await mkdir(join(folder, 'deals.ts'))
  await failure(() => applyPlan(plan))
  expect((await contents(folder))['manifest.json']).toBe(manifest('1').content)
})

test('a checkout with the line ends of Windows is unchanged', async () => {
  const folder = await scratchFolder()
  const content = ours('export const a = 1')
  await writeFile(join(folder, 'a.ts'), content.replaceAll('\n', '\r\n'))
  expect(isFresh(await planOutput(folder, [{ path: 'a.ts', content }]))).toBe(true)
})
