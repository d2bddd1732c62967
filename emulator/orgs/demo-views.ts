import type { CustomViewSpec } from './custom-view-bodies.ts'

type More = Omit<CustomViewSpec, 'name' | 'columns'>

const view = (name: string, columns: string, more: More = {}): CustomViewSpec => ({
  name,
  columns: columns.split(' '),
  ...more,
})

/** The views that Zoho makes for a module. */
const made = (plural: string, columns: string): CustomViewSpec[] => [
  view(`All ${plural}`, columns, { system: 'ALLVIEWS' }),
  view(`My ${plural}`, columns, { system: 'MYVIEWS', criteria: [['Owner', 'equal', '${CURRENTUSER}']] }),
  view(`Recently Created ${plural}`, columns, { system: 'RECENTLYCREATED', sort: ['Created_Time', 'desc'] }),
]

const LEAD = 'Full_Name Company Email Phone Lead_Source Owner'
const BICYCLE = 'Name Fleet_Number Fleet_Status Home_Depot Last_Serviced'
const RENTAL = 'Name Rider Starts Ends Pickup_Depot'

/** The custom views of the modules that people work in; the other modules have what every module is made with. */
export const CUSTOM_VIEWS: Readonly<Record<string, readonly CustomViewSpec[]>> = {
  Leads: [
    // Its name is Zoho's, what people read is not; and one of its own names is there twice.
    view('All Open Leads', LEAD, { display: 'All Leads', system: 'ALLVIEWS' }),
    view('Mailing Labels', 'Full_Name Street City Zip_Code Country', { system: 'ALLVIEWS' }),
    view('My Leads', LEAD, { system: 'MYVIEWS', criteria: [['Owner', 'equal', '${CURRENTUSER}']] }),
    view('Big fleets wanted', `${LEAD} Fleet_Size_Wanted`, {
      category: 'created_by_me',
      criteria: [
        ['Fleet_Size_Wanted', 'greater_equal', 20],
        ['Lead_Status', 'not_equal', 'Junk Lead'],
      ],
      sort: ['Fleet_Size_Wanted', 'desc'],
    }),
  ],
  Contacts: [
    ...made('Contacts', 'Full_Name Account_Name Email Phone Owner'),
    view('Club members', 'Full_Name Email Rider_Height_cm', { criteria: [['Club_Member', 'equal', true]] }),
  ],
  Accounts: made('Accounts', 'Account_Name Phone Website Service_Region Owner'),
  Deals: [
    ...made('Deals', 'Deal_Name Amount Stage Closing_Date Account_Name Owner'),
    view('Fleet contracts this quarter', 'Deal_Name Stage Amount Closing_Date', {
      category: 'shared_with_me',
      criteria: [
        ['Pipeline', 'equal', 'Fleet contracts'],
        ['Closing_Date', 'equal', '${THISQUARTER}'],
      ],
      sort: ['Closing_Date', 'asc'],
    }),
  ],
  Tasks: made('Tasks', 'Subject Due_Date Status Priority Who_Id Owner'),
  Bicycles: [
    ...made('Bicycles', BICYCLE),
    view('Due for service', BICYCLE, {
      criteria: [
        ['Service_Due', 'equal', true],
        ['Fleet_Status', 'not_equal', 'In Workshop'],
      ],
      sort: ['Last_Serviced', 'asc'],
    }),
  ],
  Rentals: [
    ...made('Rentals', RENTAL),
    view('Out today', RENTAL, { criteria: [['Starts', 'equal', '${TODAY}']], sort: ['Starts', 'asc'] }),
  ],
}
