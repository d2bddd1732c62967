import type { HttpBindings } from '@hono/node-server'
import type { PendingCall } from './calls.ts'
import type { Json } from './json.ts'

/** What goes along with a call on its way through the server. */
export interface Bindings {
  readonly Bindings: HttpBindings
  readonly Variables: {
    readonly call: PendingCall
    /** API credits that the call costs. */
    readonly cost?: number
    /** The body, where it has been parsed already. */
    readonly body?: Json
    /** The status that was sent past the server's own answer; 0 where the connection was broken instead. */
    readonly sentStatus?: number
  }
}
