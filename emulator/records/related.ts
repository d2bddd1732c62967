import { type Answer, Refusal } from '../answers.ts'
import { type JsonObject, objects, text } from '../json.ts'
import type { ApiCall } from '../routes.ts'
import { refuseUnsupported } from '../settings/bodies.ts'
import { refuseUnseen } from '../sight.ts'
import { connectedField, type Field } from './fields.ts'
import { listRecords } from './list.ts'
import type { PageTokens } from './page-tokens.ts'
import type { Reader } from './projection.ts'
import type { Row, Table } from './table.ts'

/** A RelatedList is what the metadata says of a related list, with the tables on its two sides. */
interface RelatedList {
  readonly name: string
  readonly description: JsonObject
  /** The names of all related lists of the parent. */
  readonly siblings: ReadonlySet<string | undefined>
  /** The module that the list belongs to. */
  readonly parent: Table
  /** The records that it is a list of. */
  readonly table: Table
}

/**
 * Answers `GET /{Module}/{id}/{RelatedList}`: a page of the records that belong to a record. Undefined where there is no
 * such record.
 */
export function listRelated(
  reader: Reader,
  parent: Table,
  tokens: PageTokens,
  call: ApiCall,
): Answer | undefined {
  const [, id = '', name = ''] = call.params
  const list = relatedList(reader, parent, name)
  if (!parent.has(id)) return undefined
  const linking = text(list.description, 'linkingmodule')
  const ids = linking === undefined ? pointingAt(reader, list, id) : linkedWith(reader, list, linking, id)
  return listRecords(reader, { table: list.table, ids }, tokens, call)
}

/**
 * The related list of a name. One that is hidden is refused as one that is not there; so is one that groups others,
 * which names no module.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-related-records.html
 */
function relatedList({ database, sight }: Reader, parent: Table, name: string): RelatedList {
  const body = database.folder.moduleDocument('related_lists', parent.name)?.body
  const lists = objects(body, 'related_lists')
  const isShown = (list: JsonObject): boolean => (text(list, 'status') ?? 'visible') === 'visible'
  const description = lists.find((list) => text(list, 'api_name') === name && isShown(list))
  // Of a multi-select lookup the connected module is at the other end. Old versions name modules by a text alone.
  const module =
    text(description, 'connectedmodule') ??
    text(description, 'module') ??
    text(description, 'module', 'api_name')
  const table = module === undefined ? undefined : database.table(module)
  if (!description || !table) {
    const details = { resource_path_index: 2 }
    throw new Refusal('INVALID_DATA', details, 'the relation name given seems to be invalid')
  }
  refuseUnseen(sight, table.name)
  refuseUnsupported(table.module)
  const siblings = new Set(lists.map((list) => text(list, 'api_name')))
  return { name, description, siblings, parent, table }
}

/** The records of a list with a lookup that points at a record of the parent. */
function pointingAt(reader: Reader, list: RelatedList, id: string): readonly string[] {
  const { parent, table } = list
  const fields = lookupsOf(reader, list)
  return table.ids().filter((each) => {
    const row = table.get(each)
    return row !== undefined && fields.some((field) => pointsAt(row, field, parent.name, id))
  })
}

/**
 * The lookups that make a list: those that name it. Where none does (the standard activities, notes, histories), all
 * that may point at the parent and make none of its other lists.
 */
function lookupsOf(reader: Reader, { name, siblings, parent, table }: RelatedList): readonly Field[] {
  const madeBy = (field: Field): string | undefined => text(field.description, 'lookup', 'api_name')
  const fields = seenFields(reader, table)
  const toParent = fields.filter((field) => field.target === parent.name)
  const own = toParent.filter((field) => madeBy(field) === name)
  if (own.length > 0) return own
  return [...toParent.filter((field) => !siblings.has(madeBy(field))), ...fields.filter(isOfManyModules)]
}

/** A lookup such as `What_Id` or `Parent_Id`, whose module is said by each record. */
function isOfManyModules(field: Field): boolean {
  return field.target === 'se_module' || field.dataType === 'multi_module_lookup'
}

function pointsAt(row: Row, field: Field, module: string, id: string): boolean {
  const value = row.get(field.name)
  if (text(value, 'id') !== id) return false
  // An id is of one record of the whole organisation: the module need not be said.
  const said = text(value, 'module', 'api_name') ?? row.get('$se_module')
  return field.target === module || typeof said !== 'string' || said === module
}

/**
 * The records of a list that a multi-select lookup links with a record of the parent. A link is a record of the linking
 * module, or an entry in the lookup on either side: here, one does not make the other.
 */
function linkedWith(reader: Reader, list: RelatedList, module: string, id: string): readonly string[] {
  const { parent, table } = list
  const linking = reader.database.table(module)
  const fields = linking ? seenFields(reader, linking) : []
  const far = farName(list, fields)
  const near = fields.filter((field) => field.target === parent.name && field.name !== far)
  const there = linkLookups(reader, parent, module).filter((field) => connectedField(field).name === far)
  const back = linkLookups(reader, table, module).filter((field) => ownName(field) === far)
  const found = new Set([
    ...(linking ? farIds(linking, near, far, id) : []),
    ...there.flatMap((field) => entriesOf(parent, id, field)),
  ])
  const isFound = (each: string): boolean =>
    found.has(each) || back.some((field) => entriesOf(table, each, field).includes(id))
  return table.ids().filter(isFound)
}

/** The linking module's field that points at the records of a list. The other one points at the parent. */
function farName({ description, table }: RelatedList, fields: readonly Field[]): string {
  const said = text(description, 'connectedlookupApiName')
  return said ?? fields.find((field) => field.target === table.name)?.name ?? ''
}

/** The ids at the far end of the linking module's records whose near end is a record. */
function farIds(
  linking: Table,
  near: readonly Field[],
  far: string,
  id: string,
): readonly (string | undefined)[] {
  const rows = linking.ids().map((each) => linking.get(each))
  const ofRecord = rows.filter((row) => near.some(({ name }) => text(row?.get(name), 'id') === id))
  return ofRecord.map((row) => text(row?.get(far), 'id'))
}

/** The multi-select lookups of a table whose links are in a linking module. */
function linkLookups(reader: Reader, table: Table, linking: string): readonly Field[] {
  return seenFields(reader, table).filter(({ dataType, description }) => {
    const of = (...path: readonly string[]): string | undefined =>
      text(description, 'multiselectlookup', ...path)
    const module =
      of('linking_details', 'module', 'api_name') ?? of('linking_module', 'api_name') ?? of('linking_module')
    return dataType === 'multiselectlookup' && module === linking
  })
}

/** The linking module's field that points at the record which has a multi-select lookup. */
function ownName({ description }: Field): string | undefined {
  return (
    text(description, 'multiselectlookup', 'linking_details', 'lookup_field', 'api_name') ??
    text(description, 'multiselectlookup', 'lookup_apiname')
  )
}

/** The ids that a record's multi-select lookup holds. */
function entriesOf(table: Table, id: string, field: Field): readonly (string | undefined)[] {
  const entries = table.get(id)?.get(field.name)
  return Array.isArray(entries) ? entries.map((entry) => text(entry, connectedField(field).name, 'id')) : []
}

/** The fields of a table by which a user may see what belongs together. */
function seenFields({ sight }: Reader, table: Table): readonly Field[] {
  if (!sight.seesModule(table.name)) return []
  return [...table.fields.values()].filter((field) => sight.seesField(table.name, field.name))
}
