import { always, casesOf, depending, type Rule } from './rule.ts'

/** Changes of picklists and their options. */
export type OptionKind =
  | 'option.added'
  | 'option.removed'
  | 'option.used'
  | 'option.unused'
  | 'option.value'
  | 'option.label'
  | 'option.actual'
  | 'option.reference'
  | 'option.replaced'
  | 'option.color'
  | 'option.constant'
  | 'picklist.order'
  | 'picklist.class'
  | 'picklist.added'
  | 'picklist.removed'
  | 'picklist.renamed'
  | 'picklist.replaced'
  | 'picklist.label'

const IDLE = ['idle', 'safe', 'safe', 'It has no constant, and is none of the values.'] as const

const NEW: Rule['cases'] = casesOf(
  IDLE,
  ['valueKept', 'safe', 'safe', 'Its value {value} was one of {picklist} already.'],
  [
    'closed',
    'breaking',
    'safe',
    'What is read may be {value}: a switch over every value no longer compiles.',
  ],
  [null, 'safe', 'safe', '{picklist} gets a constant more; what is read could be any text before, too.'],
)

const GONE: Rule['cases'] = casesOf(
  IDLE,
  ['valueKept', 'safe', 'safe', 'Its value {value} is still one of {picklist}.'],
  [
    'open',
    'breaking',
    'breaking',
    '{picklist}.{constant} is gone; where {value} is spelled out it still compiles.',
  ],
  [
    null,
    'breaking',
    'breaking',
    '{picklist}.{constant} is gone and {value} is refused when written; records that have it keep it.',
  ],
)

/** How they are graded. */
export const OPTION_RULES: Readonly<Record<OptionKind, Rule>> = {
  'option.added': { what: 'option {id} of {place}: {new} is new', cases: NEW },
  'option.removed': { what: 'option {id} of {place}: {old} is gone', cases: GONE },
  'option.used': { what: 'option {id} of {place}: {new} is in use now', cases: NEW },
  'option.unused': { what: 'option {id} of {place}: {old} is no longer in use', cases: GONE },
  'option.value': depending(
    'option {id} of {place}: {old} is {new} now',
    IDLE,
    [
      'valueKept',
      'review',
      'review',
      '{value} still is a value of {picklist}, and means another option now.',
    ],
    [
      'sameConstantClosed',
      'breaking',
      'breaking',
      '{picklist}.{constant} has the new value; where {value} is spelled out it no longer compiles.',
    ],
    [
      'sameConstantOpen',
      'review',
      'review',
      '{picklist}.{constant} has the new value; where {value} is spelled out it still compiles.',
    ],
    [
      'sameConstant',
      'review',
      'breaking',
      '{picklist}.{constant} has the new value; where {value} is spelled out it is refused when written.',
    ],
    [
      'open',
      'breaking',
      'breaking',
      '{picklist}.{constant} is {picklist}.{newConstant} now; where {value} is spelled out it still compiles.',
    ],
    [
      null,
      'breaking',
      'breaking',
      '{picklist}.{constant} is {picklist}.{newConstant} now, and {value} is refused when written.',
    ],
  ),
  'option.label': always(
    'option {id} of {place}: the label {old} is {new} now',
    'safe',
    'safe',
    'Its value, which records hold, stays the same.',
  ),
  'option.actual': always(
    'option {id} of {place}: what is stored is {new} now; it was {old}',
    'review',
    'review',
    'Its value {value} stays the same; what goes by the actual values has to follow.',
  ),
  'option.reference': always(
    'option {id} of {place}: its reference value is {new} now; it was {old}',
    'safe',
    'safe',
    'Its value {value} stays the same.',
  ),
  'option.replaced': always(
    'option {before} of {place} is option {after} now',
    'safe',
    'safe',
    'Its value stays the same, and ids are not in the code.',
  ),
  'option.color': always(
    'option {id} of {place}: the colour is {new} now; it was {old}',
    'safe',
    'safe',
    'Only the table of options has it.',
  ),
  'option.constant': always(
    'option {id} of {place}: the constant is {after} now; it was {before}',
    'breaking',
    'breaking',
    'Another option would have the same name, or no longer has; the value stays the same.',
  ),
  'picklist.order': always(
    'the options of {place} are in another order',
    'safe',
    'safe',
    'Only the order in the table of options follows.',
  ),
  'picklist.class': always(
    'the class of the options of {place} is called {after}; it was {before}',
    'breaking',
    'breaking',
    'Another picklist would have the same name, or no longer has.',
  ),
  'picklist.added': always(
    'the global picklist {place} is new',
    'safe',
    'safe',
    'A class comes with the first field that uses it.',
  ),
  'picklist.removed': depending(
    'the global picklist {place} is gone',
    ['stillUsed', 'safe', 'safe', 'The class {picklist} is made from what the fields list.'],
    [null, 'breaking', 'breaking', 'The class {picklist} is no longer generated.'],
  ),
  'picklist.renamed': always(
    'the global picklist {before} is {after} now',
    'breaking',
    'breaking',
    'The class {picklist} is {newPicklist} now.',
  ),
  'picklist.replaced': always(
    'the global picklist {place} is another one of the same name: its id is {after}, it was {before}',
    'safe',
    'safe',
    'Changes of its options are told one by one.',
  ),
  'picklist.label': always(
    'the global picklist {place} is labelled {new}; it was {old}',
    'safe',
    'safe',
    'Only comments have labels.',
  ),
}
