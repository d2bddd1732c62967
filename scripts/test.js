// Every check of the project, and the count of what passed. `npm test -- <names>` runs only some of them.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.js'

const packed = 'test/.work/packed'
const report = 'test/.work/vitest.json'
const bin = (name) => join('node_modules', name)

/** Checks that pass or fail as a whole; those that read packages come after the one that makes them. */
const checks = {
  biome: [[bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
  tsc: [[bin('typescript/bin/tsc'), '-p', '.']],
  knip: [[bin('knip/bin/knip.js')]],
  pack: [
    ['npm', 'pack', '--silent', '--pack-destination', packed],
    ['npm', 'pack', '--silent', '-w', 'runtime', '--pack-destination', packed],
  ],
  publint: tarballs().map((file) => [bin('publint/src/cli.js'), '--strict', file]),
  attw: tarballs().map((file) => [bin('@arethetypeswrong/cli/dist/index.js'), '--profile', 'esm-only', file]),
}

function tarballs() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return [`${packed}/zcrm-${version}.tgz`, `${packed}/zcrm-runtime-${version}.tgz`]
}

ensureInstalled()
rmSync(join(root, 'test/.work'), { recursive: true, force: true })
mkdirSync(join(root, packed), { recursive: true })
const wanted = process.argv.slice(2)
const isWanted = (name) => wanted.length === 0 || wanted.includes(name)
const total = { passed: 0, failed: 0, skipped: 0 }

for (const [name, commands] of Object.entries(checks)) {
  if (!isWanted(name)) continue
  const started = performance.now()
  const failure = await firstFailure(commands)
  console.log(
    `${failure === null ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (failure !== null) console.log(failure)
  total[failure === null ? 'passed' : 'failed'] += 1
}
if (isWanted('vitest')) {
  // The official SDK judges the emulator, and what of its own can be taken over.
  ensureInstalled(join(root, 'test/official-sdk'))
  // A linter and a generator of clients judge the document of zcrm openapi.
  ensureInstalled(join(root, 'test/openapi-peers'))
  await vitest()
}

const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1

async function firstFailure(commands) {
  for (const command of commands) {
    const { code, output } = await run(command)
    if (code !== 0) return output
  }
  return null
}

async function vitest() {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await run([bin('vitest/vitest.mjs'), 'run', ...reporters], 'inherit')
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = readReport()
  total.passed += numPassedTests
  // A file that cannot even be loaded has no tests that fail.
  total.failed += numFailedTests > 0 || code === 0 ? numFailedTests : 1
  total.skipped += numPendingTests + numTodoTests
}

function readReport() {
  try {
    return JSON.parse(readFileSync(join(root, report), 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  }
}

function run([command, ...args], stdio = 'pipe') {
  const isNode = command !== 'npm'
  const child = spawn(isNode ? process.execPath : command, isNode ? [command, ...args] : args, {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
    shell: !isNode && process.platform === 'win32',
  })
  let output = ''
  child.stdout?.on('data', (data) => {
    output += data
  })
  child.stderr?.on('data', (data) => {
    output += data
  })
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output }))
  })
}
