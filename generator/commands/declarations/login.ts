import { ConfigurationError } from '@zcrm/runtime'
import type { Command, CommandOptions } from '../command.ts'
import { checkNumber, contextOf, environmentOptions, textOf } from '../flags.ts'

const options: CommandOptions = {
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

const run: Command['run'] = async (values, process) => {
  const [{ loginCommand }, { DEFAULT_SCOPES }] = await Promise.all([
    import('../login.ts'),
    import('../../login/console.ts'),
  ])
  const scopes = (textOf(values, 'scopes') ?? '').split(/[\s,]+/).filter((scope) => scope !== '')
  const flags = {
    // yargs makes an empty text of `-`.
    grantToken: textOf(values, 'grantToken') === '' ? '-' : textOf(values, 'grantToken'),
    browser: values['browser'] === true,
    open: values['open'] !== false,
    port: values['port'] === undefined ? undefined : checkNumber('--port', values['port'], 0, 65_535),
    redirectUrl: textOf(values, 'redirectUrl'),
    scopes: scopes.length > 0 ? scopes : DEFAULT_SCOPES,
  }
  if (flags.browser && flags.grantToken !== undefined)
    throw new ConfigurationError(
      'a grant token and --browser were given together',
      'Leave one of them out: each is a way to sign in.',
    )
  return loginCommand(await contextOf(values, flags, process), process)
}

/** What is said of `zcrm login`. */
export const login: Command = {
  description: 'Signs in, by a grant token or in the browser, and stores the token',
  positionals: {
    'grant-token': { type: 'string', description: 'Of the API console; - reads standard input' },
  },
  options,
  run,
}
