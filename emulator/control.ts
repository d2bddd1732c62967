import { type Context, Hono } from 'hono'
import { noContent, problem } from './answers.ts'
import type { Call, CallLog } from './calls.ts'
import type { FaultPlan } from './fault-plan.ts'
import { isObject, type JsonObject } from './json.ts'
import type { OrgEditor } from './org-editor.ts'
import { FaultError, faultsOf } from './parse-faults.ts'
import { respond } from './respond.ts'

/** What can be steered from outside the process. */
export interface Controls {
  readonly calls: CallLog
  readonly faults: FaultPlan
  readonly editor: OrgEditor
  /** Every record of a module as it is stored. */
  records(module: string): readonly JsonObject[]
  reset(): void
  expireTokens(): void
}

/** The remote control. */
export function createControlApp(controls: Controls): Hono {
  const { calls, faults, editor, reset, expireTokens } = controls
  const app = new Hono()
  app.get('/__emulator/calls', (c) => c.json(listCalls(calls, c)))
  app.get('/__emulator/records/:module', (c) => c.json(controls.records(c.req.param('module'))))
  app.post('/__emulator/reset', (c) => {
    reset()
    return c.body(null, 204)
  })
  app.post('/__emulator/expire-tokens', (c) => {
    expireTokens()
    return c.body(null, 204)
  })
  app.post('/__emulator/faults', (c) => steerFaults(faults, c))
  app.get('/__emulator/org/:file', (c) => readFile(editor, c.req.param('file')))
  app.put('/__emulator/org/:file', (c) => replaceFile(editor, c.req.param('file'), c))
  return app
}

/** The calls; their bodies, which may be large, only where they are asked for. */
function listCalls(calls: CallLog, c: Context): readonly Call[] {
  const { method, endpoint, status, bodies } = c.req.query()
  const listed = calls.list({
    ...(method === undefined ? {} : { method }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(status === undefined ? {} : { status: Number(status) }),
  })
  return bodies === 'true' ? listed : listed.map(({ body: _, ...call }) => call)
}

function readFile(editor: OrgEditor, file: string): Response {
  const text = editor.read(file)
  if (text === undefined) {
    const message = `The organisation has no file ${file}.`
    return respond({ status: 404, body: problem('INVALID_URL_PATTERN', {}, message) })
  }
  return respond(text === '' ? noContent : { status: 200, text })
}

async function replaceFile(editor: OrgEditor, file: string, c: Context): Promise<Response> {
  const body: unknown = await c.req.json().catch(() => undefined)
  if (!isObject(body)) return refuse('The body is no JSON object.')
  try {
    editor.replace(file, body)
    return respond(noContent)
  } catch (error) {
    if (error instanceof RangeError) return refuse(error.message)
    throw error
  }
}

function refuse(message: string): Response {
  return respond({ status: 400, body: problem('INVALID_DATA', {}, message) })
}

async function steerFaults(faults: FaultPlan, c: Context): Promise<Response> {
  try {
    faults.set(faultsOf(await c.req.json()))
    return c.body(null, 204)
  } catch (error) {
    const message = error instanceof FaultError ? error.message : 'The body is not JSON.'
    return refuse(message)
  }
}
