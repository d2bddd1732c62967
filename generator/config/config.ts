import type { DataCenterCode, EnvironmentKind } from '@zcrm/runtime'
import type { ExtraOutput } from '../emit/extra-output.ts'
import type { ClassNames, FieldType } from '../schema/overrides.ts'
import type { FieldSelection, ModuleSelection } from '../schema/selection.ts'
import type { Hooks } from './hooks.ts'

/** The configuration of a project, or of one of its profiles: what its file, environment variables and flags can say. */
export interface Config {
  /** Where the organisation lives: `US.PRODUCTION` and the like. */
  environment?: `${DataCenterCode}.${EnvironmentKind}` | (string & Record<never, never>)
  /** Origin of a custom environment's accounts server. */
  accountsUrl?: string
  /** Origin of a custom environment's API. */
  apiUrl?: string
  /** Origin of a custom environment's file uploads. */
  filesUrl?: string
  clientId?: string
  clientSecret?: string
  refreshToken?: string
  grantToken?: string
  accessToken?: string
  /** Id of a token in the token store. */
  tokenId?: string
  /** Where tokens are kept: the path of a file, or the URL of a database. */
  tokenStore?: string
  /** Keys that stored tokens are encrypted under. */
  tokenKeys?: string
  /** URL of the proxy for every call. */
  proxy?: string
  /** Folder of tokens and resource cache. */
  resourcePath?: string
  /** The snapshot to commit. */
  snapshot?: string
  /** Folder of the generated files. */
  out?: string
  /** Which string of a picklist option travels in records. */
  wireValue?: 'display' | 'actual'
  /** Where picklists take values that the metadata does not list. */
  openPicklists?: 'never' | 'read' | 'always'
  /**
   * API names of the modules to generate, `*` standing for any letters; behind `!` those that are left out. In code, a
   * function can tell as well.
   */
  modules?: ModuleSelection
  /** The fields to generate, in the same way: `Leads.Score`, `*.Internal_*`, `!Leads.Secret`. */
  fields?: FieldSelection
  /** Names of classes: of a module, a picklist (`Leads.Lead_Source`) or a shared one (`GlobalPicklists.Industries`). */
  classNames?: ClassNames
  /** Types of fields, by `Module.Field`: TypeScript, or the names of types that a module exports. */
  fieldTypes?: Readonly<Record<string, string | FieldType>>
  /** Lines of comment below the first one of every generated file. */
  banner?: string
  /** Whether there is an `index.ts`. */
  index?: boolean
  /** Whose word counts for what a new record must have. */
  required?: 'system' | 'layout'
  /** Whether each property has a doc comment. */
  docs?: boolean
  /** How relative imports of generated files end. */
  importExtension?: '.js' | '.ts' | ''
  /** Calls of the API at a time during a pull. */
  concurrency?: number
  /** Read a module's fields again only if its modified time moved. */
  trustModifiedTime?: boolean
  /** Ask for related lists and custom views along with the list of modules. */
  moduleIncludes?: boolean
  /** Calls that pulls may make in 24 hours. */
  creditBudget?: number
  /** Folder of templates that take the place of zcrm's own, and of those of `outputs`. */
  templates?: string
  /** More files, from templates in that folder. */
  outputs?: readonly ExtraOutput[]
  /** Functions that are called for each file and at the end. */
  hooks?: Hooks
}

/**
 * The content of a configuration's file: options, and profiles whose options are stronger than those at the top.
 * @typeParam Name Names of the profiles.
 */
export interface ConfigFile<Name extends string = string> extends Config {
  /** One configuration for each organisation or environment, by a name that `--profile` chooses. */
  profiles?: Readonly<Record<Name, Config>>
  /** The profile that counts where none is chosen. */
  defaultProfile?: NoInfer<Name>
  /** Where editors find the JSON Schema of the file. */
  $schema?: string
}
