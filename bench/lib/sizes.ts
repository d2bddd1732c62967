import type { Size } from './synthetic-schema.ts'

/** The synthetic organisation that budgets are set for: 10,000 fields, 1,041 picklists, 497 lookups. */
export const synthetic: Size = { modules: 100, fields: 100, options: 10 }

/** The larger one, in which editors must stay as fast. */
export const large: Size = { modules: 300, fields: 100, options: 10 }
