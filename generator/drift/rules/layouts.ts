import { always, casesOf, depending, type Rule } from './rule.ts'

/** Changes of layouts, dependent picklists, related lists and custom views. */
export type LayoutKind =
  | 'layout.added'
  | 'layout.removed'
  | 'layout.activated'
  | 'layout.deactivated'
  | 'layout.renamed'
  | 'layout.label'
  | 'layout.replaced'
  | 'layout.type'
  | 'layout.required'
  | 'layout.notRequired'
  | 'layout.fields'
  | 'layout.sections'
  | 'dependency.added'
  | 'dependency.removed'
  | 'dependency.narrowed'
  | 'dependency.widened'
  | 'list.added'
  | 'list.removed'
  | 'list.renamed'
  | 'list.label'
  | 'list.module'
  | 'list.linking'
  | 'list.replaced'
  | 'view.added'
  | 'view.removed'
  | 'view.renamed'
  | 'view.system'
  | 'view.replaced'

const INACTIVE = ['inactive', 'safe', 'safe', 'No record can be made with it.'] as const

const GONE: Rule['cases'] = casesOf(
  INACTIVE,
  [
    'layoutTypes',
    'safe',
    'breaking',
    'The types of what creates a record follow the layouts, and Zoho refuses its id.',
  ],
  [null, 'safe', 'breaking', 'Zoho refuses a record that is created with its id.'],
)

/** How they are graded. */
export const LAYOUT_RULES: Readonly<Record<LayoutKind, Rule>> = {
  'layout.added': always(
    'the layout {item} of {place} is new',
    'safe',
    'safe',
    'What the other layouts take, they still take.',
  ),
  'layout.removed': { what: 'the layout {item} of {place} is gone', cases: GONE },
  'layout.activated': always(
    'the layout {item} of {place} is active now',
    'safe',
    'safe',
    'What the other layouts take, they still take.',
  ),
  'layout.deactivated': { what: 'the layout {item} of {place} is no longer active', cases: GONE },
  'layout.renamed': depending(
    'the layout {old} of {place} is {new} now',
    INACTIVE,
    ['layoutTypes', 'safe', 'breaking', 'The type of what creates a record in it is named after it.'],
    [null, 'safe', 'safe', 'Its name is not in the code.'],
  ),
  'layout.label': always(
    'the layout {old} of {place} is labelled {new} now',
    'safe',
    'safe',
    'Only comments have labels.',
  ),
  'layout.replaced': depending(
    'the layout {item} of {place} is another one of the same name: its id is {after}, it was {before}',
    INACTIVE,
    [null, 'safe', 'review', 'Zoho refuses a record that is created with the old id.'],
  ),
  'layout.type': always(
    'the type of what creates a record in the layout {item} of {place} is called {after} now; it was {before}',
    'safe',
    'breaking',
    'Another layout would have the same name, or no longer has.',
  ),
  'layout.required': depending(
    'the layout {item} of {place} demands {after} now',
    INACTIVE,
    ['notDemandable', 'safe', 'safe', 'It changes nothing for {create}.'],
    [
      'layoutTypes',
      'safe',
      'breaking',
      'What creates a record in it has to give {after}, or no longer compiles.',
    ],
    [
      null,
      'safe',
      'review',
      'Zoho refuses a record that names the layout and lacks {after}; {create} does not tell.',
    ],
  ),
  'layout.notRequired': always(
    'the layout {item} of {place} no longer demands {before}',
    'safe',
    'safe',
    'What gives it still may.',
  ),
  'layout.fields': always(
    'the layout {item} of {place} shows other fields: {after}',
    'safe',
    'safe',
    'The API reads and writes fields whether a layout shows them or not.',
  ),
  'layout.sections': always(
    'the layout {item} of {place} is arranged otherwise',
    'safe',
    'safe',
    'Sections and the order of fields are not in the code.',
  ),
  'dependency.added': depending(
    'in the layout {item} of {place} the options of {after} depend on {before} now',
    INACTIVE,
    [null, 'safe', 'review', 'Values that do not go together are refused when written; types do not tell.'],
  ),
  'dependency.removed': depending(
    'in the layout {item} of {place} the options of {after} no longer depend on {before}',
    INACTIVE,
    ['classKept', 'safe', 'safe', 'The class {dependency} stays, of other layouts.'],
    [null, 'breaking', 'breaking', 'The class {dependency} is no longer generated.'],
  ),
  'dependency.narrowed': depending(
    'in the layout {item} of {place} these no longer go together: {before}',
    INACTIVE,
    [
      'optionsKept',
      'safe',
      'review',
      '{dependency} still has them together, of other layouts; in a record of this one they may be refused.',
    ],
    [
      'listedNow',
      'safe',
      'review',
      '{dependency} gets values more; what does not go with them is refused when written, and types do not tell.',
    ],
    [
      null,
      'breaking',
      'breaking',
      '{dependency} no longer has them together, and they are refused when written.',
    ],
  ),
  'dependency.widened': depending(
    'in the layout {item} of {place} these go together now: {after}',
    INACTIVE,
    ['valuesGone', 'breaking', 'safe', '{dependency} no longer has what goes with anything.'],
    [null, 'safe', 'safe', 'What went together still does.'],
  ),
  'list.added': always(
    'the related list {item} of {place} is new',
    'safe',
    'safe',
    '{class} gets a related list more.',
  ),
  'list.removed': always(
    'the related list {item} of {place} is gone',
    'breaking',
    'safe',
    '{class} can no longer read it.',
  ),
  'list.renamed': always(
    'the related list {before} of {place} is {after} now',
    'breaking',
    'safe',
    '{class} reads it under its new name only.',
  ),
  'list.label': always(
    'the related list {item} of {place} is labelled {new}; it was {old}',
    'safe',
    'safe',
    'Labels of lists are not in the code.',
  ),
  'list.module': depending(
    'the related list {item} of {place} has records of {after} now; they were of {before}',
    ['appears', 'safe', 'safe', '{class} gets a related list more.'],
    [null, 'breaking', 'safe', 'What it gives is typed by its module.'],
  ),
  'list.linking': always(
    'the related list {item} of {place} is linked by {after} now; it was {before}',
    'safe',
    'safe',
    'What it gives stays the same.',
  ),
  'list.replaced': always(
    'the related list {item} of {place} has another id',
    'safe',
    'safe',
    'Ids are not in the code.',
  ),
  'view.added': always(
    'the custom view {item} of {place} is new',
    'safe',
    'safe',
    'Views are not in the code.',
  ),
  'view.removed': always(
    'the custom view {item} of {place} is gone',
    'review',
    'safe',
    'Zoho refuses a list of its id.',
  ),
  'view.renamed': always(
    'the custom view {old} of {place} is {new} now',
    'safe',
    'safe',
    'Its id stays the same.',
  ),
  'view.system': always(
    'the custom view {item} of {place} has another system name: {new}',
    'safe',
    'safe',
    'Views are not in the code.',
  ),
  'view.replaced': always(
    'the custom view {item} of {place} is another one of the same name: its id is {after}, it was {before}',
    'review',
    'safe',
    'Zoho refuses a list of the old id.',
  ),
}
