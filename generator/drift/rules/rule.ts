import type { Grade } from '../change.ts'

/** Something that makes a difference to the grade of a change. */
export type Condition =
  | 'demanded'
  | 'subformRows'
  | 'nameTaken'
  | 'optionsGone'
  | 'sameType'
  | 'plainText'
  | 'shorter'
  | 'becomesRich'
  | 'wider'
  | 'narrower'
  | 'idle'
  | 'valueKept'
  | 'closed'
  | 'sameConstant'
  | 'sameConstantClosed'
  | 'sameConstantOpen'
  | 'open'
  | 'inactive'
  | 'layoutTypes'
  | 'notDemandable'
  | 'classKept'
  | 'optionsKept'
  | 'listedNow'
  | 'valuesGone'
  | 'dependenciesUnseen'
  | 'listsUnseen'
  | 'layoutTypesUnseen'
  | 'layoutsDemand'
  | 'appears'
  | 'stillUsed'

/** The conditions in words. */
export const CONDITIONS: Readonly<Record<Condition, string>> = {
  demanded: 'it is mandatory and can be set on create',
  subformRows: 'its records are rows of a subform',
  nameTaken: 'another field of the same type has its name now',
  optionsGone: 'the configuration gives the type, and the field is no picklist any more',
  sameType: 'the TypeScript type stays the same',
  plainText: 'any text becomes possible where a kind of text was',
  shorter: 'less fits than before',
  becomesRich: 'it becomes rich text',
  wider: 'modules come in addition',
  narrower: 'modules are left out',
  idle: 'the option is not in use, or stands for no value',
  valueKept: 'another option has the same value',
  closed: '`openPicklists` is `never`',
  sameConstant: 'the constant keeps its name',
  sameConstantClosed: 'the constant keeps its name, and `openPicklists` is `never`',
  sameConstantOpen: 'the constant keeps its name, and `openPicklists` is `always`',
  open: '`openPicklists` is `always`',
  inactive: 'no record can be made with the layout',
  layoutTypes: '`required` is `layout`',
  notDemandable: 'the field is mandatory anyway, or cannot be set on create',
  classKept: 'another layout has the same dependency',
  optionsKept: 'another layout has the same together',
  listedNow: 'values are listed that went with anything, and no others are gone',
  valuesGone: 'a value is no longer listed in any layout',
  dependenciesUnseen: 'classes of dependent picklists are made of them',
  listsUnseen: 'related lists in the code are among them',
  layoutTypesUnseen: '`required` is `layout`, and types are named after them',
  layoutsDemand: '`required` is `layout`, and layouts among them demand fields',
  appears: 'no code was generated of it before',
  stillUsed: 'fields still list its options',
}

/** A grade for reading and for writing, and why, under a condition. `{names}` are filled in. */
export interface Case {
  readonly when: Condition | null
  readonly read: Grade
  readonly write: Grade
  readonly why: string
}

/** A kind of change: what is said of it, and its grades, of which the first counts whose condition holds. */
export interface Rule {
  readonly what: string
  readonly cases: readonly Case[]
}

/** A rule of one grade. */
export function always(what: string, read: Grade, write: Grade, why: string): Rule {
  return { what, cases: [{ when: null, read, write, why }] }
}

/** A case as it stands in a table. */
type CaseRow = readonly [Condition | null, Grade, Grade, string]

/** A rule of several cases, of which the last has no condition. */
export function depending(what: string, ...rows: readonly CaseRow[]): Rule {
  return { what, cases: casesOf(...rows) }
}

/** Cases that several rules have. */
export function casesOf(...rows: readonly CaseRow[]): Rule['cases'] {
  return rows.map(([when, read, write, why]) => ({ when, read, write, why }))
}
