import type { Origin } from './check.ts'
import type { Config, ConfigFile } from './config.ts'
import type { FormName } from './forms.ts'
import { checkHooks } from './hooks.ts'
import { checkOutputs, OUTPUTS_SCHEMA } from './outputs.ts'

/** The keys of a {@link ConfigFile} that are no options. */
export const FILE_KEYS: readonly (keyof ConfigFile)[] = ['profiles', 'defaultProfile', '$schema']

/** One option: its type, where it can be said, its default and what it means. */
export interface OptionSpec {
  readonly type: 'string' | 'number' | 'boolean' | 'list' | 'map' | 'object'
  /** Whether a function can stand in its place, in files of code. */
  readonly isPredicate?: boolean
  /** What the values of a map are. */
  readonly entries?: EntrySpec
  /** Checks a value that is no plain one, and gives it. */
  readonly check?: (origin: Origin, value: unknown) => object
  /** The JSON Schema of what `check` takes from a file that holds no code. */
  readonly schema?: Readonly<Record<string, unknown>>
  /** The values that are allowed, where they can be listed. */
  readonly values?: readonly string[]
  /** The least and the greatest number. */
  readonly range?: readonly [least: number, greatest: number]
  /** Environment variable. */
  readonly env?: string
  /** Name of the flag; options without one are not for command lines. */
  readonly flag?: string
  readonly default?: string | number | boolean | readonly string[] | Readonly<Record<string, never>>
  /** Whether it is a path, relative to the configuration's file. */
  readonly isPath?: boolean
  /** Whether its value must never be printed. */
  readonly isSecret?: boolean
  /** Whether it changes what is generated. */
  readonly isInput?: boolean
  readonly description: string
}

/** A value of a map: a text of some form, or an object that says more. */
export interface EntrySpec {
  readonly form: FormName
  /** The keys of the object that can stand in place of the text. Without one it must be a text. */
  readonly parts?: Readonly<Record<string, PartSpec>>
}

/** A text of an object in a map. */
export interface PartSpec {
  readonly form: FormName
  readonly isRequired?: boolean
  readonly description: string
}

