import type { ValueKind } from '../records/choices.ts'
import { shown } from './issues.ts'
import { wrongOption } from './options.ts'
import { checkRow, isRow, type Place, type Row } from './row.ts'
import type { Rule } from './rules.ts'
import { wrongScalar } from './scalars.ts'
import { type Shape, wrongReference, wrongShape } from './shapes.ts'
import type { InputKind } from './validator.ts'

/** What a value stands in, and what it is written for. */
interface Context {
  readonly rule: Rule
  readonly kind: InputKind
  readonly row: Row
}

/** Kinds of which a value is a list, and what looks at a member of it. */
const LISTS: Partial<Record<ValueKind, (member: unknown, place: Place, context: Context) => void>> = {
  options: (member, place, { rule, row }) => say(place, wrongChoice(member, rule, row)),
  subform: checkSubformRow,
  links: checkLink,
  files: (member, place) => say(place, isRemoval(member) ? null : wrongShape(member, 'file')),
  tags: shaped('tag'),
  participants: shaped('participant'),
  reminders: shaped('reminder'),
  taxes: shaped('tax'),
}

/** Looks at a value that is there and not null. */
export function checkValue(value: unknown, place: Place, context: Context): void {
  const { rule, row } = context
  const { kind, detail } = rule
  const check = LISTS[kind]
  if (check !== undefined) checkList(value, place, (member, at) => check(member, at, context))
  else if (kind === 'option') say(place, wrongChoice(value, rule, row))
  else if (kind === 'lookup' || kind === 'anylookup') say(place, wrongReference(value, detail))
  else if (kind === 'alarm' || kind === 'recurrence' || kind === 'module') say(place, wrongShape(value, kind))
  else say(place, wrongScalar(value, kind, detail))
}

function say({ path, issues }: Place, what: string | null): void {
  if (what !== null) issues.add(path, what)
}

function checkList(value: unknown, place: Place, check: (member: unknown, at: Place) => void): void {
  if (!Array.isArray(value)) say(place, `${shown(value)} is not a list`)
  else
    for (const [index, member] of value.entries()) {
      if (place.issues.isFull) return
      check(member, { ...place, path: [...place.path, index] })
    }
}

/** Where the values are open, any text is one. */
function wrongChoice(value: unknown, { options }: Rule, row: Row): string | null {
  return options === null ? wrongScalar(value, 'text', null) : wrongOption(value, options, row)
}

/** An organisation whose subforms lead back to each other must not make an input as deep as the stack. */
const DEEPEST = 100

/** A row with an id is there and changed, or taken out; one without is made. */
function checkSubformRow(row: unknown, place: Place, { rule, kind }: Context): void {
  if (place.path.length > DEEPEST) {
    say(place, 'it stands too deep: Zoho has no rows in rows')
    return
  }
  if (kind === 'update' && isRemoval(row)) return
  if (rule.rows === null) {
    say(place, isRow(row) ? null : `${shown(row)} is not a row`)
    return
  }
  const isThere = kind === 'update' && isRow(row) && row['id'] !== undefined
  if (isThere && typeof row['id'] !== 'string')
    say({ ...place, path: [...place.path, 'id'] }, `${shown(row['id'])} is not the id of a row`)
  const beside = isThere ? 'id' : undefined
  checkRow(rule.rows, row, isThere ? 'update' : 'create', place, { beside, except: 'Parent_Id' })
}

function checkLink(link: unknown, place: Place, { rule }: Context): void {
  if (isRemoval(link)) return
  const { detail } = rule
  const field = typeof detail === 'string' ? detail : null
  const linked = field !== null && isRow(link) && Object.hasOwn(link, field) ? link[field] : undefined
  if (field === null) say(place, wrongReference(link, null))
  else if (linked === undefined) say(place, `${shown(link)} is not a link: { ${field}: { id: "…" } }`)
  else say({ ...place, path: [...place.path, field] }, wrongReference(linked, null))
}

/** Whether a row of a list says that it is taken out. */
function isRemoval(value: unknown): boolean {
  return (
    isRow(value) &&
    Object.hasOwn(value, '_delete') &&
    value['_delete'] === null &&
    typeof value['id'] === 'string'
  )
}

function shaped(shape: Shape): (member: unknown, place: Place) => void {
  return (member, place) => say(place, wrongShape(member, shape))
}
