import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

// A folder of its own: the emulator is another one at each start, and so are its tokens.
const resourcePath = '.zcrm/start'
const example = 'examples/self-client'

const emulator = spawn(process.execPath, ['generator/bin.js', 'emulate', '--records', '450'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  await rm(`${root}/${resourcePath}`, { recursive: true, force: true })
  const zoho = await readyLine(emulator)
  console.log(`1. a local Zoho is ready at ${zoho.apiUrl}`)
  const env = {
    ZCRM_ACCOUNTS_URL: zoho.accountsUrl,
    ZCRM_API_URL: zoho.apiUrl,
    ZCRM_FILES_URL: zoho.fileUploadUrl,
    ZCRM_CLIENT_ID: zoho.clientId,
    ZCRM_CLIENT_SECRET: zoho.clientSecret,
    ZCRM_GRANT_TOKEN: zoho.grantToken,
    ZCRM_RESOURCE_PATH: resourcePath,
  }
  console.log(
    '2. zcrm generate: sign in with a grant token, pull the metadata, write the snapshot and the classes',
  )
  await run(['generator/bin.js', 'generate', '--no-offline'], env)
  console.log('3. the example app is type-checked against the generated classes')
  await run(['node_modules/typescript/bin/tsc', '--noEmit', '-p', example], env)
  console.log('4. the example app runs')
  await run(['--conditions=@zcrm/source', '--import', 'tsx', `${example}/main.ts`], env)
  console.log('done')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  emulator.kill()
}

interface ReadyLine {
  readonly accountsUrl: string
  readonly apiUrl: string
  readonly fileUploadUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly grantToken: string
}

async function readyLine({ stdout }: ChildProcess): Promise<ReadyLine> {
  if (stdout !== null) {
    for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as ReadyLine
  }
  throw new Error('the local Zoho did not start')
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
}
