import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyScratch } from './paths.ts'
import { databaseUrl, writeDatabase } from './peer-database.ts'
import { writeOpenApi } from './peer-openapi.ts'
import { benchLink, peerFile } from './peers.ts'
import type { Schema } from './schema.ts'
import { type Command, runOnce } from './time.ts'
import { strictOptions } from './tsc.ts'

/** What the peers generate from, and the commands that do it. */
export interface PeerProject {
  readonly folder: string
  readonly kysely: Command
  readonly openapi: Command
}

/** The files that the peers generate, relative to their project's folder. */
export const peerTypes = { kysely: 'kysely.ts', openapi: 'openapi.ts' } as const

/** Writes the schema in the peers' own formats. */
export async function peerProject(schema: Schema, name: string): Promise<PeerProject> {
  const folder = emptyScratch(join('peers', name))
  const database = join(folder, 'schema.db')
  await writeDatabase(schema, database)
  writeOpenApi(schema, join(folder, 'openapi.json'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: strictOptions, include: ['*.ts'] }),
  )
  benchLink(folder)
  const node = (name: string, bin: string, ...args: readonly string[]): Command => ({
    name,
    file: process.execPath,
    args: [bin, ...args],
    cwd: folder,
  })
  const out = join(folder, peerTypes.kysely)
  return {
    folder,
    kysely: node(
      'kysely-codegen',
      peerFile('kysely-codegen', 'dist', 'cli', 'bin.js'),
      ...['--dialect', 'libsql', '--url', databaseUrl(database), '--out-file', out, '--log-level', 'error'],
    ),
    openapi: node(
      'openapi-typescript',
      peerFile('openapi-typescript', 'bin', 'cli.js'),
      ...['openapi.json', '-o', peerTypes.openapi],
    ),
  }
}

/** The same with the peers' files generated. */
export async function generatedPeers(schema: Schema, name: string): Promise<PeerProject> {
  const project = await peerProject(schema, name)
  await runOnce(project.kysely)
  await runOnce(project.openapi)
  return project
}
