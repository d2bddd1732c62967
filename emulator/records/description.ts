import type { JsonObject } from '../json.ts'
import { type Field, fieldsOf, titleField } from './fields.ts'

/** A Description is how a module and its fields are described at a moment. */
export interface Description {
  readonly module: JsonObject
  /** The body of the module's fields; undefined where it is not described. */
  readonly body: JsonObject | undefined
  readonly fields: ReadonlyMap<string, Field>
  /** The field whose value names a record. */
  readonly title: string | undefined
}

/** Reads what a module's entry and the body of its fields say. */
export function descriptionOf(module: JsonObject, body: JsonObject | undefined): Description {
  const fields = fieldsOf(body)
  return { module, body, fields, title: titleField(fields) }
}
