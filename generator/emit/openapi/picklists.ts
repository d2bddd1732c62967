import type { OpenAPIV3_1 } from 'openapi-types'
import { description } from '../../escape.ts'
import { commentText } from '../../schema/literals.ts'
import type { PicklistSchema } from '../../schema/schema.ts'
import type { ComponentSchema } from './objects.ts'

/** What generators read of the values of an enum, beside them. */
type Enum = OpenAPIV3_1.NonArraySchemaObject & {
  readonly 'x-enum-varnames'?: string[]
  readonly 'x-enum-descriptions'?: string[]
}

/**
 * The values of a picklist. Generators of every language make an enum of `enum`, and take the names of its constants and
 * what people see from the two extensions; of `oneOf` with `const` and `title` many make a class for each value.
 */
export function picklistSchema({ doc, values, constants, rows }: PicklistSchema): ComponentSchema {
  const text = description(doc)
  // No value is possible where there is none, and an empty enum is no schema.
  if (values.length === 0) return { type: 'string', maxLength: 0, description: text }
  const labels = labelsOf(rows)
  const schema: Enum = {
    type: 'string',
    description: text,
    enum: [...values],
    'x-enum-varnames': constants.map(({ name }) => name),
    ...(values.some((value) => labels.has(value))
      ? { 'x-enum-descriptions': values.map((value) => commentText(labels.get(value) ?? value)) }
      : {}),
  }
  return schema
}

/** What people see of the values whose label is another text; see `PicklistSchema.rows`. */
function labelsOf(rows: PicklistSchema['rows']): ReadonlyMap<string, string> {
  const used = rows.filter(([, , , , , , isUsed]) => isUsed !== 0)
  return new Map(
    used.flatMap(([value, , , label]) =>
      typeof value === 'string' && typeof label === 'string' ? [[value, label] as const] : [],
    ),
  )
}
