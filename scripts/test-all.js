// The long runs: `npm test`, then what is generated under every TypeScript and everything under every Node that is
// promised to work. The other versions are installed into a scratch folder.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { ensureInstalled, root } from './install.js'

const typescripts = ['5.5', '5.6', '5.7', '5.8', '5.9', '6', '7']
const nodes = ['22', '24']
const resolutions = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
]

ensureInstalled()
const total = { passed: 0, failed: 0 }
// Ten times the kills, an event loop that stands still for as long as the leases of a running app are long, and storms
// of 10,000 rows.
Object.assign(process.env, { ZCRM_TEST_KILLS: '200', ZCRM_TEST_BLOCKED: '30000', ZCRM_TEST_STORM: '10000' })
if (!process.argv.includes('--matrix')) check('npm test', process.execPath, ['scripts/test.js'])
for (const version of typescripts) {
  const folder = installed(`typescript-${version}`, `typescript@${version}`)
  for (const resolution of resolutions) {
    const project = join(folder, `tsconfig.${resolution.moduleResolution}.json`)
    writeFileSync(project, JSON.stringify(projectOf(resolution, version)))
    const tsc = join(folder, 'node_modules/typescript/bin/tsc')
    check(`generated/ under TypeScript ${version}, ${resolution.moduleResolution}`, process.execPath, [
      tsc,
      '-p',
      project,
    ])
  }
  // Configurations are read without the compiler that lies beside them: its API differs, or is not there.
  const config = join(folder, 'zcrm.config.ts')
  writeFileSync(config, configOf(join(root, 'zcrm.snapshot.json')))
  check(`a configuration beside TypeScript ${version}`, process.execPath, [
    'generator/bin.js',
    'generate',
    '--offline',
    '--dry-run',
    '--config',
    config,
  ])
}
// What is packed is tried too, on each Node.
if (!existsSync(join(root, 'test/.work/packed')))
  check('npm test -- pack', process.execPath, ['scripts/test.js', 'pack'])
for (const version of nodes) {
  const modules = join(installed(`node-${version}`, `node@${version}`), 'node_modules/node')
  const node = join(modules, 'bin/node')
  try {
    rebuild(node, join(modules, 'node_modules', `node-${process.platform}-${process.arch}`))
    check(`vitest under Node ${version}`, node, ['node_modules/vitest/vitest.mjs', 'run'])
  } finally {
    rebuild(process.execPath)
  }
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

/** Builds what is native for a Node; its headers are in the package that it is from. */
function rebuild(node, headers) {
  const args = ['rebuild', 'better-sqlite3', ...(headers === undefined ? [] : [`--nodedir=${headers}`])]
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) }
  run('npm', args, root, env)
}

function installed(name, dependency) {
  const folder = join(root, 'test/.work/matrix', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', dependency], folder)
  return folder
}

function configOf(snapshot) {
  return `import { type Config, defineConfig } from 'zcrm'
const config: Config = { snapshot: ${JSON.stringify(snapshot)} }
export default defineConfig(config)
`
}

function projectOf(resolution, version) {
  const { erasableSyntaxOnly, ...options } = {
    ...resolution,
    target: 'es2022',
    lib: ['es2023'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    customConditions: ['@zcrm/source'],
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    isolatedDeclarations: true,
    declaration: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
  }
  const isOlder = Number(version) < 5.8
  const compilerOptions = isOlder ? options : { ...options, erasableSyntaxOnly }
  return { compilerOptions, include: [join(root, 'generated/*.ts')] }
}

function check(name, command, args) {
  const passed = run(command, args, root)
  total[passed ? 'passed' : 'failed'] += 1
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`)
}

function run(command, args, cwd, env = process.env) {
  return (
    spawnSync(command, args, { cwd, env, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
  )
}
