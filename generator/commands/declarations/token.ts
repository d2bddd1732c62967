import type { Command } from '../command.ts'
import { contextOf, environmentOptions, textOf } from '../flags.ts'
import { tokenActions } from '../token-actions.ts'

const run: Command['run'] = async (values, process) => {
  const { tokenCommand } = await import('../token.ts')
  const action = tokenActions.find((one) => one === values['action']) ?? 'list'
  return tokenCommand(await contextOf(values, { action, subject: textOf(values, 'subject') }, process))
}

/** What is said of `zcrm token`. */
export const token: Command = {
  description: 'Shows, imports, revokes and removes stored tokens',
  positionals: {
    action: { type: 'string', choices: tokenActions, description: 'What to do (default: list)' },
    subject: { type: 'string', description: 'Id of a token; for import a file or mysql://…/database' },
  },
  options: environmentOptions,
  run,
}
