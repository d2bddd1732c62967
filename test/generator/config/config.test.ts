import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfigFile } from '../../../generator/config/load.ts'
import { OPTIONS, optionNames } from '../../../generator/config/options.ts'
import { type ConfigSources, type ResolvedConfig, resolveConfig } from '../../../generator/config/resolve.ts'
import { closest } from '../../../runtime/records/closest.ts'
import { failureOf } from '../../support/failure.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { contents, unprivileged } from '../files.ts'

const none: ConfigSources = { flags: {}, env: {}, file: null, cwd: '/app' }
const fileOf = (content: unknown): ConfigSources['file'] => ({
  path: '/app/config/zcrm.config.json',
  content,
})

describe('a value comes from the strongest source', () => {
  const flags = { out: 'flag', environment: 'US.PRODUCTION' }
  const env = { ZCRM_ENVIRONMENT: 'EU.PRODUCTION', ZCRM_RESOURCE_PATH: 'env' }
  const file = fileOf({ environment: 'IN.PRODUCTION', out: 'file', resourcePath: 'cache' })

  test.each([
    ['flag before environment and file', { flags, env, file }, 'US.PRODUCTION'],
    ['environment before file', { env, file }, 'EU.PRODUCTION'],
    ['file', { file }, 'IN.PRODUCTION'],
    ['nothing', {}, undefined],
    ['an empty variable is none', { env: { ZCRM_ENVIRONMENT: '' }, file }, 'IN.PRODUCTION'],
    ['a flag that was not given is none', { flags: { environment: undefined }, file }, 'IN.PRODUCTION'],
  ] as const)('%s', (_, sources, want) => {
    expect(resolveConfig({ ...none, ...sources }).environment).toBe(want)
  })

  test('defaults, where nobody says anything', () => {
    expect(resolveConfig(none)).toEqual({
      resourcePath: '/app/.zcrm',
      snapshot: '/app/zcrm.snapshot.json',
      out: '/app/generated',
      wireValue: 'display',
      openPicklists: 'read',
      modules: ['*'],
      fields: ['*'],
      classNames: {},
      fieldTypes: {},
      index: true,
      required: 'system',
      docs: true,
      importExtension: '.js',
      concurrency: 5,
      trustModifiedTime: false,
      moduleIncludes: true,
      profile: null,
      configFile: null,
    } satisfies ResolvedConfig)
  })

  test('what is false or empty is said', () => {
    const config = resolveConfig({
      ...none,
      flags: { docs: false },
      file: fileOf({ docs: true, importExtension: '' }),
    })
    expect([config.docs, config.importExtension]).toEqual([false, ''])
  })

  test('an option without a flag is not taken from the flags', () => {
    expect(resolveConfig({ ...none, flags: { clientSecret: 'x' } }).clientSecret).toBeUndefined()
  })

  test('paths are relative to the file that says them, else to the working directory', () => {
    const file = fileOf({ out: 'a', snapshot: '../b.json' })
    expect(resolveConfig({ ...none, file })).toMatchObject({
      out: '/app/config/a',
      snapshot: '/app/b.json',
      resourcePath: '/app/config/.zcrm',
    })
    expect(resolveConfig({ ...none, file, flags: { out: 'c' } }).out).toBe('/app/c')
    expect(resolveConfig({ ...none, file, env: { ZCRM_RESOURCE_PATH: 'd' } }).resourcePath).toBe('/app/d')
    expect(resolveConfig({ ...none, file, flags: { out: '/e' } }).out).toBe('/e')
  })

  test('a number may be written as text, as variables and flags are', () => {
    expect(resolveConfig({ ...none, flags: { concurrency: '7' } }).concurrency).toBe(7)
  })

  test('what was resolved stays as it is', () => {
    expect(Object.isFrozen(resolveConfig(none))).toBe(true)
  })
})

