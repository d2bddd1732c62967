import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import { TokenBook } from './accounts/token-book.ts'
import { CallLog } from './calls.ts'
import { DataFile } from './data-file.ts'
import { FaultPlan } from './faults.ts'
import type { Emulator, EmulatorOptions } from './options.ts'
import { readOrgFolder } from './org-folder.ts'
import { People } from './people.ts'
import { peopleRoutes } from './people-routes.ts'
import { Database } from './records/database.ts'
import { PageTokens } from './records/page-tokens.ts'
import { recordRoutes } from './records/routes.ts'
import { ALL_SCOPES } from './scopes.ts'
import { createSeeder } from './seed/seeder.ts'
import { createApp } from './server.ts'
import { settingsRoutes } from './settings.ts'

export type { Call } from './calls.ts'
export { DataFileError } from './data-file.ts'
export { type Fault, FaultError, type FaultPreset, faultPresets, parseFaults } from './faults.ts'
export type { Emulator, EmulatorOptions } from './options.ts'
export { OrgFolderError } from './org-folder.ts'

const LOOPBACK = '127.0.0.1'

/** The demo organisation: beside the sources, and one folder up from where built code lies. */
const DEMO = ['./orgs/demo', '../../emulator/orgs/demo'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/** Starts a local Zoho on 127.0.0.1; throws an OrgFolderError where the org folder cannot be read. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { tokenTtl = 3600, grantTtl = 600, scope = ALL_SCOPES, grantToken, refreshToken } = options
  const clientId = options.clientId ?? `1000.${randomBytes(15).toString('hex').toUpperCase()}`
  const clientSecret = options.clientSecret ?? randomBytes(21).toString('hex')
  const folder = await readOrgFolder(options.org ?? DEMO.find(existsSync) ?? DEMO[0] ?? '')
  const people = new People(folder)
  const database = await openDatabase(options, folder, people)
  const dataFile = options.data === undefined ? undefined : new DataFile(options.data, () => database.state())
  database.restore((await dataFile?.load()) ?? [])

  const tokens = new TokenBook({ tokenTtl, grantTtl, scope, grantToken, refreshToken })
  const calls = new CallLog()
  const faults = new FaultPlan()
  faults.set(options.faults ?? [])
  const pageTokens = new PageTokens()
  const accounts = { clientId, clientSecret, tokenTtl, tokens, origin: '' }
  const saved = async (): Promise<void> => dataFile?.save()
  const unknownId = options.unknownId ?? 204
  const routes = [
    ...settingsRoutes(folder),
    ...peopleRoutes(people),
    ...recordRoutes({ database, tokens: pageTokens, unknownId, saved }),
  ]
  const reset = (): void => {
    database.reset()
    tokens.reset()
    pageTokens.clear()
    faults.set(options.faults ?? [])
    calls.clear()
    // Nobody waits for a reset: the next write reports what is wrong with the file.
    saved().catch(() => undefined)
  }
  const app = createApp({ accounts, routes, calls, faults, latency: options.latency ?? 0, reset })
  const server = createAdaptorServer({ fetch: app.fetch, hostname: LOOPBACK }) as Server
  const origin = await listen(server, options.port ?? 0)
  accounts.origin = origin

  return {
    accountsUrl: origin,
    apiUrl: origin,
    fileUploadUrl: origin,
    clientId,
    clientSecret,
    grantToken: tokens.grantToken,
    refreshToken: tokens.refreshToken,
    zgid: people.zgid,
    createGrant: (grant = {}) => tokens.createGrant(grant.scope, grant.ttl),
    calls: () => calls.list(),
    reset,
    setFaults: (given) => faults.set(given),
    close: async () => {
      await close(server)
      await dataFile?.idle()
    },
  }
}

async function openDatabase(
  options: EmulatorOptions,
  folder: ConstructorParameters<typeof People>[0],
  people: People,
): Promise<Database> {
  const { records = 0, seed = 1, wireValue = 'display' } = options
  const plain = { folder, people, records, wireValue }
  return new Database(records > 0 ? { ...plain, seeder: await createSeeder(seed) } : plain)
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject)
      resolve(`http://${LOOPBACK}:${(server.address() as AddressInfo).port}`)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
