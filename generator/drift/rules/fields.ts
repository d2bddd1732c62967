import { always, casesOf, depending, type Rule } from './rule.ts'

/** Changes of fields. */
export type FieldKind =
  | 'field.added'
  | 'field.removed'
  | 'field.renamed'
  | 'field.replaced'
  | 'field.used'
  | 'field.unused'
  | 'field.label'
  | 'field.tooltip'
  | 'field.type'
  | 'field.length'
  | 'field.rich'
  | 'field.mandatory'
  | 'field.optional'
  | 'field.unique'
  | 'field.notUnique'
  | 'field.creatable'
  | 'field.notCreatable'
  | 'field.updatable'
  | 'field.notUpdatable'
  | 'field.target'
  | 'field.picklist'

const NEW: Rule['cases'] = casesOf(
  [
    'demanded',
    'safe',
    'breaking',
    '{create} demands {field}: what creates a record without it no longer compiles.',
  ],
  [null, 'safe', 'safe', '{record} gets a property more, which nothing uses yet.'],
)

const GONE: Rule['cases'] = always(
  '',
  'breaking',
  'breaking',
  '{record}, {create} and {update} no longer have {field}.',
).cases

/** How they are graded. */
export const FIELD_RULES: Readonly<Record<FieldKind, Rule>> = {
  'field.added': { what: '{place} is new', cases: NEW },
  'field.removed': { what: '{place} is gone', cases: GONE },
  'field.renamed': depending(
    '{place} is called {after} now',
    ['nameTaken', 'review', 'review', '{record}.{field} still compiles, and is another field now.'],
    [null, 'breaking', 'breaking', '{record}.{field} is {record}.{newField} now.'],
  ),
  'field.replaced': always(
    '{place} is another field under the same name: its id is {after}, it was {before}',
    'review',
    'review',
    '{record}.{field} still has its name, and other values.',
  ),
  'field.used': { what: '{place} is in use now', cases: NEW },
  'field.unused': { what: '{place} is no longer in use', cases: GONE },
  'field.label': always(
    '{place} is labelled {new}; it was {old}',
    'safe',
    'safe',
    'Only comments have labels.',
  ),
  'field.tooltip': always('{place} has another hint: {new}', 'safe', 'safe', 'Only comments have it.'),
  'field.type': depending(
    '{place} is of the type {new} now; it was {old}',
    [
      'optionsGone',
      'breaking',
      'breaking',
      '{record}.{field} is a {type} as before; the class of its options is gone.',
    ],
    [
      'sameType',
      'safe',
      'review',
      '{record}.{field} is a {type} as before; Zoho may refuse values that it took of the other type.',
    ],
    [
      'plainText',
      'review',
      'review',
      '{record}.{field} is a string as before; its texts may look otherwise than code expects.',
    ],
    [null, 'breaking', 'breaking', '{record}.{field} was {type} and is {newType}.'],
  ),
  'field.length': depending(
    '{place} holds {after} now; it was {before}',
    ['shorter', 'safe', 'review', 'Zoho refuses what is longer; types do not tell.'],
    [null, 'safe', 'safe', 'What fitted still fits.'],
  ),
  'field.rich': depending(
    '{place} is {after} now',
    [
      'becomesRich',
      'breaking',
      'safe',
      'Lists return its first 500 characters: what lists {field} has to ask for it by include.',
    ],
    [null, 'breaking', 'safe', 'Lists return {field} whole: include no longer takes it.'],
  ),
  'field.mandatory': always(
    '{place} is mandatory now',
    'safe',
    'breaking',
    '{create} demands {field}, and {update} no longer takes null for it.',
  ),
  'field.optional': always(
    '{place} is no longer mandatory',
    'breaking',
    'safe',
    '{record}.{field} may be null: what uses it unchecked no longer compiles.',
  ),
  'field.unique': always(
    '{place} is unique now',
    'safe',
    'review',
    'Zoho refuses a value that another record has; types do not tell.',
  ),
  'field.notUnique': always(
    '{place} is no longer unique',
    'safe',
    'review',
    'An upsert by {field} may meet several records, or is refused.',
  ),
  'field.creatable': depending(
    '{place} can be set on create now',
    [
      'demanded',
      'safe',
      'breaking',
      '{create} demands {field}: what creates a record without it no longer compiles.',
    ],
    [null, 'safe', 'safe', '{create} takes a property more.'],
  ),
  'field.notCreatable': always(
    '{place} can no longer be set on create',
    'safe',
    'breaking',
    '{create} no longer has {field}.',
  ),
  'field.updatable': always('{place} can be changed now', 'safe', 'safe', '{update} takes a property more.'),
  'field.notUpdatable': always(
    '{place} can no longer be changed',
    'safe',
    'breaking',
    '{update} no longer has {field}.',
  ),
  'field.target': depending(
    '{place} points to {after} now; it was {before}',
    ['sameType', 'safe', 'safe', 'The type of {record}.{field} does not depend on it.'],
    [
      'wider',
      'breaking',
      'safe',
      'What {record}.{field} gives may be of {after}: it no longer fits where one was sure.',
    ],
    ['narrower', 'safe', 'breaking', '{create}.{field} takes {after} only.'],
    [null, 'breaking', 'breaking', '{record}.{field} is typed by what it points to.'],
  ),
  'field.picklist': depending(
    '{place} has the options of {after} now; they were those of {before}',
    ['idle', 'safe', 'safe', 'It is no picklist: no class is made of its options.'],
    [
      null,
      'breaking',
      'breaking',
      'Its options are the class {newPicklist} now, in another file; they were {picklist}.',
    ],
  ),
}
