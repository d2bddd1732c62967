import type { Call, CallFilter } from './calls.ts'
import type { NewField } from './edit-fields.ts'
import type { FaultPreset } from './fault-presets.ts'
import type { Fault } from './faults.ts'
import type { JsonObject } from './json.ts'
import type { OrgBody } from './org-editor.ts'

/** Access is where an emulator is, and what to sign in with. The URLs are origins, without a path. */
export interface Access {
  /** Origin of the accounts server. */
  readonly accountsUrl: string
  /** Origin of the CRM API. */
  readonly apiUrl: string
  /** Origin that takes files. */
  readonly fileUploadUrl: string
  /** Id of the registered client. */
  readonly clientId: string
  /** Secret of the registered client. */
  readonly clientSecret: string
  /** A grant token, good for one exchange; `createGrant` makes more. */
  readonly grantToken: string
  /** A refresh token, good until it is revoked. */
  readonly refreshToken: string
  /** The three origins, as `Environment.custom` takes them. */
  readonly origins: { readonly accountsUrl: string; readonly apiUrl: string; readonly fileUploadUrl: string }
  /** What `OAuthToken.refresh` takes. */
  readonly credentials: {
    readonly clientId: string
    readonly clientSecret: string
    readonly refreshToken: string
  }
  /** Environment variables that point `zcrm`, or an app of yours that reads them, to the emulator. */
  readonly env: Readonly<
    Record<
      | 'ZCRM_ACCOUNTS_URL'
      | 'ZCRM_API_URL'
      | 'ZCRM_FILES_URL'
      | 'ZCRM_CLIENT_ID'
      | 'ZCRM_CLIENT_SECRET'
      | 'ZCRM_REFRESH_TOKEN',
      string
    >
  >
}

/** OrgChanges change the organisation while it is served, as its administrator would; `reset` takes them back. */
export interface OrgChanges {
  /**
   * Changes a file of the organisation, such as `fields_Leads.json`, from now on: `edit` is given a copy of its body (an
   * empty one where there is no such file yet) and returns what it is to be. `records_` files are read at the start only.
   * @throws RangeError where no file of an org folder has such a name.
   */
  editOrg(file: string, edit: (body: OrgBody) => OrgBody): void
  /**
   * Adds an option to a picklist, in the field and wherever its values are repeated: layouts, a global picklist.
   * @throws RangeError where there is no such picklist.
   */
  addOption(module: string, field: string, displayValue: string): void
  /**
   * Takes an option out of a picklist, wherever its values are repeated.
   * @throws RangeError where there is no such picklist or option.
   */
  removeOption(module: string, field: string, displayValue: string): void
  /**
   * Gives an option another display value, wherever it is repeated; its id and its actual value stay.
   * @throws RangeError where there is no such picklist or option.
   */
  renameOption(module: string, field: string, from: string, to: string): void
  /**
   * Adds a custom field to a module, and to the first section of its layouts.
   * @throws RangeError where the module is not described, or has a field of that name.
   */
  addField(module: string, field: NewField): void
  /**
   * Takes a field out of a module and its layouts.
   * @throws RangeError where there is none of that name.
   */
  removeField(module: string, field: string): void
  /**
   * Changes what a field says of itself, under the API's names: `{ system_mandatory: true }`. With another `api_name` it
   * is renamed: it keeps its id, and records no longer show what they hold under the old name.
   * @throws RangeError where there is none of that name.
   */
  changeField(module: string, field: string, changes: Readonly<Record<string, unknown>>): void
}

/** An Emulator is a running local Zoho. */
export interface Emulator extends Access, OrgChanges {
  /** What identifies the organisation in all of Zoho. */
  readonly zgid: string
  /**
   * A fresh grant token, good for one exchange; `ttl` in seconds, `user` by id or e-mail address (default: the user of
   * the printed tokens).
   * @throws RangeError where there is no such user.
   */
  createGrant(options?: { readonly scope?: string; readonly ttl?: number; readonly user?: string }): string
  /** The calls that were seen, in order of arrival: all of them, or those that are like a filter. */
  calls(filter?: CallFilter): readonly Call[]
  /**
   * Every record of a module as it is stored, by ascending id, whoever may see it; a change of a copy changes nothing.
   * Empty where there is no such module.
   */
  records(module: string): readonly JsonObject[]
  /**
   * Adds records to a module by the rules of its API, but without a call, and gives their ids.
   * @throws RangeError where there is no such module, or a record is refused: then none is added.
   */
  addRecords(module: string, rows: readonly Readonly<Record<string, unknown>>[]): readonly string[]
  /**
   * As after the start: organisation, records, faults, credits and printed tokens; calls, consents and who is signed in
   * are forgotten.
   */
  reset(): void
  /** Ends every access token that was given; refresh tokens stay good, and what was given still counts. */
  expireTokens(): void
  /**
   * Misbehaves from now on, by faults or the name of a preset; an empty list ends it.
   * @throws FaultError where they are no faults.
   */
  setFaults(faults: readonly Fault[] | FaultPreset): void
  /** Stops listening and ends all connections. */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}
