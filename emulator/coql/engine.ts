import type { Database } from 'node-sqlite3-wasm'
import { Mirror } from './mirror.ts'

/** A Mirror in a new database in memory. SQLite is loaded with the first query, since most emulators see none. */
export async function openMirror(): Promise<Mirror> {
  const loaded: { default: { Database: new () => Database } } = await import('node-sqlite3-wasm')
  return new Mirror(new loaded.default.Database())
}
