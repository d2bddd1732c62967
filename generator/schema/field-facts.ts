import type { FieldMetadata } from '@zcrm/runtime/metadata'

/** What a table has under a key itself, and not by inheritance. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/**
 * What a table of data types has for a field: by its `data_type`, and where `json_type` tells two kinds of one data type
 * apart, by both.
 */
export function rowOf<T>(
  table: Readonly<Record<string, T>>,
  { dataType, jsonType }: FieldMetadata,
): T | undefined {
  return own(table, `${dataType}/${jsonType}`) ?? own(table, dataType)
}

/** Whether the answer says that a value travels as an object or an array, of which nobody knows what is in it. */
export function isStructure({ jsonType }: FieldMetadata): boolean {
  return jsonType === 'jsonobject' || jsonType === 'jsonarray'
}

/** `se_module` stands for any module: `$se_module` of the record says which. */
export const ANY_MODULE = 'se_module'

/** Whether a lookup leads to one module, which needs no telling then. */
export function hasOneTarget({ target }: FieldMetadata): boolean {
  return target?.modules.length === 1 && target.modules[0] !== ANY_MODULE
}
