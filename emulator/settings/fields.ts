import { type Answer, Refusal } from '../answers.ts'
import { type Json, type JsonObject, text } from '../json.ts'
import type { Document, Metadata } from '../org-folder.ts'
import type { ApiCall } from '../routes.ts'
import { elementsOf, moduleBody, oneOf, withElements } from './bodies.ts'

type FieldTest = (field: JsonObject) => boolean

/** Tells whether a field is used; one that does not say is. */
export const isUsed: FieldTest = (field) => (text(field, 'type') ?? 'used') === 'used'

/** Which fields each value of the `type` parameter asks for. */
const FIELD_TYPES: ReadonlyMap<string, FieldTest> = new Map<string, FieldTest>([
  ['used', isUsed],
  ['unused', (field) => text(field, 'type') === 'unused'],
  ['all', () => true],
])

/** Answers `GET settings/fields`. */
export function listFields(org: Metadata, call: ApiCall): Answer {
  const document = described(org, call)
  const wanted = FIELD_TYPES.get(call.query.get('type') ?? 'used')
  if (!wanted) throw new Refusal('INVALID_DATA', { param_name: 'type' })
  return withElements(document, 'fields', wanted)
}

/** Answers `GET settings/fields/{id}`. */
export function oneField(org: Metadata, call: ApiCall): Answer {
  return oneOf(described(org, call), 'fields', call.params[0])
}

/** The fields that a module's list has when nothing more is asked for; undefined where the API does not describe it. */
export function usedFields(org: Metadata, module: string): readonly Json[] | undefined {
  const document = org.moduleDocument('fields', module)
  return document && elementsOf(document, 'fields', isUsed)
}

/** The API will not describe some modules that it lists. */
function described(org: Metadata, call: ApiCall): Document {
  const document = moduleBody(org, 'fields', call)
  if (!document) throw new Refusal('INVALID_MODULE', { param_name: 'module' })
  return document
}
