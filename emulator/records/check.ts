import { type Problem, problem } from '../answers.ts'
import { isObject, type Json, type JsonObject, member, text } from '../json.ts'
import { moduleId } from './database.ts'
import { type Field, isNone } from './fields.ts'
import { layoutOf, requiredBy } from './layouts.ts'
import type { Reader } from './projection.ts'
import type { Row, Table } from './table.ts'

/** What a row is checked for, and where it stands in the body. */
export interface CheckContext extends Reader {
  readonly table: Table
  readonly mode: 'create' | 'update'
  /** Such as `$.data[0]`. */
  readonly path: string
  /** The record that is updated. */
  readonly id?: string
  /** A field that the server sets here, whatever the row says. */
  readonly ignored?: string
}

/** A Checked row is the values that may be written, or the first problem with them. */
export type Checked = { readonly values: Row } | { readonly problem: Problem }

/** Checks a row as the API does: what it does not know or may not set is ignored, what is wrong is refused. */
export function checkRow(given: JsonObject, context: CheckContext): Checked {
  const values: Row = new Map()
  for (const [name, value] of Object.entries(given)) {
    const field = context.table.fields.get(name)
    if (name === '$append_values' || (!field && context.table.described) || isLeftOut(name, context)) continue
    if (field && !(context.mode === 'create' ? field.creatable : field.updatable)) continue
    const normal = field ? normalised(field, value, context) : value
    const wrong = field && normal !== null ? wrongValue(field, normal, context) : undefined
    if (wrong) return { problem: wrong }
    values.set(name, normal)
  }
  const wrong = missing(values, context) ?? duplicate(values, context)
  return wrong ? { problem: wrong } : { values }
}

/** A field that the server sets, or that the user does not see. */
function isLeftOut(name: string, { ignored, sight, table }: CheckContext): boolean {
  return name === ignored || !sight.seesField(table.name, name)
}

function normalised(field: Field, value: Json, { database, table }: CheckContext): Json {
  if (field.dataType === 'picklist' && isNone(value)) return null
  if (field.dataType === 'layout') return layoutOf(database, table, value) ?? value
  return field.dataType === 'bigint' && typeof value === 'number' ? String(value) : value
}

function place(field: Field, context: CheckContext): JsonObject {
  return { api_name: field.name, json_path: `${context.path}.${field.name}` }
}

/** The checks of one value, in the order in which the API reports them. */
const CHECKS: readonly ((field: Field, value: Json, context: CheckContext) => Problem | undefined)[] = [
  wrongType,
  tooLong,
  unknownReference,
  unknownLayout,
  wrongChild,
]

function wrongValue(field: Field, value: Json, context: CheckContext): Problem | undefined {
  for (const check of CHECKS) {
    const found = check(field, value, context)
    if (found) return found
  }
  return undefined
}

function wrongType(field: Field, value: Json, context: CheckContext): Problem | undefined {
  if (field.type.accepts(value)) return undefined
  return problem('INVALID_DATA', { expected_data_type: field.type.expected, ...place(field, context) })
}

function tooLong(field: Field, value: Json, context: CheckContext): Problem | undefined {
  const { maxLength } = field
  if (maxLength === undefined || (field.type.measure?.(value) ?? 0) <= maxLength) return undefined
  return problem('INVALID_DATA', { maximum_length: maxLength, ...place(field, context) })
}

/** A lookup must point at a record that exists, where the module that it points at is known to have records. */
function unknownReference(field: Field, value: Json, context: CheckContext): Problem | undefined {
  const id = text(value, 'id')
  if (id === undefined) return undefined
  const isUser = field.dataType === 'ownerlookup' || field.dataType === 'userlookup'
  const target = field.target ?? text(value, 'module', 'api_name')
  const table =
    field.dataType.includes('lookup') && target !== undefined ? context.database.table(target) : undefined
  const isUnknown = isUser ? !context.database.people.has(id) : table?.described && !table.has(id)
  return isUnknown ? problem('INVALID_DATA', place(field, context)) : undefined
}

function unknownLayout(field: Field, value: Json, context: CheckContext): Problem | undefined {
  if (field.dataType !== 'layout') return undefined
  if (layoutOf(context.database, context.table, value) !== undefined) return undefined
  return problem('INVALID_DATA', { api_name: 'id', json_path: `${context.path}.${field.name}.id` })
}

/** The rows of a subform are checked against the fields of their own module. */
function wrongChild(field: Field, value: Json, context: CheckContext): Problem | undefined {
  const child =
    field.dataType === 'subform' && field.child !== undefined
      ? context.database.table(field.child)
      : undefined
  if (!child?.described || !Array.isArray(value)) return undefined
  for (const [index, row] of (value as readonly Json[]).entries()) {
    if (!isObject(row) || Object.hasOwn(row, '_delete')) continue
    const mode = text(row, 'id') === undefined ? 'create' : 'update'
    const path = `${context.path}.${field.name}[${index}]`
    const { database, sight } = context
    const checked = checkRow(row, { database, sight, table: child, mode, path, ignored: 'Parent_Id' })
    if ('problem' in checked) return checked.problem
  }
  return undefined
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}

/** The server names an owner, and takes no as the answer, where nothing is given. */
function isFilledIn(field: Field): boolean {
  return field.dataType === 'ownerlookup' || field.dataType === 'boolean'
}

function missing(values: Row, context: CheckContext): Problem | undefined {
  const { database, table } = context
  const required = requiredBy(database, table, values.get('Layout'))
  for (const field of table.fields.values()) {
    const isMandatory = field.mandatory || required.has(field.name)
    if (!isMandatory || !field.creatable || isFilledIn(field) || isLeftOut(field.name, context)) continue
    const isGiven = context.mode === 'create' || values.has(field.name)
    if (isGiven && isEmpty(values.get(field.name)))
      return problem('MANDATORY_NOT_FOUND', place(field, context))
  }
  return undefined
}

function duplicate(values: Row, context: CheckContext): Problem | undefined {
  const { table, database } = context
  for (const field of table.fields.values()) {
    const id = field.unique ? table.findBy(field, values.get(field.name) ?? null) : undefined
    if (id === undefined || id === context.id) continue
    const owner = text(table.get(id)?.get('Owner'), 'id')
    const user = database.people.reference(owner ?? '') ?? database.people.currentReference()
    const record = {
      Owner: {
        name: member(user, 'name') ?? null,
        id: member(user, 'id') ?? null,
        zuid: database.people.zuidOf(user),
      },
      module: { api_name: table.name, id: moduleId(table) },
      id,
    }
    return problem('DUPLICATE_DATA', {
      ...place(field, context),
      duplicate_record: record,
      id,
      more_records: false,
    })
  }
  return undefined
}
