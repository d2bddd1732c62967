import type { FieldSpec } from './bodies.ts'
import { customFields, fieldsOf, owned, pictured, type Row, tracked } from './demo-fields.ts'
import { GLOBALS, NONE } from './demo-picklists.ts'

const dropOff = (part: string): { part: { type: string; of: string } } => ({
  part: { type: part, of: 'Drop_Off' },
})

const bicycles: FieldSpec[] = [
  ...fieldsOf([...owned('Bicycle'), ...tracked, ...pictured('Bicycle')]),
  ...customFields([
    [
      'Name',
      'text',
      { label: 'Bicycle Name', length: 120, mandatory: true, names: true, quick: 1, custom: false },
    ],
    ['Fleet_Number', 'autonumber', { auto: { prefix: 'KL-', start: '00100', suffix: '-B' } }],
    ['Frame_Number', 'text', { length: 40, unique: 'sensitive' }],
    [
      'Fleet_Status',
      'picklist',
      {
        mandatory: true,
        coloured: true,
        quick: 2,
        history: { module: 'Fleet_Status_History', list: 'Fleet Status History' },
        options: [
          { display: 'Ready to Ride', actual: 'Option 1', reference: 'Ready', colour: '#25b52a' },
          { display: 'Out on Rental', actual: 'Option 2', reference: 'Rented', colour: '#57b1fd' },
          // Renamed crosswise: the display value of each is the actual value of the other.
          { display: 'In Workshop', actual: 'Reserved', reference: 'Reserved', colour: '#f5c72f' },
          { display: 'Reserved', actual: 'In Workshop', reference: 'In Workshop', colour: '#dfbbff' },
          { display: 'Sold', colour: '#545e7f', unused: true },
        ],
      },
    ],
    [
      'Frame_Type',
      'picklist',
      {
        options: [
          NONE,
          'City',
          'Touring',
          'Mountain',
          'Cargo (2 wheels)',
          'Cargo (3 wheels)',
          'E-Bike',
          'Tandem',
        ],
      },
    ],
    ['Home_Depot', 'picklist', { global: 'Depot', options: GLOBALS['Depot'] ?? [] }],
    ['Best_Seasons', 'multiselectpicklist', { global: 'Season', options: GLOBALS['Season'] ?? [] }],
    ['Model', 'lookup', { to: 'Products', list: 'Bicycles' }],
    [
      'Mechanics',
      'multiuserlookup',
      { through: { module: 'Bicycles_X_Users', own: 'Bicycle', other: 'Mechanic' } },
    ],
    ['Bought_On', 'date'],
    ['Last_Serviced', 'datetime'],
    ['Price_New', 'currency', { access: 'create', tooltip: 'Cannot be changed later' }],
    ['Resale_Percent', 'percent'],
    ['Gear_Ratio', 'double', { decimals: 4 }],
    ['Gears', 'integer', { length: 2 }],
    ['Lock_Serial', 'bigint'],
    ['Odometer_Metres', 'long'],
    ['Service_Due', 'boolean', { access: 'update' }],
    ['Photos', 'imageupload', { of: 'Image_Upload_1__s' }],
    ['Handbook', 'website'],
    ['Condition', 'textarea', { size: 'small', ui: 110, length: 2000 }],
    ['Workshop_Log', 'textarea', { size: 'large' }],
    ['Web_Text', 'textarea', { size: 'rich_text', ui: 250, length: 50000 }],
    ['Sticker_Text', 'mediumtext'],
    ['Depot_Map', 'widget'],
    // A data type of tomorrow.
    ['Frame_Scan', 'hologram', { tooltip: 'Made by the scanner in the workshop' }],
    ['Bell_Tune', 'text', { unused: true }],
    ['Value_Now', 'formula', { returns: 'currency' }],
    ['Age_Years', 'formula', { returns: 'double', decimals: 1 }],
    ['Window_Card', 'formula', { returns: 'text', length: 255, ui: 117 }],
    ['Next_Service', 'formula', { returns: 'date', ui: 117 }],
    ['Back_At', 'formula', { returns: 'datetime', ui: 117 }],
    ['Can_Be_Rented', 'formula', { returns: 'boolean', ui: 117 }],
  ]),
]

