import type { DuplicateFacts, ValidationFacts, ValidationReason } from './errors.ts'

/** What Zoho's details of a refusal say. */
export type ErrorFacts = ValidationFacts &
  DuplicateFacts & {
    readonly retryAfter: number | null
    /** What Zoho says of the place of the fault beside its field, in words; empty where it says nothing. */
    readonly places: readonly string[]
    /** Which record or path is meant that is not there: the record's own id, or a part of the path. */
    readonly missing: 'id' | 'path' | null
  }

type Details = Readonly<Record<string, unknown>>

/** What is wrong by Zoho's codes, where its details do not say more. */
const REASONS: Readonly<Record<string, ValidationReason>> = {
  MANDATORY_NOT_FOUND: 'missing',
  REQUIRED_PARAM_MISSING: 'missing',
  EXPECTED_PARAM_MISSING: 'missing',
  EXPECTED_FIELD_MISSING: 'missing',
  DEPENDENT_FIELD_MISSING: 'missing',
  DEPENDENT_MISMATCH: 'mismatch',
  AMBIGUITY_DURING_PROCESSING: 'ambiguous',
  UNABLE_TO_PARSE_DATA_TYPE: 'wrong-type',
  PATTERN_NOT_MATCHED: 'wrong-pattern',
  LIMIT_EXCEEDED: 'too-many',
  CRITERIA_LIMIT_EXCEEDED: 'too-many',
  DUPLICATE_DATA: 'duplicate',
}

/** The facts in the details of a code; of several errors the first counts. */
export function factsOf(code: string, given: unknown): ErrorFacts {
  const details = detailsOf(given)
  const [first] = listOf(details, 'errors')
  if (first !== undefined) {
    const inner = detailsOf(first)
    const own = text(inner, 'code') ?? code
    return factsOf(own, typeof inner['details'] === 'object' ? inner['details'] : inner)
  }
  const duplicate = detailsOf(details['duplicate_record'])
  const values = details['supported_values']
  const facts = {
    field: fieldOf(details),
    limit: number(details, 'maximum_length') ?? number(details, 'limit'),
    expected: text(details, 'expected_data_type'),
    allowedValues: Array.isArray(values) ? values.map(nameOf) : null,
    duplicateId: text(details, 'id') ?? text(duplicate, 'id'),
    duplicateModule: text(detailsOf(details['module'] ?? duplicate['module']), 'api_name'),
    retryAfter: milliseconds(details),
    places: placesOf(details),
    missing: code === 'INVALID_DATA' ? missingOf(details) : null,
  }
  return { ...facts, reason: reasonOf(code, details, facts) }
}

function reasonOf(
  code: string,
  details: Details,
  { expected, allowedValues }: Pick<ErrorFacts, 'expected' | 'allowedValues'>,
): ValidationReason {
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined
  if (known !== undefined) return known
  if (details['maximum_length'] !== undefined) return 'too-long'
  if (expected !== null) return 'wrong-type'
  if (allowedValues !== null) return 'not-allowed'
  return details['limit'] === undefined ? 'invalid' : 'too-many'
}

/** Where in a query the fault is, as Zoho's details of COQL say it, and the limit of what there is too much of. */
const PLACES = ['line', 'column', 'near', 'clause', 'operator', 'alias', 'reason'] as const

function placesOf(details: Details): readonly string[] {
  const limit = number(details, 'limit')
  const said = PLACES.flatMap((key) => {
    const value = details[key]
    const isSaid = typeof value === 'number' || (typeof value === 'string' && value !== '')
    return isSaid ? [`${key} ${JSON.stringify(value)}`] : []
  })
  return limit === null ? said : [`at most ${limit}`, ...said]
}

/**
 * What is not there: a part of the path, or the record that a row is about. A deletion names its id alone, an update
 * the place of the row's own id; an id within a row is that of another record, such as a lookup's.
 */
function missingOf(details: Details): ErrorFacts['missing'] {
  if (number(details, 'resource_path_index') !== null) return 'path'
  const path = text(details, 'json_path')
  const isAlone = text(details, 'id') !== null && Object.keys(details).length === 1
  return isAlone || (path !== null && /^\$\.data\[\d+\]\.id$/.test(path)) ? 'id' : null
}

/** The field that details name: itself, the parameter, the column, the first of those expected, or the end of a path. */
function fieldOf(details: Details): string | null {
  const [expected] = [...listOf(details, 'expected_fields'), ...listOf(details, 'ambiguity_due_to')]
  const name = text(details, 'api_name') ?? text(details, 'param_name') ?? text(details, 'column_name')
  if (name !== null) return name
  if (expected !== undefined) return typeof expected === 'string' ? expected : fieldOf(detailsOf(expected))
  const path = text(details, 'json_path')?.match(/\.([^.[\]]+)(?:\[\d+\])?$/)?.[1]
  return path ?? (details['dependee'] === undefined ? null : fieldOf(detailsOf(details['dependee'])))
}

function detailsOf(value: unknown): Details {
  return typeof value === 'object' && value !== null ? (value as Details) : {}
}

function listOf(details: Details, key: string): readonly unknown[] {
  const value = details[key]
  return Array.isArray(value) ? value : []
}

function text(details: Details, key: string): string | null {
  const value = details[key]
  return typeof value === 'string' ? value : null
}

/** A number, which some answers have as a text. */
function number(details: Details, key: string): number | null {
  const value = details[key]
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
  return isNumber ? Number(value) : null
}

/** A value that is allowed, by its API name where it is an object. */
function nameOf(value: unknown): string {
  return text(detailsOf(value), 'api_name') ?? String(value)
}

function milliseconds(details: Details): number | null {
  const seconds = Number(details['retry_after'] ?? Number.NaN)
  return seconds >= 0 ? seconds * 1000 : null
}
