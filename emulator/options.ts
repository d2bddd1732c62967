import type { Call } from './calls.ts'
import type { Fault, FaultPreset } from './faults.ts'
import type { WireValue } from './records/fields.ts'

/** EmulatorOptions say which organisation to play and how. */
export interface EmulatorOptions {
  /** Org folder; default: the built-in demo organisation. */
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
  /** Misbehaviour from the start: faults, or the name of a preset. */
  readonly faults?: readonly Fault[] | FaultPreset
  /** Which string of a picklist option seeded records carry; default display. */
  readonly wireValue?: WireValue
  /** How the reading of an unknown id is answered: 204 (the default) or 400 INVALID_DATA. */
  readonly unknownId?: 204 | 400
  readonly clientId?: string
  readonly clientSecret?: string
  readonly grantToken?: string
  readonly refreshToken?: string
  /** Scopes of the printed grant and refresh token; default: everything. */
  readonly scope?: string
  /** File that keeps what is written. */
  readonly data?: string
}

/** An Emulator is a running local Zoho. The URLs are origins, without a path. */
export interface Emulator {
  readonly accountsUrl: string
  readonly apiUrl: string
  readonly fileUploadUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly grantToken: string
  readonly refreshToken: string
  readonly zgid: string
  /** A fresh grant token, good for one exchange; `ttl` in seconds. */
  createGrant(options?: { readonly scope?: string; readonly ttl?: number }): string
  /** The calls that were seen, in order of arrival. */
  calls(): readonly Call[]
  /** As after the start: records, faults and printed tokens; the calls are forgotten. */
  reset(): void
  setFaults(faults: readonly Fault[] | FaultPreset): void
  /** Stops listening and ends all connections. */
  close(): Promise<void>
}
