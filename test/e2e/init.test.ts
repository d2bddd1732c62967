import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { expectFailure, expectNotPrinted } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { isTerminalThere, keys, sitBefore } from '../support/terminal.ts'
import { typeCheck } from '../support/tsc.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** A configuration is no library: nobody declares the type of its default export. */
const loose = { isolatedDeclarations: false, declaration: false }

const read = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8')

describe('without a terminal', () => {
  test('--yes writes a configuration that generate runs with, and says what comes next', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const result = await runCli(['init', '--yes'], folder)
    expect(result).toEqual({ code: 0, stderr: '', stdout: expect.any(String) })
    expect(result.stdout.split('\n')).toEqual([
      'zcrm.config.ts was written',
      '.gitignore ignores .zcrm/ now',
      'package.json has the scripts zcrm:generate, zcrm:check, zcrm:watch now',
      'next:',
      '  npm install @zcrm/runtime',
      '  set environment in zcrm.config.ts, or ZCRM_ENVIRONMENT',
      '  npx zcrm login',
      '  npx zcrm generate',
      '',
    ])
    expect(await read(folder, '.gitignore')).toBe('.zcrm/\n')
    expect(
      await typeCheck(folder, {
        paths: { zcrm: ['../../../generator/index.ts'] },
        types: ['node'],
        ...loose,
      }),
    ).toBe('')
    expect(await runCli(['generate'], folder, envOf(zoho))).toMatchObject({ code: 0, stderr: '' })
    expect(existsSync(join(folder, 'generated/leads.ts'))).toBe(true)
  })

  test('flags say the rest; the profiles of production and sandbox do not meet', async () => {
    const folder = await scratchFolder()
    const flags = [
      '--environment',
      'EU.PRODUCTION',
      '--sandbox',
      '--out',
      'src/zoho',
      '--modules',
      'Leads, Deals',
    ]
    const made = await runCli(['init', '--yes', '--json', ...flags], folder)
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(made.stdout).next).toEqual([
      'npm install @zcrm/runtime',
      'npx zcrm login',
      'npx zcrm generate',
    ])
    const config = await read(folder, 'zcrm.config.ts')
    expect(config).toContain("modules: ['Leads', 'Deals'],")
    // Both can be resolved: each misses its own snapshot.
    for (const profile of ['production', 'sandbox']) {
      const result = await runCli(['check', '--profile', profile], folder)
      expectFailure(result, 2, new RegExp(`zcrm\\.${profile}\\.snapshot\\.json`), /zcrm pull/)
    }
  })

  test('never overwrites, and writes nothing where it refuses', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'zcrm.config.ts'), '// mine\n')
    expectFailure(
      await runCli(['init', '--yes'], folder),
      2,
      /zcrm\.config\.ts exists; nothing was written/,
      /--force/,
    )
    expect(await read(folder, 'zcrm.config.ts')).toBe('// mine\n')
    expect(existsSync(join(folder, '.gitignore'))).toBe(false)
    expect(await runCli(['init', '--yes', '--force'], folder)).toMatchObject({ code: 0 })
    expect(await read(folder, 'zcrm.config.ts')).toContain('defineConfig')

    const other = await scratchFolder()
    await writeFile(join(other, 'zcrm.config.yaml'), 'out: src\n')
    expectFailure(
      await runCli(['init', '--yes', '--force'], other),
      2,
      /zcrm\.config\.yaml exists/,
      /remove it/,
    )
    expect(existsSync(join(other, 'zcrm.config.ts'))).toBe(false)
  })

  test.each([
    [['--environment', 'EU.PRODUCTON'], /EU\.PRODUCTON/, /followed by \.PRODUCTION/],
    [['--modules', 'Leads,,'], /--modules is "Leads,,"/, /commas/],
    [['--sandbox'], /--sandbox needs/, /--environment/],
  ])('%j is refused', async (flags, wrong, remedy) => {
    const folder = await scratchFolder()
    expectFailure(await runCli(['init', '--yes', ...flags], folder), 2, wrong, remedy)
    expect(existsSync(join(folder, 'zcrm.config.ts'))).toBe(false)
  })

  test('a folder in the place of a file is told before anything is written', async () => {
    const folder = await scratchFolder()
    await mkdir(join(folder, '.gitignore'))
    expectFailure(await runCli(['init', '--yes'], folder), 2, /\.gitignore cannot be read/, /Move it/)
    expect(existsSync(join(folder, 'zcrm.config.ts'))).toBe(false)
  })
})

