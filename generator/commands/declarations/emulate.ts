import type { Command, CommandOptions } from '../command.ts'
import { checkNumber, commonOptions, textOf } from '../flags.ts'

const options: CommandOptions = {
  org: { type: 'string', description: 'Org folder (default: the built-in demo organisation)' },
  port: { type: 'number', default: 0, description: 'Port on 127.0.0.1; 0 takes any' },
  records: { type: 'number', default: 0, description: 'Records per module' },
  seed: { type: 'number', default: 1, description: 'The same seed gives the same records' },
  latency: { type: 'number', default: 0, description: 'Milliseconds that each answer takes longer' },
  'token-ttl': { type: 'number', default: 3600, description: 'Seconds that an access token lives' },
  faults: { type: 'string', description: 'Misbehaviour: JSON, a file of it, or the name of a preset' },
  data: { type: 'string', description: 'File that keeps what is written' },
  ...commonOptions,
}

const run: Command['run'] = async (values, process) => {
  const { emulateCommand } = await import('../emulate.ts')
  const flags = {
    org: textOf(values, 'org'),
    faults: textOf(values, 'faults'),
    data: textOf(values, 'data'),
    port: checkNumber('--port', values['port'], 0, 65_535),
    records: checkNumber('--records', values['records'], 0),
    seed: checkNumber('--seed', values['seed'], 0),
    latency: checkNumber('--latency', values['latency'], 0),
    tokenTtl: checkNumber('--token-ttl', values['tokenTtl'], 1),
  }
  return emulateCommand(flags, (line) => process.stdout.write(`${line}\n`))
}

/** What is said of `zcrm emulate`. */
export const emulate: Command = {
  description: 'A local Zoho, for tests and for trying things out',
  options,
  run,
}
