import type { OpenAPIV3_1 } from 'openapi-types'

/** A schema, or where one is. */
export type SchemaObject = OpenAPIV3_1.SchemaObject | OpenAPIV3_1.ReferenceObject

/** A schema of the components. */
export type ComponentSchema = OpenAPIV3_1.SchemaObject

/** Schemas by name. */
export type Schemas = Readonly<Record<string, ComponentSchema>>

/** The kinds of components that references lead to. */
export type ComponentKind = 'schemas' | 'responses' | 'parameters'

/** A reference to a component. */
export function refTo(name: string, kind: ComponentKind = 'schemas'): OpenAPIV3_1.ReferenceObject {
  return { $ref: `#/components/${kind}/${name}` }
}

/** A schema that takes `null` besides. One that takes anything does already. */
export function nullable(schema: SchemaObject): SchemaObject {
  if ('$ref' in schema) return { anyOf: [schema, { type: 'null' }] }
  if (schema.anyOf !== undefined) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] }
  const { type } = schema
  if (type === undefined || Array.isArray(type)) return schema
  return { ...schema, type: [type, 'null'] } as ComponentSchema
}

/** A list of what a schema describes. */
export function arrayOf(items: SchemaObject): OpenAPIV3_1.ArraySchemaObject {
  return { type: 'array', items }
}

/** An object with properties, of which some have to be there. */
export function objectOf(
  properties: Readonly<Record<string, SchemaObject>>,
  required: readonly string[] = [],
): OpenAPIV3_1.NonArraySchemaObject {
  return { type: 'object', ...(required.length === 0 ? {} : { required: [...required] }), properties }
}

/** One of some texts. */
export function oneOfTexts(values: readonly string[]): OpenAPIV3_1.NonArraySchemaObject {
  return { type: 'string', enum: [...values] }
}

/** The entries of a table in the order of their names, which no locale decides. `__proto__` is a name as others are. */
export function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)))
}
