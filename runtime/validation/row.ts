import type { FieldUse } from '../records/choices.ts'
import { closest } from '../records/closest.ts'
import { type Issues, type Path, shown } from './issues.ts'
import type { Rule, Rules } from './rules.ts'
import type { InputKind } from './validator.ts'
import { checkValue } from './values.ts'

/** Where a row stands, and what collects the issues. */
export interface Place {
  readonly path: Path
  readonly issues: Issues
}

/** A row, and what it is written for. */
export type Row = Readonly<Record<string, unknown>>

/** Names in rows of a subform that are not, or not only, those of fields. */
interface RowOptions {
  /** A name that the row may have beside the fields: the id of a row that is there. */
  readonly beside?: 'id' | undefined
  /** A field that the row does not set: the record that it is part of. */
  readonly except?: 'Parent_Id'
}

/** Uses of fields that a write of a kind sets, and that it has to set. */
const SET: Readonly<Record<InputKind, readonly FieldUse[]>> = {
  create: ['mandatory', 'demanded', 'optional', 'createMandatory', 'createDemanded', 'createOptional'],
  update: ['mandatory', 'demanded', 'optional', 'updateOptional'],
}
const NEEDED: readonly FieldUse[] = ['mandatory', 'demanded', 'createMandatory', 'createDemanded']

/** Looks at a row: first at the fields of its module, in their order, then at what is none of them. */
export function checkRow(
  rules: Rules,
  row: unknown,
  kind: InputKind,
  place: Place,
  { beside, except }: RowOptions = {},
): void {
  const { path, issues } = place
  if (!isRow(row)) {
    issues.add(path, `${shown(row)} is not an object with the fields to write`)
    return
  }
  for (const [name, rule] of rules) {
    if (issues.isFull) return
    const value = Object.hasOwn(row, name) ? row[name] : undefined
    const at = { path: [...path, name], issues }
    if (name === except) {
      if (value !== undefined) issues.add(at.path, 'it is the record that the row is part of; leave it out')
    } else checkField(rule, value, kind, at, row)
  }
  const settable = () => [...rules].filter(([, { use }]) => SET[kind].includes(use)).map(([name]) => name)
  for (const name of Object.keys(row)) {
    if (issues.isFull) return
    if (rules.has(name) || name === beside || row[name] === undefined) continue
    issues.add([...path, name], name === 'id' ? NO_ID : noField(name, settable()))
  }
}

/** Whether something is an object with fields. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function checkField(rule: Rule, value: unknown, kind: InputKind, place: Place, row: Row): void {
  const { path, issues } = place
  const { use } = rule
  const isNeeded = kind === 'create' ? NEEDED.includes(use) : use === 'mandatory'
  if (value === undefined) {
    if (kind === 'create' && isNeeded) issues.add(path, 'it is mandatory')
  } else if (!SET[kind].includes(use)) issues.add(path, notSettable(use))
  // An empty text is none to Zoho.
  else if (isNeeded && (value === null || value === ''))
    issues.add(path, `it is mandatory, and ${shown(value)} is no value`)
  else if (value !== null) checkValue(value, place, { rule, kind, row })
}

function notSettable(use: FieldUse): string {
  if (use === 'system') return 'it is read-only'
  return use === 'updateOptional'
    ? 'it can be set only after the record was created'
    : 'it can be set only when the record is created'
}

const NO_ID = 'it is given by Zoho, and stands beside the fields, not among them'

/** Longer names are not compared with those of fields. */
const COMPARED = 100

function noField(name: string, names: readonly string[]): string {
  const near = name.length > COMPARED ? null : closest(name, names)
  return `there is no such field${near === null ? '' : `; did you mean ${near}?`}`
}
