import { ConfigurationError } from '@zcrm/runtime'
import { printableLine } from '../../escape.ts'
import type { Command, CommandOptions } from '../command.ts'
import { checkNumber, shownOptions, textOf } from '../flags.ts'

/** The presets of faults, which are loaded with the emulator only. */
const PRESETS = [
  ...['throttle', 'throttle-translated', 'rate-limit', 'rate-limit-storm', 'expired-token', 'revoked-token'],
  ...['flaky', 'down', 'server-errors', 'resets', 'slow', 'slow-answers', 'lost-answer', 'lost-answers'],
  ...['failed-after', 'truncated', 'storm'],
]

/** What it prints has no colours. */
const { color: _, ...SHOWN } = shownOptions

const options: CommandOptions = {
  org: {
    type: 'string',
    description: 'Org folder, such as one of pull --record (default: the built-in demo organisation)',
  },
  port: { type: 'number', default: 0, description: 'Port on 127.0.0.1; 0 takes any' },
  records: {
    type: 'number',
    default: 0,
    description: 'Made-up records per module, with those of the folder',
  },
  seed: { type: 'number', default: 1, description: 'The same seed gives the same records' },
  latency: { type: 'number', default: 0, description: 'Milliseconds that each answer takes longer' },
  'token-ttl': { type: 'number', default: 3600, description: 'Seconds that an access token lives' },
  faults: {
    type: 'string',
    description: `Misbehaviour: JSON, a .json file, or a preset: ${PRESETS.join(', ')}`,
  },
  data: { type: 'string', description: 'File that keeps the records that are written, for the next start' },
  ...SHOWN,
}

const run: Command['run'] = async (values, process) => {
  const { emulateCommand } = await import('../emulate.ts')
  const flags = {
    org: textOf(values, 'org'),
    faults: textOf(values, 'faults'),
    data: textOf(values, 'data'),
    port: checkWhole('--port', values['port'], 0, 65_535),
    records: checkWhole('--records', values['records'], 0),
    seed: checkWhole('--seed', values['seed'], 0),
    latency: checkNumber('--latency', values['latency'], 0),
    tokenTtl: checkNumber('--token-ttl', values['tokenTtl'], 1),
  }
  const { stdout, stderr } = process
  const print = (line: string) => stdout.write(`${line}\n`)
  const tell = (line: string) => stderr.isTTY && stderr.write(`${printableLine(line)}\n`)
  return emulateCommand(flags, { print, tell })
}

/** A flag that is a whole number within a range. */
function checkWhole(flag: string, value: unknown, min: number, max?: number): number {
  if (typeof value === 'number' && !Number.isInteger(value) && !Number.isNaN(value))
    throw new ConfigurationError(`${flag} is ${value}`, 'Use a whole number.')
  return checkNumber(flag, value, min, max)
}

/** What is said of `zcrm emulate`. */
export const emulate: Command = {
  description: 'A local Zoho, for tests and for trying things out',
  options,
  run,
}
