import type { RelatedListSpec } from './bodies.ts'

type Row = readonly [name: string, more?: Partial<Omit<RelatedListSpec, 'name'>>]

const common: readonly Row[] = [
  ['Notes'],
  ['Attachments'],
  ['Activities_Chronological_View', { label: 'ChronologicalView', module: null, type: 'grouped' }],
  ['Tasks', { label: 'Open Tasks' }],
  ['Events', { label: 'Open Meetings' }],
  ['Calls', { label: 'Open Calls' }],
]

const listsOf = (rows: readonly Row[]): RelatedListSpec[] =>
  rows.map(([name, more]) => ({ name, module: name, ...more }))

/** The related lists of the modules that have a file for them. */
export const RELATED_LISTS: Readonly<Record<string, readonly RelatedListSpec[]>> = {
  Leads: listsOf([...common, ['Products'], ['Campaigns']]),
  Contacts: listsOf([
    ...common,
    ['Deals'],
    ['Reporting_Contacts', { module: 'Contacts', label: 'Reporting Contacts' }],
    ['Cases'],
    ['Quotes'],
    ['Sales_Orders'],
    ['Invoices'],
    ['Rentals', { type: 'custom_lookup' }],
  ]),
  Accounts: listsOf([
    ...common,
    ['Deals'],
    ['Contacts'],
    ['Member_Accounts', { module: 'Accounts', label: 'Member Accounts' }],
    ['Cases'],
    ['Invoices'],
    ['Rentals', { type: 'custom_lookup' }],
  ]),
  Deals: listsOf([
    ...common,
    ['Stage_History', { module: 'DealHistory', label: 'Stage History' }],
    ['Contact_Roles', { module: 'Contacts', label: 'Contact Roles' }],
    ['Products'],
    ['Quotes'],
    ['Cases', { status: 'user_hidden' }],
  ]),
  Products: listsOf([
    ['Notes'],
    ['Attachments'],
    ['Cases'],
    ['Solutions'],
    ['Bicycles', { type: 'custom_lookup' }],
  ]),
  Vendors: listsOf([['Notes'], ['Attachments'], ['Products'], ['Purchase_Orders'], ['Contacts']]),
  Campaigns: listsOf([
    ...common,
    ['Leads'],
    ['Deals'],
    ['Child_Campaigns', { module: 'Campaigns', label: 'Child Campaigns' }],
  ]),
  Quotes: listsOf([...common, ['Sales_Orders']]),
  Sales_Orders: listsOf([...common, ['Invoices']]),
  Invoices: listsOf(common),
  Cases: listsOf([...common, ['Solutions', { status: 'user_hidden' }]]),
  Bicycles: listsOf([
    ['Notes'],
    ['Attachments'],
    ['Fleet_Status_History'],
    [
      'Rentals_Bicycles',
      {
        label: 'Rentals',
        module: 'Rentals',
        type: 'multiselectlookup',
        through: { field: 'Bicycles', module: 'Rentals_X_Bicycles', other: 'Rental' },
      },
    ],
  ]),
  Rentals: listsOf([
    ...common,
    [
      'Bicycles',
      {
        type: 'multiselectlookup',
        through: { field: 'Bicycles', module: 'Rentals_X_Bicycles', other: 'Bicycle' },
      },
    ],
  ]),
}
