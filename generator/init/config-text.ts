import { literal } from '../schema/literals.ts'
import type { Answers } from './answers.ts'

/** The text of a new `zcrm.config.ts`: commented, with the options that people change. */
export function configText(answers: Answers): string {
  return `import { defineConfig } from 'zcrm'

// A flag is stronger than a variable, a variable than this file; zcrm generate --help lists the options.
// Secrets do not belong here: zcrm login keeps the token in .zcrm/, and ZCRM_CLIENT_ID, ZCRM_CLIENT_SECRET and
// ZCRM_REFRESH_TOKEN can stand in variables or in a file .env.
export default defineConfig({
${answers.sandbox === null ? single(answers) : profiles(answers, answers.sandbox)}

  // Which modules get a class: '*' stands for any letters, '!' leaves out.
  ${answers.modules === null ? "// modules: ['Leads', 'Contacts', '!*_History']," : `modules: ${list(answers.modules)},`}

  // Where picklists take values that the metadata does not list: 'never', 'read' or 'always'.
  // openPicklists: 'read',

  // Whose word counts for what a new record must have: 'system', or 'layout' for that of the layouts too.
  // required: 'system',

  // How relative imports of generated files end: '.js', '.ts' or ''.
  // importExtension: '.js',
})
`
}

function single({ environment, out }: Answers): string {
  return `  // Data centre and kind of the organisation: US, EU, IN, AU, CN, JP, CA or SA, and PRODUCTION, SANDBOX or DEVELOPER.
  ${environmentLine(environment)}

  // Folder of the generated files. Commit it, and zcrm.snapshot.json, which it is made from.
  out: ${literal(out)},`
}

function profiles({ environment, out }: Answers, sandbox: string): string {
  return `  // One configuration for each organisation or environment: zcrm generate --profile sandbox takes the other one.
  // Each has its own folder and its own zcrm.<profile>.snapshot.json. Commit both.
  defaultProfile: 'production',
  profiles: {
    production: {
      ${environmentLine(environment)}
      out: ${literal(`${out}/production`)},
    },
    sandbox: {
      ${environmentLine(sandbox)}
      out: ${literal(`${out}/sandbox`)},
    },
  },`
}

function environmentLine(environment: string | null): string {
  return environment === null
    ? "// environment: 'EU.PRODUCTION', // until this is set, ZCRM_ENVIRONMENT says it"
    : `environment: ${literal(environment)},`
}

function list(texts: readonly string[]): string {
  const literals = texts.map(literal)
  const line = `[${literals.join(', ')}]`
  return line.length <= 80 ? line : `[\n${literals.map((text) => `    ${text},`).join('\n')}\n  ]`
}
