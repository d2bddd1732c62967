import { resolve } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import type { ResolvedConfig } from '../config/resolve.ts'
import { emitOpenApi } from '../emit/openapi/document.ts'
import type { Hosts } from '../emit/openapi/servers.ts'
import { displayEnvironment, environmentOf, namesEnvironment } from '../environment.ts'
import { textIfReadable } from '../files/read.ts'
import { replaceFile } from '../files/write.ts'
import { loadSnapshot } from '../index.ts'
import { buildSchema } from '../schema/build.ts'
import { readSnapshot } from '../snapshot/read.ts'
import type { CliProcess, CommandContext } from './command.ts'
import { displayPath, plural, schemaLines } from './words.ts'

/** Flags of `zcrm openapi`. */
export interface OpenapiFlags {
  /** The file to write. */
  readonly out: string | undefined
}

/** `zcrm openapi`: snapshot → a document, on standard output or in a file. */
export async function openapiCommand(
  { config, flags, terminal }: CommandContext<OpenapiFlags>,
  process: Pick<CliProcess, 'stdout' | 'cwd'>,
): Promise<number> {
  if (flags.out === '') throw new ConfigurationError('--out is ""', 'Use the path of a file.')
  const schema = buildSchema(readSnapshot(config.snapshot, await loadSnapshot(config)), config)
  const text = emitOpenApi(schema, { ...config, hosts: hostsOf(config) })
  if (flags.out === undefined) {
    process.stdout.write(text)
    return 0
  }
  const path = resolve(process.cwd(), flags.out)
  // What cannot be read, writing it will tell.
  const isUnchanged = textIfReadable(path) === text
  if (!isUnchanged) replaceFile(path, text)
  const fields = schema.modules.reduce((sum, module) => sum + module.fieldCount, 0)
  terminal.line(`${plural(schema.modules.length, 'module')}, ${plural(fields, 'field')}`)
  for (const line of schemaLines(schema, terminal)) terminal.line(line)
  terminal.line(isUnchanged ? `${displayPath(path)} is up to date` : `${displayPath(path)} was written`)
  terminal.result({ file: path, changed: !isUnchanged, modules: schema.modules.length })
  return 0
}

function hostsOf(config: ResolvedConfig): Hosts {
  if (!namesEnvironment(config)) return null
  const environment = environmentOf(config)
  const { apiUrl, accountsUrl } = environment
  return { name: displayEnvironment(environment), apiUrl, accountsUrl }
}
