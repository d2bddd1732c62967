import type { FieldRow, FieldUse } from '@zcrm/runtime'
import type { FieldMetadata } from '@zcrm/runtime/metadata'
import {
  isSingleReadOnly,
  shadowing,
  type TypeContext,
  type TypeText,
  typeOf,
  type ValueType,
} from './data-types.ts'
import { Code } from './literals.ts'
import type { FieldSchema, GroupSchema } from './schema.ts'

/** What the fields of a module are made from, in one mode. */
export interface FieldContext extends TypeContext {
  /** The type that the configuration gives a field. */
  readonly given: (field: FieldMetadata) => TypeText | null
}

/** The groups of fields, in the order in which they are printed. */
const GROUPS: Readonly<Record<FieldUse, string>> = {
  system: 'System',
  mandatory: 'Mandatory',
  demanded: 'Demanded',
  optional: 'Optional',
  createMandatory: 'CreateMandatory',
  createDemanded: 'CreateDemanded',
  createOptional: 'CreateOptional',
  updateOptional: 'UpdateOptional',
}

function groupOf(field: FieldMetadata, demanded: ReadonlySet<string>): FieldUse {
  const { creatable, updatable, mandatory } = field
  const isDemanded = demanded.has(field.apiName)
  if (creatable && updatable) return mandatory ? 'mandatory' : isDemanded ? 'demanded' : 'optional'
  if (creatable) return mandatory ? 'createMandatory' : isDemanded ? 'createDemanded' : 'createOptional'
  return updatable ? 'updateOptional' : 'system'
}

/** A field with its type, and what is known of it where it is written. */
export interface TypedField {
  readonly use: FieldUse
  readonly schema: FieldSchema
  readonly moded: boolean
  readonly row: FieldRow
}

/**
 * The fields of a module but the id, each with its type.
 * @param demanded API names of the fields that every layout demands.
 * @param contextOf What types are made from, by the mode as TypeScript.
 */
export function typedFields(
  fields: readonly FieldMetadata[],
  demanded: ReadonlySet<string>,
  contextOf: (mode: string) => FieldContext,
): readonly TypedField[] {
  const contexts = { read: contextOf("'read'"), written: contextOf('M') }
  return fields
    .filter((field) => field.apiName !== 'id')
    .map((field) => {
      const use = groupOf(field, demanded)
      // What is only read differs between no modes, and needs no parameter for them.
      return typedField(field, use, use === 'system' ? contexts.read : contexts.written)
    })
}

function typedField(field: FieldMetadata, use: FieldUse, context: FieldContext): TypedField {
  const { apiName, mandatory } = field
  const given = context.given(field)
  const type = given === null ? typeOf(field, context) : givenValues(field, given)
  const { text, moded } = type
  const nullable = mandatory || text === 'unknown' ? text : `${text} | null`
  const property = shadowing(apiName, { text: nullable, moded }, context.mode)
  return {
    use,
    schema: {
      apiName,
      doc: docOf(field),
      type: new Code(property.text),
      isGiven: given !== null,
      metadata: field,
    },
    moded: property.moded,
    row: rowOf(field, use, type),
  }
}

/** A type of the configuration's is all that is known of its values. */
function givenValues(field: FieldMetadata, given: TypeText): ValueType {
  return { ...given, kind: isSingleReadOnly(field) ? 'unlisted' : 'any' }
}

/** What the runtime gets to know of a field: of one that is only read its name, unless lists leave it out. */
function rowOf(field: FieldMetadata, use: FieldUse, { kind, detail = null }: ValueType): FieldRow {
  const { apiName, richText } = field
  const isCut = richText && kind !== 'unlisted'
  if (use === 'system' && !isSingleReadOnly(field)) return [apiName]
  const row = [apiName, isCut ? 'richtext' : kind] as const
  if (use !== 'optional') return [...row, detail, use]
  return detail === null ? row : [...row, detail]
}

/** The fields of a module in the groups that its types are made of. */
export function groupsOf(className: string, fields: readonly TypedField[]): readonly GroupSchema[] {
  const members = new Map<FieldUse, TypedField[]>()
  for (const field of fields) {
    const group = members.get(field.use)
    if (group === undefined) members.set(field.use, [field])
    else group.push(field)
  }
  return (Object.keys(GROUPS) as FieldUse[]).flatMap((kind) => {
    const group = members.get(kind)
    if (group === undefined) return []
    const moded = kind !== 'system' && group.some((field) => field.moded)
    const name = `${className}${GROUPS[kind]}`
    return [{ kind, name, moded, fields: group.map(({ schema }) => schema) }]
  })
}

const WITH_LENGTH = new Set(['text', 'textarea', 'email', 'phone', 'website'])

function docOf(field: FieldMetadata): string {
  const { label, dataType, length, target, tooltip } = field
  let doc = `${label} · ${dataType === '' ? 'of no known type' : dataType}`
  if (length !== null && WITH_LENGTH.has(dataType)) doc += ` ≤ ${length}`
  if (target !== null && target.modules.length > 0) doc += ` → ${target.modules.join(', ')}`
  if (field.mandatory) doc += ' · mandatory'
  if (field.unique) doc += ' · unique'
  if (!field.creatable && !field.updatable) doc += ' · read-only'
  return tooltip === null ? doc : `${doc}. ${tooltip}`
}
