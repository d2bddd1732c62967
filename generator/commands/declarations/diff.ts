import { hasColors } from '../colors.ts'
import type { CliProcess, Command, CommandOptions, Values } from '../command.ts'
import { checkNumber, configOptions, contextOf, textOf } from '../flags.ts'

const FAIL_ON = ['breaking', 'review', 'safe', 'never'] as const

const options: CommandOptions = {
  ...configOptions,
  from: {
    type: 'string',
    description: 'What to compare: the file of a snapshot, or a profile (default: the committed snapshot)',
  },
  against: {
    type: 'string',
    description: 'What with: the file of a snapshot, or a profile (default: the live organisation)',
  },
  live: {
    type: 'boolean',
    default: false,
    description: 'Pull the organisation of the profile, although it has a snapshot',
  },
  'fail-on': {
    type: 'string',
    choices: FAIL_ON,
    default: 'breaking',
    description: 'Exit 1 where a change is graded so, or worse',
  },
  markdown: { type: 'boolean', default: false, description: 'A table for a comment on a pull request' },
  annotations: {
    type: 'boolean',
    description: 'Workflow commands of GitHub Actions as well (default: where GITHUB_ACTIONS is true)',
  },
  force: { type: 'boolean', default: false, description: 'Pull everything, however young the cache is' },
  'max-age': {
    type: 'number',
    default: 60,
    description: 'Minutes for which the cache is used without a call',
  },
}

const run: Command['run'] = async (values, process) => {
  const { diffCommand } = await import('../diff.ts')
  const flags = {
    from: textOf(values, 'from'),
    against: textOf(values, 'against'),
    live: values['live'] === true,
    failOn: FAIL_ON.find((one) => one === values['failOn']) ?? 'breaking',
    markdown: values['markdown'] === true,
    annotations: typeof values['annotations'] === 'boolean' ? values['annotations'] : undefined,
    force: values['force'] === true,
    maxAge: checkNumber('--max-age', values['max-age'], 0),
    paper: paperOf(values, process),
    cwd: process.cwd(),
    print: (line: string) => process.stdout.write(`${line}\n`),
  } as const
  return diffCommand(await contextOf(values, flags, process))
}

/** A pipe has no width. */
function paperOf(values: Values, { stdout, env }: CliProcess): { columns: number; hasColors: boolean } {
  return { columns: Math.max(20, stdout.columns ?? 110), hasColors: hasColors(values['color'], env, stdout) }
}

/** What is said of `zcrm diff`. */
export const diff: Command = {
  description: 'What changes from the snapshot to the organisation, graded; exit 1 if it breaks code',
  options,
  run,
}
