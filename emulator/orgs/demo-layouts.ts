import type { LayoutSpec, SectionSpec } from './bodies.ts'
import { FIELDS } from './demo-all-fields.ts'

function section(module: string, name: string, fields: string, required = ''): SectionSpec {
  const wanted = fields.split(' ')
  const found = (FIELDS[module] ?? []).filter((field) => wanted.includes(field.name) && !field.unused)
  return { name, fields: found, required: required.split(' ') }
}

const convertFields = (FIELDS['Deals'] ?? []).filter((field) =>
  ['Deal_Name', 'Closing_Date', 'Stage', 'Amount'].includes(field.name),
)

/** The layouts, with only what people type first: a layout repeats the whole body of each of its fields. */
export const LAYOUTS: readonly LayoutSpec[] = [
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
    sections: [
      section(
        'Accounts',
        'Account Information',
        'Account_Name Account_Type Ownership Phone Website Service_Region Preferred_Depot',
      ),
    ],
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
      section(
        'Rentals',
        'Rental Information',
        'Name Rider Starts Bicycles Pickup_Region Pickup_Depot Price',
        'Pickup_Depot',
      ),
      section('Rentals', 'Extras', 'Extras'),
    ],
  },
  {
    module: 'Rentals',
    name: 'Group tour',
    apiName: 'Group_tour',
    modified: '2025-03-04T09:38:27+01:00',
    sections: [
      // A group comes from a company and goes home at a known time; from where it starts can be settled later.
      section(
        'Rentals',
        'Tour',
        'Name Account Rider Starts Ends Pickup_Region Pickup_Depot Bicycles',
        'Account Ends',
      ),
      section('Rentals', 'Return', 'Drop_Off_City Deposit_Paid', 'Drop_Off_City'),
    ],
  },
]
