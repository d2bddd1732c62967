import { always, depending, type Rule } from './rule.ts'

/** Changes of modules, and of what is seen of the organisation. */
export type ModuleKind =
  | 'profile.changed'
  | 'part.unseen'
  | 'part.seen'
  | 'part.reason'
  | 'module.added'
  | 'module.removed'
  | 'module.renamed'
  | 'module.replaced'
  | 'module.label'
  | 'module.type'
  | 'module.undescribed'
  | 'module.described'
  | 'module.reason'
  | 'module.class'

/** How they are graded. */
export const MODULE_RULES: Readonly<Record<ModuleKind, Rule>> = {
  'profile.changed': always(
    'it was seen by the profile {old}, now by {new}',
    'review',
    'review',
    'What is missing may only be hidden from the other profile.',
  ),
  'part.unseen': depending(
    'the {place} are no longer seen: {after}',
    [
      'dependenciesUnseen',
      'breaking',
      'breaking',
      'The classes of dependent picklists are no longer generated.',
    ],
    ['listsUnseen', 'breaking', 'safe', 'Classes can no longer read related lists.'],
    [
      'layoutTypesUnseen',
      'safe',
      'breaking',
      'The types of what creates a record in a layout are no longer generated.',
    ],
    [null, 'review', 'review', 'Nothing is known of them any more, and nothing is generated of them.'],
  ),
  'part.seen': depending(
    'the {place} were not seen before',
    [
      'layoutsDemand',
      'review',
      'breaking',
      'What creates a record without what the layouts demand no longer compiles; what changed meanwhile nobody knows.',
    ],
    [
      null,
      'review',
      'review',
      'What the code says of them comes with the next generation; what changed meanwhile nobody knows.',
    ],
  ),
  'part.reason': always(
    'the {place} are not seen for another reason: {after}',
    'safe',
    'safe',
    'They were not seen before either.',
  ),
  'module.added': depending(
    'the module {place} is new',
    [
      'subformRows',
      'safe',
      'review',
      'Rows of a subform get the types of {class}, where any object did before.',
    ],
    [null, 'safe', 'safe', 'The class {class} comes beside what is there.'],
  ),
  'module.removed': always(
    'the module {place} is gone',
    'breaking',
    'breaking',
    'The class {class} and its types are no longer generated.',
  ),
  'module.renamed': always(
    'the module {before} is {after} now',
    'breaking',
    'breaking',
    'The class {class} is {newClass} now, in another file, and so are its types.',
  ),
  'module.replaced': always(
    'the module {place} is another one of the same name: its id is {after}, it was {before}',
    'review',
    'review',
    '{class} has the same name and other records.',
  ),
  'module.label': always(
    '{place} is labelled {new}; it was {old}',
    'safe',
    'safe',
    'Only comments have labels.',
  ),
  'module.type': always(
    '{place} is a module of the kind {after}; it was {before}',
    'safe',
    'safe',
    'Only a comment has it.',
  ),
  'module.undescribed': always(
    'the API no longer describes {place}: {after}',
    'breaking',
    'breaking',
    'The class {class} and its types are no longer generated.',
  ),
  'module.described': depending(
    'the API describes {place} now',
    [
      'subformRows',
      'safe',
      'review',
      'Rows of a subform get the types of {class}, where any object did before.',
    ],
    [null, 'safe', 'safe', 'The class {class} comes beside what is there.'],
  ),
  'module.reason': always(
    'the API does not describe {place} for another reason: {after}',
    'safe',
    'safe',
    'No code was generated of it before either.',
  ),
  'module.class': always(
    'the class of {place} is called {after}, or is in another file; it was {before}',
    'breaking',
    'breaking',
    'Another module would have the same name, so both get longer ones.',
  ),
}
