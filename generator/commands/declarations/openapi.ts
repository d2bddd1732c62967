import type { Command, CommandOptions } from '../command.ts'
import { configOptions, contextOf } from '../flags.ts'

const options: CommandOptions = {
  ...configOptions,
  out: { type: 'string', description: 'File of the document (default: standard output)' },
}

const run: Command['run'] = async (values, process) => {
  const { openapiCommand } = await import('../openapi.ts')
  // Here it is a file, not the folder that the configuration means.
  const { out, ...others } = values
  const flags = { out: typeof out === 'string' ? out : undefined }
  return openapiCommand(await contextOf(others, flags, process), process)
}

/** What is said of `zcrm openapi`. */
export const openapi: Command = {
  description: 'An OpenAPI 3.1 document of the organisation, from the snapshot',
  options,
  run,
}
