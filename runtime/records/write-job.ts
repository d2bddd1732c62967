import type { Client } from '../client.ts'
import { ConfigurationError } from '../http/errors.ts'
import { isSignal } from '../http/request-check.ts'
import type { ModuleClass } from './choices.ts'
import { isMoment } from './time.ts'
import type { BatchOptions, Trigger, UpdateOptions, UpsertOptions } from './write-options.ts'

/** What a write does. */
export type WriteKind = 'create' | 'update' | 'upsert' | 'delete'

/** A write that is asked for. */
export interface WriteCall {
  readonly client: Client
  readonly module: ModuleClass
  readonly kind: WriteKind
  readonly options: object | undefined
}

type Settings = UpdateOptions<Record<string, readonly string[]>> &
  UpsertOptions<Record<string, readonly string[]>> &
  BatchOptions

/** A write whose options are checked. */
export interface WriteJob extends Omit<WriteCall, 'options'> {
  readonly options: Settings
  /** What looks at its rows: made once, and again where the metadata was read meanwhile. */
  readonly check: () => Promise<(row: object) => object>
}

const OF_ALL = ['signal'] as const
const OF_ROWS = ['trigger', 'layout', 'assignmentRule', 'applyFeatures', 'skipFeatures'] as const
const OPTIONS: Readonly<Record<WriteKind, readonly (keyof Settings)[]>> = {
  create: [...OF_ALL, ...OF_ROWS],
  update: [...OF_ALL, ...OF_ROWS, 'append', 'unmodifiedSince'],
  upsert: [...OF_ALL, ...OF_ROWS, 'append', 'by'],
  delete: OF_ALL,
}
const OF_MANY: readonly (keyof Settings)[] = ['batchSize', 'parallel']

const TRIGGERS: readonly Trigger[] = ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration']
/** @see https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html */
export const MAX_ROWS = 100
const MAX_PARALLEL = 1000

interface Rule {
  readonly isFine: (value: unknown) => boolean
  readonly wanted: string
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText)
const upTo = (max: number): Rule => ({
  isFine: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max,
  wanted: `a whole number from 1 to ${max}`,
})
const NAMES: Rule = { isFine: isTexts, wanted: 'a list of names' }
const ID: Rule = { isFine: isText, wanted: 'an id' }

const RULES: Readonly<Record<keyof Settings, Rule>> = {
  signal: { isFine: isSignal, wanted: 'an AbortSignal' },
  trigger: {
    isFine: (value) => isTexts(value) && (value as Trigger[]).every((one) => TRIGGERS.includes(one)),
    wanted: `a list of ${TRIGGERS.join(', ')}`,
  },
  layout: ID,
  assignmentRule: ID,
  applyFeatures: NAMES,
  skipFeatures: NAMES,
  append: NAMES,
  by: {
    isFine: (value) => isTexts(value) && (value as string[]).length > 0,
    wanted: "a list of fields, or leave it out for the module's own",
  },
  unmodifiedSince: {
    isFine: isMoment,
    wanted: 'a Date, or date and time with an offset such as 2026-01-31T12:00:00+00:00',
  },
  batchSize: upTo(MAX_ROWS),
  parallel: upTo(MAX_PARALLEL),
}

/**
 * The job that a write is.
 * @throws ConfigurationError where an option is wrong, or none of it.
 */
export function jobOf({ options = {}, ...call }: WriteCall, isMany: boolean): WriteJob {
  const known = [...OPTIONS[call.kind], ...(isMany ? OF_MANY : [])]
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    const option = known.find((one) => one === name)
    if (option === undefined)
      throw new ConfigurationError(
        `${name} is no option of ${isMany ? `${call.kind}Many` : call.kind}`,
        `There are: ${known.join(', ')}.`,
      )
    const { isFine, wanted } = RULES[option]
    if (!isFine(value)) throw new ConfigurationError(`${name} is ${shown(value)}`, `Pass ${wanted}.`)
  }
  return { ...call, options: Object.fromEntries(given), check: checkOf(call) }
}

function checkOf({ client, module }: Pick<WriteCall, 'client' | 'module'>): WriteJob['check'] {
  let made: { readonly metadata: unknown; readonly check: ReturnType<WriteJob['check']> } | undefined
  return () => {
    const metadata = client.metadata.current()
    if (made?.metadata !== metadata) made = undefined
    made ??= { metadata, check: client.prepare(module) }
    return made.check
  }
}

/** A value as messages repeat it. */
export function shown(value: unknown): string {
  if (value instanceof Date) return 'no time'
  try {
    return JSON.stringify(value)?.slice(0, 80) ?? String(value)
  } catch {
    return `a value of type ${typeof value}`
  }
}
