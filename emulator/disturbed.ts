import { setTimeout as wait } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, MiddlewareHandler } from 'hono'
import type { TokenBook } from './accounts/token-book.ts'
import type { Bindings } from './bindings.ts'
import type { FaultPlan } from './fault-plan.ts'
import { type Fault, faultAnswer } from './faults.ts'
import { respond } from './respond.ts'
import { sendBadly } from './send-badly.ts'

/** What the misbehaviour of a server works with; `latency` is in milliseconds. */
export interface Disturbances {
  readonly faults: FaultPlan
  readonly latency: number
  readonly tokens: TokenBook
}

/** Lets the faults that were asked for happen to a call. */
export function disturbed({ faults, latency, tokens }: Disturbances): MiddlewareHandler<Bindings> {
  return async (c, next) => {
    const { method = '', url = '' } = c.env.incoming
    const fault = faults.next(method, url)
    if (url.startsWith('/crm/')) await pause(latency)
    if (!fault) return next()
    await pause(fault.delay ?? 0)
    if (fault.revokeToken) tokens.revoke(tokenOf(c) ?? '')
    if (fault.drop) return drop(c)
    const answer = faultAnswer(fault)
    if (!answer || fault.workFirst) await next()
    if (fault.dropAfter) return drop(c)
    if (answer) replace(c, respond(answer))
    return sendAsAsked(c, fault)
  }
}

const AUTHORIZATION = /^Zoho-oauthtoken\s+(\S+)$/i

/** The access token that a call of the API brings. */
export function tokenOf(c: Context<Bindings>): string | undefined {
  return AUTHORIZATION.exec(c.req.header('authorization') ?? '')?.[1]
}

/** Keeps no process alive: once the server is closed, nobody is there to be answered. */
async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await wait(milliseconds, undefined, { ref: false })
}

function drop(c: Context<Bindings>): void {
  c.env.incoming.socket.resetAndDestroy()
  c.set('sentStatus', 0)
  replace(c, RESPONSE_ALREADY_SENT)
}

/** Hono would keep the headers of the answer before. */
function replace(c: Context<Bindings>, response: Response): void {
  c.res = undefined
  c.res = response
}

async function sendAsAsked(c: Context<Bindings>, { truncate, trickle = 0 }: Fault): Promise<void> {
  if (truncate === undefined && trickle === 0) return
  const { status, headers } = c.res
  const body = Buffer.from(await c.res.arrayBuffer())
  if (body.length === 0) return
  c.set('sentStatus', status)
  await sendBadly(c.env.outgoing, { status, headers, body }, { truncate, trickle })
  replace(c, RESPONSE_ALREADY_SENT)
}
