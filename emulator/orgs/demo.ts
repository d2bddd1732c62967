import {
  type FieldSpec,
  fieldBody,
  globalPicklistBody,
  type LayoutSpec,
  layoutBody,
  moduleBody,
  relatedListBody,
  type SectionSpec,
} from './bodies.ts'
import { ACTIVITIES } from './demo-activities.ts'
import { CUSTOM } from './demo-custom.ts'
import { INVENTORY } from './demo-inventory.ts'
import { RELATED_LISTS } from './demo-lists.ts'
import { MODULES } from './demo-modules.ts'
import { ORG, USERS } from './demo-people.ts'
import { GLOBALS } from './demo-picklists.ts'
import { SALES } from './demo-sales.ts'
import type { Body } from './ids.ts'
import { moduleFile, type OrgFiles } from './org-folder.ts'

const FIELDS: Readonly<Record<string, readonly FieldSpec[]>> = {
  ...SALES,
  ...ACTIVITIES,
  ...INVENTORY,
  ...CUSTOM,
}

function section(module: string, name: string, fields: string, required = ''): SectionSpec {
  const wanted = fields.split(' ')
  const found = (FIELDS[module] ?? []).filter((field) => wanted.includes(field.name) && !field.unused)
  return { name, fields: found, required: required.split(' ') }
}

const convertFields = (FIELDS['Deals'] ?? []).filter((field) =>
  ['Deal_Name', 'Closing_Date', 'Stage', 'Amount'].includes(field.name),
)

/** Only what people type first: a layout repeats the whole body of each of its fields. */
const LAYOUTS: readonly LayoutSpec[] = [
  {
    module: 'Leads',
    name: 'Standard',
    converts: { Contacts: [], Accounts: [], Deals: convertFields },
    sections: [
      section('Leads', 'Lead Image', 'Record_Image'),
      // The layout asks for more than the organisation does: Email is mandatory here only.
      section(
        'Leads',
        'Lead Information',
        'Owner Company First_Name Last_Name Email Phone Lead_Status',
        'Email',
      ),
    ],
  },
  {
    module: 'Leads',
    name: 'Fleet enquiry',
    apiName: 'Fleet_enquiry',
    modified: '2025-03-04T09:31:12+01:00',
    sections: [
      section('Leads', 'Enquiry', 'Company Last_Name Phone Fleet_Size_Wanted', 'Phone Fleet_Size_Wanted'),
    ],
  },
  {
    module: 'Contacts',
    name: 'Standard',
    sections: [
      section(
        'Contacts',
        'Contact Information',
        'First_Name Last_Name Account_Name Email Club_Member',
        'Email',
      ),
    ],
  },
  {
    module: 'Accounts',
    name: 'Standard',
    sections: [section('Accounts', 'Account Information', 'Account_Name Account_Type Phone Website')],
  },
  {
    module: 'Deals',
    name: 'Standard',
    sections: [
      section(
        'Deals',
        'Deal Information',
        'Deal_Name Account_Name Pipeline Stage Amount Closing_Date',
        'Account_Name',
      ),
    ],
  },
  {
    module: 'Bicycles',
    name: 'Standard',
    sections: [
      section(
        'Bicycles',
        'Bicycle Information',
        'Name Fleet_Status Frame_Number Home_Depot Model',
        'Frame_Number',
      ),
    ],
  },
  {
    module: 'Rentals',
    name: 'Standard',
    sections: [
      section('Rentals', 'Rental Information', 'Name Rider Starts Bicycles Price'),
      section('Rentals', 'Extras', 'Extras'),
    ],
  },
]

/** The files of the demo organisation: a company that rents and services bicycles. */
export function demoOrg(): OrgFiles {
  const files: OrgFiles = new Map<string, Body | null>([
    ['modules.json', { modules: MODULES.map(moduleBody) }],
    [
      'global_picklists.json',
      {
        global_picklists: Object.entries(GLOBALS).map(([name, options]) => globalPicklistBody(name, options)),
      },
    ],
    ['org.json', ORG],
    ['users.json', USERS],
    ['fields_Email_Sentiment.json', null],
  ])
  const put = (kind: Parameters<typeof moduleFile>[0], module: string, bodies: Body[]): void => {
    const name = moduleFile(kind, module)
    if (name !== undefined) files.set(name, { [kind]: bodies })
  }
  for (const [module, fields] of Object.entries(FIELDS))
    put(
      'fields',
      module,
      fields.map((field) => fieldBody(module, field)),
    )
  for (const [module, lists] of Object.entries(RELATED_LISTS)) {
    put(
      'related_lists',
      module,
      lists.map((list, index) => relatedListBody(module, list, index + 1)),
    )
  }
  for (const module of new Set(LAYOUTS.map((layout) => layout.module))) {
    put('layouts', module, LAYOUTS.filter((layout) => layout.module === module).map(layoutBody))
  }
  return files
}
