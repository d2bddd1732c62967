import { rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { peerFile } from './peers.ts'
import type { Field, Module, Schema } from './schema.ts'

/** As much of the client as is used here; its own types are there only once the peers are installed. */
interface DatabaseClient {
  batch(statements: readonly string[], mode: 'write'): Promise<unknown>
  close(): void
}

/** Writes the schema as a SQLite database: a table per module, checks for picklists, references for lookups. */
export async function writeDatabase({ modules }: Schema, file: string): Promise<void> {
  rmSync(file, { force: true })
  const client = await open(file)
  await client.batch(modules.map(tableOf), 'write')
  client.close()
}

/** Where kysely-codegen finds a database file. */
export function databaseUrl(file: string): string {
  return pathToFileURL(file).href
}

async function open(file: string): Promise<DatabaseClient> {
  const url = pathToFileURL(peerFile('@libsql', 'client', 'lib-esm', 'node.js')).href
  const { createClient } = (await import(url)) as { createClient(options: { url: string }): DatabaseClient }
  return createClient({ url: databaseUrl(file) })
}

function tableOf({ name, fields }: Module): string {
  const columns = fields.filter((field) => field.name !== 'id').map(columnOf)
  return `CREATE TABLE ${quoted(name)} (\n${['"id" TEXT PRIMARY KEY NOT NULL', ...columns].join(',\n')}\n)`
}

function columnOf(field: Field): string {
  const type = field.kind === 'number' ? 'REAL' : field.kind === 'boolean' ? 'INTEGER' : 'TEXT'
  const parts = [quoted(field.name), type]
  if (field.access === 'mandatory') parts.push('NOT NULL')
  if (field.options !== undefined)
    parts.push(`CHECK (${quoted(field.name)} IN (${field.options.map(literal).join(', ')}))`)
  if (field.target !== undefined) parts.push(`REFERENCES ${quoted(field.target)} ("id")`)
  return parts.join(' ')
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