/** Every option of {@link Config}: flags, environment variables, help, checks and defaults follow from here. */
export const OPTIONS: { readonly [Name in keyof Config]-?: OptionSpec } = {
  environment: {
    type: 'string',
    env: 'ZCRM_ENVIRONMENT',
    flag: 'environment',
    description: 'Where the organisation lives: US.PRODUCTION, EU.SANDBOX …',
  },
  accountsUrl: {
    type: 'string',
    env: 'ZCRM_ACCOUNTS_URL',
    description: 'Origin of a custom accounts server',
  },
  apiUrl: { type: 'string', env: 'ZCRM_API_URL', description: 'Origin of a custom API' },
  filesUrl: { type: 'string', env: 'ZCRM_FILES_URL', description: 'Origin of custom file uploads' },
  clientId: { type: 'string', env: 'ZCRM_CLIENT_ID', description: 'Client id of the API console' },
  clientSecret: {
    type: 'string',
    env: 'ZCRM_CLIENT_SECRET',
    isSecret: true,
    description: 'Client secret of the API console',
  },
  refreshToken: { type: 'string', env: 'ZCRM_REFRESH_TOKEN', isSecret: true, description: 'A refresh token' },
  grantToken: {
    type: 'string',
    env: 'ZCRM_GRANT_TOKEN',
    isSecret: true,
    description: 'A grant token of the API console, good once and for minutes',
  },
  accessToken: {
    type: 'string',
    env: 'ZCRM_ACCESS_TOKEN',
    isSecret: true,
    description: 'An access token, good for an hour',
  },
  tokenId: { type: 'string', env: 'ZCRM_TOKEN_ID', description: 'Id of a token in the token store' },
  tokenStore: {
    type: 'string',
    env: 'ZCRM_TOKEN_STORE',
    isPath: true,
    isSecret: true,
    description:
      'Where tokens are kept: a file (default: tokens.json in the resource path), or mysql://…, postgres://…, sqlite:…',
  },
  tokenKeys: {
    type: 'string',
    env: 'ZCRM_TOKEN_KEYS',
    isSecret: true,
    description: 'Keys that stored tokens are encrypted under (default: they are not encrypted)',
  },
  proxy: {
    type: 'string',
    env: 'ZCRM_PROXY',
    isSecret: true,
    description: 'URL of the proxy for every call, with user and password in it',
  },
  resourcePath: {
    type: 'string',
    env: 'ZCRM_RESOURCE_PATH',
    default: '.zcrm',
    isPath: true,
    description: 'Folder of tokens and resource cache',
  },
  snapshot: {
    type: 'string',
    flag: 'snapshot',
    default: 'zcrm.snapshot.json',
    isPath: true,
    description: 'The snapshot of the metadata, to be committed',
  },
  out: {
    type: 'string',
    flag: 'out',
    default: 'generated',
    isPath: true,
    description: 'Folder of the generated files',
  },
  wireValue: {
    type: 'string',
    values: ['display', 'actual'],
    flag: 'wire-value',
    default: 'display',
    isInput: true,
    description: 'Which string of a picklist option travels in records',
  },
  openPicklists: {
    type: 'string',
    values: ['never', 'read', 'always'],
    flag: 'open-picklists',
    default: 'read',
    isInput: true,
    description: 'Where picklists take values that the metadata does not list',
  },
  modules: {
    type: 'list',
    flag: 'modules',
    default: ['*'],
    isPredicate: true,
    isInput: true,
    description: 'Modules to generate: Leads,Contacts, * for any letters, !Name to leave one out',
  },
  fields: {
    type: 'list',
    flag: 'fields',
    default: ['*'],
    isPredicate: true,
    isInput: true,
    description: 'Fields to generate: Leads.Email,*.Name, * for any letters, !Leads.Score to leave one out',
  },
  classNames: {
    type: 'map',
    entries: { form: 'className' },
    default: {},
    isInput: true,
    description:
      'Names of classes, by Module, Module.Field for a picklist, or GlobalPicklists.Name for a shared one',
  },
  fieldTypes: {
    type: 'map',
    entries: {
      form: 'type',
      parts: {
        type: { form: 'type', isRequired: true, description: 'What is read' },
        create: { form: 'type', description: 'What creates a record (default: type)' },
        update: { form: 'type', description: 'What changes a record (default: create)' },
        from: {
          form: 'module',
          description:
            'The module that exports the types: a path from the configuration’s file, or a package',
        },
      },
    },
    default: {},
    isInput: true,
    description: 'Types of fields, by Module.Field: TypeScript, or names of types that a module exports',
  },
  banner: {
    type: 'string',
    isInput: true,
    description: 'Lines of comment below the first one of every generated file',
  },
  index: {
    type: 'boolean',
    flag: 'index',
    default: true,
    isInput: true,
    description: 'An index.ts that exports everything',
  },
  required: {
    type: 'string',
    values: ['system', 'layout'],
    flag: 'required',
    default: 'system',
    isInput: true,
    description: "Whose word counts for what a new record must have: the organisation's, or its layouts' too",
  },
  docs: {
    type: 'boolean',
    flag: 'docs',
    default: true,
    isInput: true,
    description: 'A doc comment for each property',
  },
  importExtension: {
    type: 'string',
    values: ['.js', '.ts', ''],
    flag: 'import-extension',
    default: '.js',
    isInput: true,
    description: 'How relative imports of generated files end',
  },
  concurrency: {
    type: 'number',
    flag: 'concurrency',
    default: 5,
    range: [1, 25],
    description: 'Calls of the API at a time during a pull, 1 to 25',
  },
  trustModifiedTime: {
    type: 'boolean',
    flag: 'trust-modified-time',
    default: false,
    description: "Read a module's fields again only if its modified time moved",
  },
  moduleIncludes: {
    type: 'boolean',
    flag: 'module-includes',
    default: true,
    description:
      'Ask for related lists and custom views along with the list of modules (version 8 of the API)',
  },
  creditBudget: {
    type: 'number',
    env: 'ZCRM_CREDIT_BUDGET',
    flag: 'credit-budget',
    range: [1, 10_000_000],
    description: 'Calls that pulls may make in 24 hours; what can wait is left for later (default: no limit)',
  },
  templates: {
    type: 'string',
    isPath: true,
    description: "Folder of templates that take the place of zcrm's own, and of those of outputs",
  },
  outputs: {
    type: 'object',
    check: checkOutputs,
    schema: OUTPUTS_SCHEMA,
    isInput: true,
    description: 'More files: a list of { template, path, per }',
  },
  hooks: {
    type: 'object',
    check: checkHooks,
    // A function is no JSON: only a file of code can have hooks.
    schema: { type: 'object', maxProperties: 0 },
    isInput: true,
    description: 'Functions that are called for each file and at the end: { beforeFile, afterFile, done }',
  },
}

/** The names of the options. */
export const optionNames: readonly (keyof Config)[] = Object.keys(OPTIONS) as (keyof Config)[]
