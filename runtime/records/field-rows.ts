import type { FieldRow } from './choices.ts'

/** The rows of the table of a module's fields. */
export function fieldRows(table: string): readonly FieldRow[] {
  // Not by what picklists decode theirs with: that is loaded at once, and bundlers would put it into a part of its own.
  return table
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FieldRow)
}
