import { ConfigurationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { checkFlags } from '../../../generator/commands/check-flags.ts'
import { commands } from '../../../generator/commands/commands.ts'

function refusal(line: string): string {
  const [name = '', ...args] = line.split(' ')
  try {
    checkFlags(args, commands[name]?.options ?? {})
  } catch (error) {
    if (error instanceof ConfigurationError) return `${error.message} / ${error.hint}`
    throw error
  }
  return ''
}

describe('refused, with what to do', () => {
  test.each([
    ['generate --uot x', 'there is no flag --uot here / Did you mean --out?'],
    ['generate --openPiklists x', 'there is no flag --openPiklists here / Did you mean --open-picklists?'],
    [
      'check --max-age 3',
      'there is no flag --max-age here / Run the command with --help: it lists its flags.',
    ],
    [
      'emulate --profile x',
      'there is no flag --profile here / Run the command with --help: it lists its flags.',
    ],
    [
      'generate --no-out',
      'there is no flag --no-out here / Run the command with --help: it lists its flags.',
    ],
    ['generate --dry-run=maybe', '--dry-run is "maybe" / Use --dry-run or --no-dry-run.'],
    ['check --profile', '--profile has no value / Add it: --profile <value>.'],
    ['diff --against --json', '--against has no value / Add it: --against <value>.'],
    ['pull --max-calls', '--max-calls has no value / Add it: --max-calls <number>.'],
    ['diff --from a --from b', '--from was given twice / Give it once.'],
    ['check --docs --no-docs', '--docs was given twice / Give it once.'],
    ['watch --every x', '--every is "x" / Use a number.'],
    ['watch --every=', '--every is "" / Use a number.'],
    ['diff --fail-on bad', '--fail-on is "bad" / Use one of "breaking", "review", "safe", "never".'],
  ])('%s', (line, want) => {
    expect(refusal(line)).toBe(want)
  })
})

test.each([
  'generate --no-docs --index=false --openPicklists never --help',
  'generate --modules Leads --modules !Contacts --fields=*.Name',
  'generate --import-extension ',
  'pull --max-age -1 --max-calls 1e3',
  'diff --from - --fail-on=never',
  'token list -- --what',
])('understood: %s', (line) => {
  expect(refusal(line)).toBe('')
})
