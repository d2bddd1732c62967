import { isObject, type JsonObject, text } from '../json.ts'
import type { Reader } from './projection.ts'
import type { Table } from './table.ts'
import type { IndexedField } from './value-index.ts'
import { listOf, wrongElement } from './write-body.ts'

/**
 * The field of each standard module by which Zoho itself tells duplicates.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html
 */
const SYSTEM_FIELDS: ReadonlyMap<string, string> = new Map([
  ['Leads', 'Email'],
  ['Accounts', 'Account_Name'],
  ['Contacts', 'Email'],
  ['Deals', 'Deal_Name'],
  ['Campaigns', 'Campaign_Name'],
  ['Cases', 'Subject'],
  ['Solutions', 'Solution_Title'],
  ['Products', 'Product_Name'],
  ['Vendors', 'Vendor_Name'],
  ['Price_Books', 'Price_Book_Name'],
  ['Quotes', 'Subject'],
  ['Sales_Orders', 'Subject'],
  ['Purchase_Orders', 'Subject'],
  ['Invoices', 'Subject'],
])

/**
 * The fields by which an upsert looks for a record, in their order: those that the body names, then the other fields
 * that users made unique; the module's own one is left out where others are named without it. Refuses a name of another
 * field.
 */
export function duplicateCheckFields(
  reader: Reader,
  table: Table,
  body: JsonObject,
): readonly IndexedField[] {
  const system = systemField(reader, table)
  const unique = [...table.fields.values()].filter(
    (field) => field.unique && reader.sight.seesField(table.name, field.name),
  )
  const usable = new Map([...(system ? [system] : []), ...unique].map((field) => [field.name, field]))
  const named = (listOf(body, 'duplicate_check_fields') ?? []).map((name, index) => {
    const field = typeof name === 'string' ? usable.get(name) : undefined
    if (!field) throw wrongElement('duplicate_check_fields', index)
    return field
  })
  const first = named.length > 0 || !system ? named : [system]
  return [...new Map([...first, ...unique].map((field) => [field.name, field])).values()]
}

function systemField({ sight }: Reader, table: Table): IndexedField | undefined {
  const isCustom = text(table.module, 'generated_type') === 'custom'
  const name = isCustom ? 'Name' : SYSTEM_FIELDS.get(table.name)
  if (name === undefined || !sight.seesField(table.name, name)) return undefined
  return table.described ? table.fields.get(name) : { name, caseSensitive: false }
}

/** The first field by which a row is a duplicate of a record, and the record's id. */
export function duplicateOf(
  table: Table,
  fields: readonly IndexedField[],
  row: unknown,
): { readonly field: string; readonly id: string } | undefined {
  if (!isObject(row)) return undefined
  for (const field of fields) {
    const id = Object.hasOwn(row, field.name) ? table.findBy(field, row[field.name] ?? null) : undefined
    if (id !== undefined) return { field: field.name, id }
  }
  return undefined
}
