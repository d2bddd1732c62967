import type { Context, MiddlewareHandler } from 'hono'
import { Refusal } from './answers.ts'
import type { Bindings } from './bindings.ts'
import { Credits } from './credits.ts'
import { Gate } from './gate.ts'
import type { Json } from './json.ts'
import { loadOf } from './load.ts'
import type { EmulatorOptions } from './options.ts'
import { respond } from './respond.ts'

/** The Limits of an organisation on the calls of one app. */
export interface Limits {
  /** The API calls that are in flight. */
  readonly gate: Gate
  /** The heavy ones of them. */
  readonly heavyGate: Gate
  readonly credits: Credits
}

/** The limits that the options of an emulator set. */
export function limitsOf({ concurrency, heavyConcurrency = 10, credits }: EmulatorOptions): Limits {
  return {
    gate: new Gate(concurrency ?? Number.POSITIVE_INFINITY),
    heavyGate: new Gate(heavyConcurrency),
    credits: new Credits(credits ?? Number.POSITIVE_INFINITY),
  }
}

/** Weighs the calls of the API, and keeps out those that are too many at once. */
export function limited({ gate, heavyGate }: Limits): MiddlewareHandler<Bindings> {
  return async (c, next) => {
    const { method = '', url = '' } = c.env.incoming
    if (!url.startsWith('/crm/')) return next()
    const refuse = (): void => {
      c.res = respond(new Refusal('TOO_MANY_REQUESTS').answer)
    }
    const isLetIn = await gate.pass(async () => {
      const { rows, credits, isHeavy } = await loadOf(method, url, () => readBody(c))
      c.get('call').rows(rows)
      c.set('cost', credits)
      if (!isHeavy) await next()
      else if (!(await heavyGate.pass(next))) refuse()
    })
    return isLetIn ? undefined : refuse()
  }
}

/** The body, kept for whoever handles the call; undefined where it is no JSON, which is his to refuse. */
async function readBody(c: Context<Bindings>): Promise<Json | undefined> {
  // A file must not be read as text: its bytes would be lost.
  if (c.req.header('content-type')?.startsWith('multipart/')) return undefined
  try {
    const body = JSON.parse(await c.req.text()) as Json
    c.set('body', body)
    c.get('call').body(body)
    return body
  } catch {
    return undefined
  }
}
