import type { Command, CommandOptions, Values } from './command.ts'
import { checkNumber, commonOptions, configOptions, contextOf, environmentOptions } from './flags.ts'
import { tokenActions } from './token-actions.ts'

const pullOptions: CommandOptions = {
  ...configOptions,
  force: { type: 'boolean', default: false, description: 'Pull everything, however young the cache is' },
  'max-age': {
    type: 'number',
    default: 60,
    description: 'Minutes for which the cache is used without a call',
  },
  strict: { type: 'boolean', default: false, description: 'Exit 4 where anything may not be seen' },
  'max-calls': {
    type: 'number',
    description: 'Calls at most; a pull that needs more stops, and the next goes on',
  },
}

const generateOptions: CommandOptions = {
  ...configOptions,
  offline: { type: 'boolean', description: 'Never pull (default: false; CI=true implies it)' },
  frozen: { type: 'boolean', default: false, description: 'Exit 1 where a pull would change the snapshot' },
  'dry-run': {
    type: 'boolean',
    default: false,
    description: 'Say what would be written, and write nothing',
  },
}

const emulateOptions: CommandOptions = {
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

const loginOptions: CommandOptions = {
  ...environmentOptions,
  browser: { type: 'boolean', default: false, description: 'Sign in on Zoho’s page, in the browser' },
  open: { type: 'boolean', default: true, description: 'Open the browser (--no-open: only print the URL)' },
  port: { type: 'number', description: 'Port on 127.0.0.1 for --browser (default: 8081)' },
  'redirect-url': {
    type: 'string',
    description: 'Redirect URL of the client for --browser (default: http://127.0.0.1:<port>/callback)',
  },
  scopes: { type: 'string', description: 'OAuth scopes to ask for, separated by commas' },
}

const login: Command['run'] = async (values, process) => {
  const [{ loginCommand }, { DEFAULT_SCOPES }] = await Promise.all([
    import('./login.ts'),
    import('../login/console.ts'),
  ])
  const scopes = (text(values, 'scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
  const flags = {
    // yargs makes an empty text of `-`.
    grantToken: text(values, 'grantToken') === '' ? '-' : text(values, 'grantToken'),
    browser: values['browser'] === true,
    open: values['open'] !== false,
    port: values['port'] === undefined ? undefined : checkNumber('--port', values['port'], 0, 65_535),
    redirectUrl: text(values, 'redirectUrl'),
    scopes: scopes.length > 0 ? scopes : DEFAULT_SCOPES,
  }
  return loginCommand(await contextOf(values, flags, process), process)
}

const token: Command['run'] = async (values, process) => {
  const { tokenCommand } = await import('./token.ts')
  const action = tokenActions.find((one) => one === values['action']) ?? 'list'
  return tokenCommand(await contextOf(values, { action, subject: text(values, 'subject') }, process))
}

const pull: Command['run'] = async (values, process) => {
  const { pullCommand } = await import('./pull.ts')
  const maxCalls = values['maxCalls']
  const flags = {
    force: values['force'] === true,
    strict: values['strict'] === true,
    maxAge: checkNumber('--max-age', values['max-age'], 0),
    maxCalls: maxCalls === undefined ? undefined : checkNumber('--max-calls', maxCalls, 1),
  }
  return pullCommand(await contextOf(values, flags, process))
}

const generate: Command['run'] = async (values, process) => {
  const { generateCommand } = await import('./generate.ts')
  const flags = {
    offline: typeof values['offline'] === 'boolean' ? values['offline'] : undefined,
    frozen: values['frozen'] === true,
    dryRun: values['dryRun'] === true,
  }
  return generateCommand(await contextOf(values, flags, process))
}

const check: Command['run'] = async (values, process) => {
  const { checkCommand } = await import('./check.ts')
  return checkCommand(await contextOf(values, {}, process))
}

const emulate: Command['run'] = async (values, process) => {
  const { emulateCommand } = await import('./emulate.ts')
  const flags = {
    org: text(values, 'org'),
    faults: text(values, 'faults'),
    data: text(values, 'data'),
    port: checkNumber('--port', values['port'], 0, 65_535),
    records: checkNumber('--records', values['records'], 0),
    seed: checkNumber('--seed', values['seed'], 0),
    latency: checkNumber('--latency', values['latency'], 0),
    tokenTtl: checkNumber('--token-ttl', values['tokenTtl'], 1),
  }
  return emulateCommand(flags, (line) => process.stdout.write(`${line}\n`))
}

function text(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** The commands by name. */
export const commands: Readonly<Record<string, Command>> = {
  login: {
    description: 'Signs in, by a grant token or in the browser, and stores the token',
    positionals: {
      'grant-token': { type: 'string', description: 'Of the API console; - reads standard input' },
    },
    options: loginOptions,
    run: login,
  },
  token: {
    description: 'Shows, imports, revokes and removes stored tokens',
    positionals: {
      action: { type: 'string', choices: tokenActions, description: 'What to do (default: list)' },
      subject: { type: 'string', description: 'Id of a token; for import a file or mysql://…/database' },
    },
    options: environmentOptions,
    run: token,
  },
  pull: {
    description: 'Metadata of the organisation → resource cache → snapshot',
    options: pullOptions,
    run: pull,
  },
  generate: {
    description: 'Snapshot, pulled first where it is due → typed classes',
    options: generateOptions,
    run: generate,
  },
  check: {
    description: 'Would generate --offline write anything? Exit 1 with the list if so',
    options: configOptions,
    run: check,
  },
  emulate: {
    description: 'A local Zoho, for tests and for trying things out',
    options: emulateOptions,
    run: emulate,
  },
}
