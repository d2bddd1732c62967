import { writeFileSync } from 'node:fs'
import type { Field, Module, Schema } from './schema.ts'

/** Writes the schema as an OpenAPI document: a schema per module, enums for picklists, references for lookups. */
export function writeOpenApi({ modules }: Schema, file: string): void {
  const schemas = Object.fromEntries(modules.map((module) => [module.name, schemaOf(module)]))
  const paths = Object.fromEntries(modules.map(({ name }) => [`/${name}`, pathOf(name)]))
  const info = { title: 'The synthetic organisation', version: '1.0.0' }
  writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info, paths, components: { schemas } }))
}

function schemaOf({ fields }: Module): object {
  const own = fields.filter((field) => field.name !== 'id')
  return {
    type: 'object',
    required: ['id', ...own.filter((field) => field.access === 'mandatory').map((field) => field.name)],
    properties: {
      id: { type: 'string' },
      ...Object.fromEntries(own.map((field) => [field.name, propertyOf(field)])),
    },
  }
}

function propertyOf(field: Field): object {
  const described = { description: `${field.label} · ${field.dataType}`, readOnly: field.access === 'system' }
  if (field.target !== undefined) return { ...described, $ref: `#/components/schemas/${field.target}` }
  const type = field.kind === 'number' ? 'number' : field.kind === 'boolean' ? 'boolean' : 'string'
  const single = { type, ...(field.options === undefined ? {} : { enum: field.options }) }
  if (field.kind === 'multipicklist') return { ...described, type: 'array', items: single }
  return {
    ...described,
    ...single,
    ...(field.access === 'optional' && field.options === undefined ? { type: [type, 'null'] } : {}),
  }
}

function pathOf(name: string): object {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }
  return {
    get: { operationId: `get${name}`, responses: { 200: { description: 'A record', content } } },
    post: {
      operationId: `create${name}`,
      requestBody: { content },
      responses: { 201: { description: 'Created' } },
    },
  }
}
