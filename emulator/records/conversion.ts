import type { Row } from './table.ts'

/** Tells whether a record was converted, as leads are: then lists and searches leave it out where it is not asked for. */
export function isConverted(row: Row): boolean {
  return Boolean(row.get('Converted__s')) || Boolean(row.get('$converted'))
}

/** Tells whether a record is approved; it is where nothing says that it is not. */
export function isApproved(row: Row): boolean {
  return row.get('$approved') !== false && (row.get('$approval_state') ?? 'approved') === 'approved'
}