const rentals: FieldSpec[] = [
  ...fieldsOf([...owned('Rental'), ...tracked]),
  ...customFields([
    [
      'Name',
      'text',
      { label: 'Rental Name', length: 120, mandatory: true, names: true, quick: 1, custom: false },
    ],
    [
      'Bicycles',
      'multiselectlookup',
      { to: 'Bicycles', through: { module: 'Rentals_X_Bicycles', own: 'Rental', other: 'Bicycle' } },
    ],
    ['Rider', 'lookup', { to: 'Contacts', list: 'Rentals', mandatory: true, quick: 2 }],
    ['Account', 'lookup', { to: 'Accounts', list: 'Rentals' }],
    ['Paid_By', 'multi_module_lookup', { targets: ['Contacts', 'Accounts'] }],
    ['Advisor', 'userlookup'],
    ['Starts', 'datetime', { mandatory: true }],
    ['Ends', 'datetime'],
    ['Pickup_Window', 'time_range'],
    ['Pickup_Region', 'picklist', { global: 'Region', options: GLOBALS['Region'] ?? [] }],
    ['Pickup_Depot', 'picklist', { global: 'Depot', options: GLOBALS['Depot'] ?? [] }],
    ['Days', 'integer'],
    ['Price', 'currency'],
    ['Deposit_Paid', 'boolean'],
    ['Extras', 'subform', { of: 'Rental_Extras' }],
    ['Contract', 'fileupload', { of: 'File_Upload_2__s' }],
    ['Drop_Off', 'address', { parts: ['Drop_Off_Street', 'Drop_Off_City', 'Drop_Off_Latitude'] }],
    ['Drop_Off_Street', 'text', { length: 250, ...dropOff('address_line_1') }],
    ['Drop_Off_City', 'text', { length: 100, ...dropOff('city') }],
    ['Drop_Off_Latitude', 'double', { decimals: 9, length: 50, ...dropOff('latitude') }],
  ]),
]

const extras: FieldSpec[] = fieldsOf([
  ['id', 'bigint', { label: 'Record Id', access: 'locked' }],
  ['Parent_Id', 'lookup', { to: 'Rentals', access: 'locked' }],
  ['LinkingModule_Serial_Number', 'integer', { label: 'S.NO', access: 'locked' }],
  [
    'Extra',
    'picklist',
    { custom: true, mandatory: true, options: ['Helmet', 'Child Seat', 'Trailer', 'Lock', 'Rain Cape'] },
  ],
  ['Count', 'integer', { custom: true }],
  ['Price', 'currency', { custom: true }],
])

const linking = (own: Row, other: Row): FieldSpec[] =>
  fieldsOf([
    ['id', 'bigint', { label: 'Record Id', access: 'locked' }],
    own,
    other,
    ['Created_Time', 'datetime', { access: 'system', ui: 200 }],
    ['Modified_Time', 'datetime', { access: 'system', ui: 200 }],
  ])

/** Rows that a history module has whatever it follows. */
const history = (parent: string, rows: readonly Row[]): FieldSpec[] =>
  fieldsOf([
    ['id', 'bigint', { label: 'Record Id', access: 'locked' }],
    [parent, 'lookup', { to: parent, access: 'locked' }],
    ...rows,
    ['Duration_Days', 'integer', { label: 'Duration (Days)', access: 'locked' }],
    ['Modified_By', 'ownerlookup', { access: 'system', ui: 20 }],
    ['Modified_Time', 'datetime', { access: 'system', ui: 200 }],
  ])

/** The fields of the company's own modules, and of those that Zoho made for them. */
export const CUSTOM: Readonly<Record<string, readonly FieldSpec[]>> = {
  Bicycles: bicycles,
  Rentals: rentals,
  Rental_Extras: extras,
  Rentals_X_Bicycles: linking(
    ['Rental', 'lookup', { to: 'Rentals', list: 'Bicycles' }],
    ['Bicycle', 'lookup', { to: 'Bicycles', list: 'Rentals' }],
  ),
  Bicycles_X_Users: linking(['Bicycle', 'lookup', { to: 'Bicycles' }], ['Mechanic', 'userlookup']),
  DealHistory: history('Deals', [
    [
      'Stage',
      'picklist',
      { access: 'locked', options: ['Qualification', 'Needs Analysis', 'Closed Won', 'Closed Lost'] },
    ],
    ['Amount', 'currency', { access: 'locked' }],
    ['Moved_To__s', 'text', { label: 'Moved To', access: 'locked' }],
  ]),
  Fleet_Status_History: history('Bicycles', [
    [
      'Fleet_Status',
      'picklist',
      { access: 'locked', options: ['Ready to Ride', 'Out on Rental', 'In Workshop', 'Reserved'] },
    ],
    ['Moved_To__s', 'text', { label: 'Moved To', access: 'locked' }],
  ]),
}
