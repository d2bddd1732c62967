import type { OpenAPIV3_1 } from 'openapi-types'
import { description } from '../../escape.ts'
import { commentText } from '../../schema/literals.ts'
import { usedOptions } from '../../schema/picklists.ts'
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
export function picklistSchema(picklist: PicklistSchema): ComponentSchema {
  const { doc, values, constants } = picklist
  const text = description(doc)
  // No value is possible where there is none, and an empty enum is no schema.
  if (values.length === 0) return { type: 'string', maxLength: 0, description: text }
  const options = usedOptions(picklist)
  const schema: Enum = {
    type: 'string',
    description: text,
    enum: [...values],
    'x-enum-varnames': constants.map(({ name }) => name),
    ...(options.some(({ value, label }) => label !== value)
      ? { 'x-enum-descriptions': options.map(({ label }) => commentText(label)) }
      : {}),
  }
  return schema
}