describe.skipIf(!isTerminalThere)('at a terminal', () => {
  test('asks, signs in, and offers the modules of the organisation', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const { ZCRM_CLIENT_ID: _, ZCRM_CLIENT_SECRET: __, ZCRM_GRANT_TOKEN: ___, ...hosts } = envOf(zoho)
    const sitting = sitBefore(['init'], folder, hosts)
    await sitting.sees('Which folder')
    sitting.types(keys.enter)
    await sitting.sees('How do you sign in?')
    sitting.types(keys.enter)
    await sitting.sees('Client id')
    sitting.types(`${zoho.clientId}${keys.enter}`)
    await sitting.sees('Client secret')
    sitting.types(`${zoho.clientSecret}${keys.enter}`)
    await sitting.sees('Grant token')
    sitting.types(`${zoho.grantToken}${keys.enter}`)
    await sitting.sees('signed in')
    await sitting.sees('Which modules get a class?')
    sitting.types(`${keys.down}${keys.enter}`)
    await sitting.sees('Type to search')
    sitting.types('Leads')
    await sitting.sees('Leads')
    sitting.types(`\t${keys.enter}`)
    await sitting.sees('zcrm.config.ts was written')
    await sitting.sees('npx zcrm generate')
    const { code, screen } = await sitting.ending()
    expect(code).toBe(0)
    expectNotPrinted({ code, stdout: screen, stderr: '' }, [zoho.clientSecret, zoho.grantToken])
    expect(await read(folder, 'zcrm.config.ts')).toContain("modules: ['Leads'],")
    expect(screen).not.toContain('npx zcrm login')
  })

  test('Ctrl-C leaves everything as it was', async () => {
    const folder = await scratchFolder()
    const sitting = sitBefore(['init'], folder)
    await sitting.sees('Where does the organisation live?')
    sitting.types(keys.ctrlC)
    expect(await sitting.ending()).toMatchObject({ code: 130 })
    expect(existsSync(join(folder, 'zcrm.config.ts'))).toBe(false)
    expect(existsSync(join(folder, '.gitignore'))).toBe(false)
  })

  test('offers a profile for the sandbox of what lives in production', async () => {
    const folder = await scratchFolder()
    await mkdir(join(folder, 'src'))
    const sitting = sitBefore(['init'], folder)
    await sitting.sees('Where does the organisation live?')
    sitting.types(keys.enter)
    await sitting.sees('a sandbox?')
    sitting.types('y')
    await sitting.sees('Which folder')
    sitting.types(keys.enter)
    await sitting.sees('How do you sign in?')
    sitting.types(`${keys.down}${keys.down}${keys.enter}`)
    await sitting.sees('npx zcrm login')
    expect(await sitting.ending()).toMatchObject({ code: 0 })
    const config = await read(folder, 'zcrm.config.ts')
    expect(config).toContain("environment: 'US.SANDBOX',\n      out: 'src/generated/sandbox',")
    expect(config).toContain("environment: 'US.PRODUCTION',\n      out: 'src/generated/production',")
  })

  test('a configuration is replaced only with a yes', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'zcrm.config.ts'), '// mine\n')
    const sitting = sitBefore(['init'], folder)
    await sitting.sees('zcrm.config.ts exists. Replace it?')
    sitting.types(keys.enter)
    expect(await sitting.ending()).toMatchObject({ code: 2 })
    expect(await read(folder, 'zcrm.config.ts')).toBe('// mine\n')
  })
})
