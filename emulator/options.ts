import type { GivenCoqlOptions } from './coql/coql-options.ts'
import type { FaultPreset } from './fault-presets.ts'
import type { Fault } from './faults.ts'
import type { WireValue } from './records/fields.ts'
import type { SearchLag } from './records/recent-changes.ts'
import type { CriteriaLimit } from './records/search.ts'
import type { DependencyValues } from './settings/map-dependency.ts'
import type { ModuleIncludes } from './settings/modules.ts'
import type { HiddenByProfile } from './sight.ts'

/** EmulatorOptions say which organisation to play and how. */
export interface EmulatorOptions extends GivenCoqlOptions {
  /** Org folder, such as one that `zcrm pull --record` wrote; default: the built-in demo organisation. */
  readonly org?: string
  /** Port on 127.0.0.1; 0 (the default) takes any. */
  readonly port?: number
  /** Records per module, the recorded ones included; default 0: only the recorded ones. */
  readonly records?: number
  /** The same seed gives the same records; default 1. */
  readonly seed?: number
  /** Milliseconds that each answer of the API takes longer. */
  readonly latency?: number
  /** Seconds that an access token lives; default 3600. */
  readonly tokenTtl?: number
  /** Seconds that a grant token lives; default 600. */
  readonly grantTtl?: number
  /** API calls in flight beyond this many are answered 429 at once; default: any number may be. */
  readonly concurrency?: number
  /**
   * Heavy calls in flight beyond this many are answered 429 at once: inserts, updates and upserts of more than ten
   * records, COQL, the conversion of leads, mail; default 10, as in every edition.
   */
  readonly heavyConcurrency?: number
  /** API credits for any 24 hours; calls that cost more than is left are answered 429. Default: any number. */
  readonly credits?: number
  /** Misbehaviour from the start: faults, or the name of a preset. */
  readonly faults?: readonly Fault[] | FaultPreset
  /** Which string of a picklist option seeded records carry; default display. */
  readonly wireValue?: WireValue
  /** How the reading of an unknown id is answered: 204 (the default) or 400 INVALID_DATA. */
  readonly unknownId?: 204 | 400
  /** How many conditions the criteria of a search may have: 15 (the default) or, as was documented earlier, 10. */
  readonly searchCriteria?: CriteriaLimit
  /** What searches and counts do not know yet, since the index is behind; default: they know everything. */
  readonly searchLag?: SearchLag
  /**
   * What `GET settings/modules?include=` of version 8 does: gives the parts (the default), ignores the parameter, or
   * refuses it by 400 INVALID_DATA. It is declared; whether it works for the list is unverified.
   */
  readonly moduleIncludes?: ModuleIncludes
  /**
   * Where the values of picklist dependencies are: in the list of a layout's dependencies too (the default), or in the
   * answer for a single one only, as the specification of version 8 declares.
   */
  readonly dependencyValues?: DependencyValues
  /**
   * Whether changing a module's fields, layouts, related lists, custom views, dependencies or pipelines moves the
   * module's `modified_time`; default true (unverified).
   */
  readonly movesModifiedTime?: boolean
  /** What users do not see, by the name of their profile: `modules`, and `fields` by module. Default: they see all. */
  readonly hidden?: HiddenByProfile
  /** Id of the client that is registered; default: a new one. */
  readonly clientId?: string
  /** Secret of that client; default: a new one. */
  readonly clientSecret?: string
  /** The grant token that is good for one exchange; default: a new one. */
  readonly grantToken?: string
  /** The refresh token that is good from the start; default: a new one. */
  readonly refreshToken?: string
  /** Scopes of the printed grant and refresh token; default: everything. */
  readonly scope?: string
  /** The redirect URLs that the client is registered with; default: any `http:` URL on this machine. */
  readonly redirectUrls?: readonly string[]
  /** What callbacks say, to play another data centre or a forger; default: `us` and the emulator's own origin. */
  readonly callback?: { readonly location?: string; readonly accountsServer?: string }
  /** Where the API is, as token answers say it; default: the emulator's own origin. */
  readonly apiDomain?: string
  /** Whether a user who is not asked again brings a refresh token all the same; default false (unverified). */
  readonly refreshTokenAgain?: boolean
  /** File that keeps the records that are written, for the next start; default: nothing is kept. */
  readonly data?: string
}