describe('a value is refused', () => {
  const at = '/app/config/zcrm.config.json'
  test.each([
    ['of another type', fileOf({ docs: 'yes' }), `docs in ${at} is "yes"`, 'Use a boolean.'],
    ['of another type', fileOf({ out: 1 }), `out in ${at} is 1`, 'Use a string.'],
    ['null', fileOf({ out: null }), `out in ${at} is null`, 'Use a string.'],
    [
      'that is not allowed',
      fileOf({ wireValue: 'Display' }),
      `wireValue in ${at} is "Display"`,
      'Use one of "display", "actual".',
    ],
    [
      'that is not allowed',
      fileOf({ importExtension: 'js' }),
      `importExtension in ${at} is "js"`,
      'Use one of ".js", ".ts", "".',
    ],
    [
      'beyond its range',
      fileOf({ concurrency: 99 }),
      `concurrency in ${at} is 99`,
      'Use a whole number from 1 to 25.',
    ],
    [
      'beyond its range',
      fileOf({ concurrency: 0 }),
      `concurrency in ${at} is 0`,
      'Use a whole number from 1 to 25.',
    ],
    [
      'that is not whole',
      fileOf({ concurrency: 2.5 }),
      `concurrency in ${at} is 2.5`,
      'Use a whole number from 1 to 25.',
    ],
    ['that is no path', fileOf({ out: '' }), `out in ${at} is ""`, 'Use a path.'],
    [
      'that is near another',
      fileOf({ wirevalue: 'actual' }),
      `${at} has an option that does not exist: wirevalue`,
      'Did you mean wireValue?',
    ],
    [
      'that is near another',
      fileOf({ outt: 'x' }),
      `${at} has an option that does not exist: outt`,
      'Did you mean out?',
    ],
    [
      'that is like none',
      fileOf({ qqqqqqqq: 1 }),
      `${at} has an option that does not exist: qqqqqqqq`,
      /^The options are environment, .*out, /,
    ],
    [
      'of a prototype',
      fileOf(JSON.parse('{"__proto__":{"out":"x"}}')),
      `${at} has an option that does not exist: __proto__`,
      /options/,
    ],
    [
      'that every object inherits',
      fileOf({ toString: 1 }),
      `${at} has an option that does not exist: toString`,
      /./,
    ],
    ['a list', fileOf([]), `${at} holds no configuration: it is a list`, /object of options/],
    ['a text', fileOf('x'), `${at} holds no configuration: it is a string`, /object of options/],
    ['null', fileOf(null), `${at} holds no configuration: it is nothing`, /object of options/],
  ] as const)('%s: %j', async (_, file, message, hint) => {
    const error = await failureOf(() => resolveConfig({ ...none, file }))
    expect(error.message).toBe(message)
    expect(error.hint).toMatch(
      typeof hint === 'string' ? new RegExp(`^${hint.replace(/[.?]/g, '\\$&')}$`) : hint,
    )
  })

  test.each([
    [{ flags: { wireValue: 'x' } }, '--wire-value is "x"'],
    [{ flags: { concurrency: 'many' } }, '--concurrency is "many"'],
    [{ flags: { concurrency: '26' } }, '--concurrency is 26'],
    [{ flags: { out: ['a', 'b'] } }, '--out is ["a","b"]'],
    [{ flags: { out: '' } }, '--out is ""'],
  ])('and named by its flag: %j', async (sources, message) => {
    expect((await failureOf(() => resolveConfig({ ...none, ...sources }))).message).toBe(message)
  })

  const secrets = optionNames.filter((name) => OPTIONS[name].isSecret === true)

  test.each(secrets)('%s is never printed', async (name) => {
    for (const value of [12_345_678, ['hunter2'], { hunter2: 'hunter2' }, true]) {
      const error = await failureOf(() => resolveConfig({ ...none, file: fileOf({ [name]: value }) }))
      expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(/hunter2|12_?345_?678/)
      expect(error.message).toContain(name)
    }
  })

  test('all that opens doors is a secret', () => {
    // The URLs of a database and of a proxy may hold a password.
    expect([...secrets].sort()).toEqual([
      'accessToken',
      'clientSecret',
      'grantToken',
      'proxy',
      'refreshToken',
      'tokenKeys',
      'tokenStore',
    ])
    for (const name of secrets)
      expect(OPTIONS[name].flag, 'flags are seen in the list of processes').toBeUndefined()
  })
})

