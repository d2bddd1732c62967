import type { Change, DiffOptions } from '../../../generator/drift/change.ts'
import { diffSnapshots } from '../../../generator/drift/diff.ts'
import type { FieldMetadata, Metadata, ModuleMetadata } from '../../../runtime/metadata/index.ts'
import { field, module, organisation, standardOptions } from '../metadata.ts'

/** How code is generated where nothing else is said. */
export const standard: DiffOptions = { ...standardOptions, matchBy: 'id' }

/** An organisation of Leads alone. */
export function leads(fields: readonly FieldMetadata[], more: Partial<ModuleMetadata> = {}): Metadata {
  return organisation([module('Leads', [field('Name', { id: 'name' }), ...fields], { id: 'leads', ...more })])
}

/** What has changed. */
export function diff(
  before: Metadata,
  after: Metadata,
  options: Partial<DiffOptions> = {},
): readonly Change[] {
  return diffSnapshots(before, after, { ...standard, ...options })
}

/** What has changed, in short: `field.removed breaking/breaking`. */
export function kinds(...given: Parameters<typeof diff>): readonly string[] {
  return diff(...given).map(({ kind, read, write }) => `${kind} ${read}/${write}`)
}
