import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import { accessTo } from './access.ts'
import { type AccountsContext, createAccounts, resetAccounts } from './accounts/context.ts'
import { addRecords } from './add-records.ts'
import { CallLog } from './calls.ts'
import { coqlOptionsOf } from './coql/coql-options.ts'
import { createQueries } from './coql/routes.ts'
import { DataFile } from './data-file.ts'
import type { Emulator } from './emulator.ts'
import { FaultPlan } from './fault-plan.ts'
import { limitsOf } from './limited.ts'
import type { EmulatorOptions } from './options.ts'
import { changesOf } from './org-changes.ts'
import { OrgEditor } from './org-editor.ts'
import { readOrgFolder } from './org-files.ts'
import { idOf, People } from './people.ts'
import { peopleRoutes } from './people-routes.ts'
import { Database } from './records/database.ts'
import { PageTokens } from './records/page-tokens.ts'
import { recordRoutes } from './records/routes.ts'
import { scopesIn } from './scopes.ts'
import { SecretBook } from './secrets.ts'
import { createSeeder } from './seed/seeder.ts'
import { createApp } from './server.ts'
import { settingsRoutes } from './settings/routes.ts'
import { Sights } from './sight.ts'

export type { Call, CallFilter } from './calls.ts'
export { DataFileError } from './data-file.ts'
export type { NewField } from './edit-fields.ts'
export type { Access, Emulator, OrgChanges } from './emulator.ts'
export { type FaultPreset, faultPresets } from './fault-presets.ts'
export type { Fault } from './faults.ts'
export type { JsonObject } from './json.ts'
export type { EmulatorOptions } from './options.ts'
export type { OrgBody } from './org-editor.ts'
export { OrgFolderError } from './org-files.ts'
export { FaultError, parseFaults } from './parse-faults.ts'
export type { SecretKind } from './secrets.ts'

const LOOPBACK = '127.0.0.1'

/** The demo organisation: beside the sources, and one folder up from where built code lies. */
const DEMO = ['./orgs/demo', '../../emulator/orgs/demo'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/** Starts a local Zoho on 127.0.0.1; throws an OrgFolderError where the org folder cannot be read. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const folder = await readOrgFolder(options.org ?? DEMO.find(existsSync) ?? DEMO[0] ?? '')
  const people = new People(folder)
  const database = await openDatabase(options, folder, people)
  const dataFile = options.data === undefined ? undefined : new DataFile(options.data, () => database.state())
  database.restore((await dataFile?.load()) ?? [])

  const secretBook = new SecretBook()
  const accounts = createAccounts(options, people, secretBook)
  const calls = new CallLog(secretBook)
  const faults = new FaultPlan()
  faults.set(options.faults ?? [])
  const limits = limitsOf(options)
  const pageTokens = new PageTokens()
  const saved = async (): Promise<void> => dataFile?.save()
  const editor = new OrgEditor(folder, options.movesModifiedTime ?? true)
  const sights = new Sights(people, options.hidden)
  const { unknownId = 204, searchCriteria: criteriaLimit = 15 } = options
  const { moduleIncludes = 'give', dependencyValues = 'list' } = options
  const queries = createQueries({ database, sights, options: coqlOptionsOf(options) })
  const routes = [
    ...settingsRoutes({ folder, sights, moduleIncludes, dependencyValues }),
    ...peopleRoutes(people),
    ...queries.routes,
    ...recordRoutes({ database, tokens: pageTokens, sights, unknownId, criteriaLimit, saved }),
  ]
  const reset = (): void => {
    editor.reset()
    database.reset()
    resetAccounts(accounts)
    pageTokens.clear()
    faults.set(options.faults ?? [])
    limits.credits.reset()
    calls.clear()
    // Nobody waits for a reset: the next write reports what is wrong with the file.
    saved().catch(() => undefined)
  }
  const expireTokens = (): void => accounts.tokens.expireAccessTokens()
  const { latency = 0 } = options
  const app = createApp({
    accounts,
    routes,
    calls,
    faults,
    editor,
    latency,
    limits,
    reset,
    expireTokens,
    records: (module) => database.recordsOf(module),
  })
  const server = createAdaptorServer({ fetch: app.fetch, hostname: LOOPBACK }) as Server
  const origin = await listen(server, options.port ?? 0)
  accounts.origin = origin
  const end = async (): Promise<void> => {
    await close(server)
    await queries.close()
    await dataFile?.idle()
  }

  return {
    ...accessTo(accounts),
    zgid: people.zgid,
    createGrant: (grant) => createGrant(accounts, grant),
    calls: (filter) => calls.list(filter),
    records: (module) => database.recordsOf(module),
    addRecords: (module, rows) => addRecords(database, module, rows),
    ...changesOf(folder, editor),
    reset,
    expireTokens,
    setFaults: (given) => faults.set(given),
    close: end,
    [Symbol.asyncDispose]: end,
  }
}

function createGrant(
  { people, tokens }: AccountsContext,
  { scope, ttl, user }: Parameters<Emulator['createGrant']>[0] = {},
): string {
  const found = user === undefined ? people.current : people.find(user)
  if (!found) throw new RangeError(`There is no user ${user} in this organisation.`)
  return tokens.createGrant({
    user: idOf(found),
    ...(scope === undefined ? {} : { scopes: scopesIn(scope) }),
    ...(ttl === undefined ? {} : { ttl }),
  })
}

async function openDatabase(
  options: EmulatorOptions,
  folder: ConstructorParameters<typeof People>[0],
  people: People,
): Promise<Database> {
  const { records = 0, seed = 1, wireValue = 'display', searchLag } = options
  const plain = { folder, people, records, wireValue, searchLag }
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