test.each([
  ['outt', 'out'],
  ['OUT', 'out'],
  ['wire_value', 'wireValue'],
  ['enviroment', 'environment'],
  ['x', null],
  ['', null],
  ['something quite different', null],
])('what is nearest to %j is %j', (given, want) => {
  expect(closest(given, optionNames)).toBe(want)
})

describe('the file', () => {
  const folderOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = await scratchFolder()
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return folder
  }

  test.each([
    ['zcrm.config.ts', "export default { out: 'x' as string }"],
    ['zcrm.config.mts', "const out: string = 'x'\nexport default { out }"],
    ['zcrm.config.js', "export default { out: 'x' }"],
    ['zcrm.config.mjs', "export default { out: 'x' }"],
    ['zcrm.config.mjs', "export default Promise.resolve({ out: 'x' })"],
    ['zcrm.config.json', '{ "out": "x" }'],
    ['zcrm.config.json', '\ufeff{ "out": "x" }'],
    ['zcrm.config.yaml', 'out: x'],
    ['package.json', '{ "type": "module", "zcrm": { "out": "x" } }'],
  ])('%s: %s', async (name, text) => {
    const folder = await folderOf({ [name]: text })
    const before = await contents(folder)
    expect(await loadConfigFile(folder, undefined)).toEqual({
      path: join(folder, name),
      content: { out: 'x' },
    })
    expect(await contents(folder)).toEqual(before)
  })

  test('of TypeScript imports zcrm where none is installed', async () => {
    const folder = await folderOf({
      'zcrm.config.ts':
        "import { type Config, defineConfig } from 'zcrm'\nimport { out } from './other.ts'\nconst config: Config = defineConfig({ out })\nexport default config",
      'other.ts': "export const out: string = 'x'",
    })
    expect((await loadConfigFile(folder, undefined))?.content).toEqual({ out: 'x' })
  })

  test.each(['zcrm.config.ts', 'zcrm.config.mjs', 'zcrm.config.json'])(
    '%s is read in a folder that cannot be written, and leaves nothing there',
    async (name) => {
      const folder = await folderOf({
        [name]: name.endsWith('.json') ? '{ "docs": false }' : 'export default { docs: false }',
      })
      const before = await contents(folder)
      await chmod(folder, 0o555)
      const file = await unprivileged(() => loadConfigFile(folder, undefined))
      await chmod(folder, 0o755)
      expect(file?.content).toEqual({ docs: false })
      expect(await contents(folder)).toEqual(before)
    },
  )

  test('is looked for upwards, to the root of the project and no further', async () => {
    const folder = await folderOf({ 'zcrm.config.json': '{ "out": "x" }' })
    await mkdir(join(folder, 'a/b'), { recursive: true })
    expect((await loadConfigFile(join(folder, 'a/b'), undefined))?.path).toBe(
      join(folder, 'zcrm.config.json'),
    )
    await writeFile(join(folder, 'a/package.json'), '{}')
    expect(await loadConfigFile(join(folder, 'a/b'), undefined)).toBeNull()
  })

  test.each(['zcrm.config.ts', 'zcrm.config.mjs', 'zcrm.config.json'])(
    '%s is read again where it changed, by the same process',
    async (name) => {
      const write = (out: string, seconds: number) => {
        const text = name.endsWith('.json') ? `{ "out": "${out}" }` : `export default { out: '${out}' }`
        return writeFile(join(folder, name), text).then(() => utimes(join(folder, name), seconds, seconds))
      }
      const folder = await scratchFolder()
      await write('a', 1)
      expect((await loadConfigFile(folder, undefined))?.content).toEqual({ out: 'a' })
      await write('b', 2)
      expect((await loadConfigFile(folder, undefined))?.content).toEqual({ out: 'b' })
    },
  )

  test('there need not be one', async () => {
    expect(await loadConfigFile(await scratchFolder(), undefined)).toBeNull()
  })

  test.each([
    ['zcrm.config.yml', 'out: x', 'zcrm.config.yaml'],
    ['zcrm.config.cjs', "module.exports = { out: 'x' }", 'zcrm.config.ts'],
  ])('%s is told to be called otherwise, and can be named', async (name, text, want) => {
    const folder = await folderOf({ [name]: text })
    const { message, hint } = await failureOf(() => loadConfigFile(folder, undefined))
    expect(message).toContain(join(folder, name))
    expect(hint).toContain(want)
    expect((await loadConfigFile(folder, name))?.content).toEqual({ out: 'x' })
  })

  test.each(['zcrm.config.ts', 'zcrm.config.json', 'zcrm.config.yaml'])(
    '%s that is empty is not taken for none',
    async (name) => {
      const folder = await folderOf({ [name]: '\n' })
      for (const named of [undefined, name]) {
        const seen: string[] = []
        const { message } = await failureOf(() => loadConfigFile(folder, named, (path) => seen.push(path)))
        expect(message).toBe(`${join(folder, name)} holds no configuration: it is empty`)
        expect(seen).toContain(join(folder, name))
      }
    },
  )

  test('that is named is that one, from the folder where it was named', async () => {
    const folder = await folderOf({ 'zcrm.config.json': '{ "out": "x" }', 'other.json': '{ "out": "y" }' })
    expect(await loadConfigFile(folder, 'other.json')).toEqual({
      path: join(folder, 'other.json'),
      content: { out: 'y' },
    })
    expect((await loadConfigFile('/', join(folder, 'other.json')))?.content).toEqual({ out: 'y' })
  })

  test.each(['absent.json', 'absent.ts'])('that is named must be there: %s', async (name) => {
    const folder = await scratchFolder()
    const { message, hint } = await failureOf(() => loadConfigFile(folder, name))
    expect(message).toBe(`there is no ${join(folder, name)}`)
    expect(hint).toContain('--config')
  })

  const OTHER = { 'other.js': "\nthrow new Error('it is Tuesday')\n", 'third.mts': '\nexport const x = = 1' }

  const broken: readonly (readonly [name: string, text: string, place: string, what: RegExp])[] = [
    ...['ts', 'mts', 'js', 'mjs'].flatMap((ending) => {
      const name = `zcrm.config.${ending}`
      return [
        [name, "\nthrow new Error('it is Monday')", `${name}:2:7`, /it is Monday/],
        [
          name,
          'export default {\n  out: text(),\n}\nfunction text() {\n  return undefined.x\n}',
          `${name}:5:20`,
          /undefined/,
        ],
        [name, "\n\nexport default Promise.reject(new Error('no'))", `${name}:3:`, /: no$/],
        [name, "\nimport 'no-such-package'\nexport default {}", `${name}:2:9`, /no-such-package/],
        [name, "\nimport './no-such.js'\nexport default {}", `${name}:2:11`, /no-such\.js/],
        [name, "import './other.js'\nexport default {}", name, /it is Tuesday \(.*[\\/]other\.js:2:7\)$/],
        [name, "throw 'a text'", name, /a text/],
      ] as const
    }),
    // That of JavaScript is read by Node itself: test/e2e/config.test.ts.
    [
      'zcrm.config.ts',
      "\nexport default { clientSecret: 'hunter2' out }",
      'zcrm.config.ts:2:42',
      /Unexpected/,
    ],
    ['zcrm.config.ts', "import './third.mts'\nexport default {}", 'zcrm.config.ts', /third\.mts:2:18\)$/],
    [
      'zcrm.config.ts',
      'interface Config {\n  a: string\n}\n\nthrow new Error(`x`)',
      'zcrm.config.ts:5:7',
      /x/,
    ],
    ['zcrm.config.mjs', 'throw null', 'zcrm.config.mjs', /null/],
    ['zcrm.config.json', '{\n  "clientSecret": "hunter2" "out": 1 }', 'zcrm.config.json:2:29', /JSON/],
    ['zcrm.config.json', '{ "clientSecret": hunter2 }', 'zcrm.config.json:1:19', /JSON/],
    ['zcrm.config.json', '{ "docs": false,\n}', 'zcrm.config.json:2:1', /JSON/],
    ['zcrm.config.json', '{ "docs": false', 'zcrm.config.json:1:16', /JSON/],
    ['zcrm.config.yaml', 'clientSecret: hunter2\n  out: [', 'zcrm.config.yaml:2:6', /YAML/],
    ['package.json', '{\n  "zcrm": { "clientSecret": hunter2 } }', 'package.json:2:29', /JSON/],
  ]

  test.each(broken)(
    '%s of %j is told at %s, in one line, and without what is in it',
    async (name, text, place, what) => {
      const folder = await folderOf({ ...OTHER, [name]: text })
      const { message, hint } = await failureOf(() => loadConfigFile(folder, undefined))
      expect(message.startsWith(join(folder, place)), message).toBe(true)
      expect(message).toMatch(what)
      expect(message).toMatch(/^\P{Cc}*[^\s:]$/u)
      expect(`${message}${hint}`).not.toContain('hunter2')
      expect(hint).not.toBe('')
    },
  )

  test.each([
    ["// mine\n\nexport default { out: 'x' }", '3:1'],
    ["import { out } from './out.js'\nmodule.exports = { out }", '1:1'],
    ['module.exports = { out: import.meta.url }', '1:32'],
    ["const out = await 'x'\nexport default { out }", '1:13'],
  ])('that is a module and called CommonJS is told what to do: %j', async (text, place) => {
    const folder = await folderOf({ 'package.json': '{ "type": "commonjs" }', 'zcrm.config.js': text })
    const { message, hint } = await failureOf(() => loadConfigFile(folder, undefined))
    expect(message).toBe(
      `${join(folder, 'zcrm.config.js')}:${place} cannot be read: it is an ES module, and "type" in ${join(folder, 'package.json')} makes it CommonJS`,
    )
    expect(hint).toBe('Rename it to zcrm.config.mjs, or set "type": "module" in package.json.')
  })

  test.each([
    ['commonjs', "// like\n//export default {}\nmodule.exports = { out: 'x' }"],
    ['module', "export default { out: 'x' }"],
  ])('zcrm.config.js of a package of type %s is read as that', async (type, text) => {
    const folder = await folderOf({ 'package.json': `{ "type": "${type}" }`, 'zcrm.config.js': text })
    expect((await loadConfigFile(folder, undefined))?.content).toEqual({ out: 'x' })
  })

  test.each([
    ['zcrm.config.ts', '\nexport default () => ({})', ':2:1 holds no configuration: it is a function'],
    ['zcrm.config.mjs', 'export default []', ':1:1 holds no configuration: it is a list'],
    ['zcrm.config.mts', 'const a = 1\n\nexport default a', ':3:1 holds no configuration: it is a number'],
    ['zcrm.config.js', 'export default Promise.resolve(null)', ':1:1 holds no configuration: it is nothing'],
    ['zcrm.config.ts', 'const a = 1', ' holds no configuration: it exports nothing'],
    ['zcrm.config.mjs', 'const a = 1', ' holds no configuration: it exports nothing'],
    [
      'zcrm.config.ts',
      'export const out = 1, docs = 2',
      ' holds no configuration: it exports docs, out, and no default',
    ],
    ['zcrm.config.json', '[]', ' holds no configuration: it is a list'],
    ['zcrm.config.yaml', 'EU.PRODUCTION', ' holds no configuration: it is a string'],
    ['package.json', '{ "zcrm": "x" }', ' holds no configuration: it is a string'],
  ])('%s of %j holds something else', async (name, text, what) => {
    const folder = await folderOf({ [name]: text })
    const error = await failureOf(async () =>
      resolveConfig({ ...none, file: await loadConfigFile(folder, undefined) }),
    )
    expect(error.message).toBe(join(folder, name) + what)
    const isCode = /\.[cm]?[jt]s$/.test(name)
    expect(error.hint).toMatch(
      isCode ? /export default/ : /^Let (it hold|"zcrm" in it be) an object of options\.$/,
    )
  })
})
