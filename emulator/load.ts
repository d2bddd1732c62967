import { type Json, member, text } from './json.ts'

/** The Load of a call is what it weighs by Zoho's rules. */
export interface Load {
  /** Records that a write sends; 0 in any other call. */
  readonly rows: number
  /** API credits that it costs. */
  readonly credits: number
  /** Whether it is one of the calls of which only ten may be in flight at once. */
  readonly isHeavy: boolean
}

const LIGHT: Load = { rows: 0, credits: 1, isHeavy: false }
/** Rows for a credit, and rows beyond which a write is heavy. */
const FEW_ROWS = 10
const DEFAULT_LIMIT = 200

type Weigh = (body: Json | undefined) => Load

/** The kinds of calls that are more than one credit, or heavy; whoever needs no body is not given one. */
const KINDS: readonly (readonly [call: RegExp, weigh: Load | Weigh])[] = [
  [/^POST v[\d.]+\/coql$/, weighQuery],
  [/^POST v[\d.]+\/[^/]+(\/upsert)?$/, weighRows],
  [/^PUT v[\d.]+\/[^/]+(\/\d+)?$/, weighRows],
  [/^POST v[\d.]+\/[^/]+\/\d+\/actions\/convert$/, { rows: 0, credits: 5, isHeavy: true }],
  [/^POST v[\d.]+\/[^/]+\/\d+\/actions\/send_mail$/, { rows: 0, credits: 1, isHeavy: true }],
  [/^POST bulk\/v[\d.]+\/write$/, { rows: 0, credits: 500, isHeavy: false }],
]

/**
 * What a call weighs, by its method, its URL below `/crm/`, and its body, which is asked for only where it counts.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */
export async function loadOf(
  method: string,
  url: string,
  body: () => Promise<Json | undefined>,
): Promise<Load> {
  const call = `${method} ${url.replace(/^\/crm\//, '').replace(/\?.*$/, '')}`
  const weigh = KINDS.find(([kind]) => kind.test(call))?.[1] ?? LIGHT
  return typeof weigh === 'function' ? weigh(await body()) : weigh
}

function weighRows(body: Json | undefined): Load {
  const data = member(body, 'data')
  const rows = Array.isArray(data) ? data.length : 0
  return { rows, credits: Math.max(1, Math.ceil(rows / FEW_ROWS)), isHeavy: rows > FEW_ROWS }
}

function weighQuery(body: Json | undefined): Load {
  const query = (text(body, 'select_query') ?? '').replace(/'[^']*'/g, '')
  // `limit 10, 500` skips ten: the limit is the last number.
  const limit = Number(/\blimit\s+(?:\d+\s*,\s*)?(\d+)[^)]*$/i.exec(query)?.[1] ?? DEFAULT_LIMIT)
  return { rows: 0, credits: limit <= 200 ? 1 : limit <= 1000 ? 2 : 3, isHeavy: true }
}
