import type { ModuleSpec } from './bodies.ts'

type More = Omit<ModuleSpec, 'name' | 'sequence'>

const unsupported = (more: More = {}): More => ({ api: false, can: 'vt', ...more })
const items = (parent: string): More => ({ generated: 'subform', visibility: 2, can: 'dvq', parent })

/** Every module of the demo organisation, in the order of its menu. */
export const MODULES: readonly ModuleSpec[] = Object.entries<More>({
  Home: unsupported(),
  Leads: { can: 'cedvVtqfr', modified: '2025-03-04T09:31:12+01:00' },
  Contacts: { modified: '2025-02-11T16:02:44+01:00' },
  Accounts: {},
  Deals: { modified: '2025-03-04T09:33:50+01:00' },
  Tasks: {},
  Events: { plural: 'Meetings', moduleName: 'Meetings' },
  Calls: {},
  Reports: unsupported(),
  Analytics: unsupported({ moduleName: 'Dashboards' }),
  Products: {},
  Quotes: { can: 'cedvVtqfr' },
  Sales_Orders: { can: 'cedvVtqfr' },
  Purchase_Orders: {},
  Invoices: {},
  Feeds: unsupported(),
  Campaigns: {},
  Vendors: {},
  Price_Books: {},
  Cases: {},
  Solutions: {},
  Documents: unsupported(),
  Forecasts: unsupported({ can: 'vt' }),
  Bicycles: {
    generated: 'custom',
    moduleName: 'CustomModule1',
    modified: '2025-03-04T09:35:01+01:00',
    description: 'The fleet, one record per frame',
  },
  Rentals: { generated: 'custom', moduleName: 'CustomModule2', modified: '2025-03-04T09:38:27+01:00' },
  Notes: { status: 'system_hidden', can: 'cedvqr' },
  Attachments: { status: 'system_hidden', can: 'cdvr' },
  // Described by nobody: the API lists it and then refuses to give its fields.
  Approvals: { plural: 'My Jobs', can: 'vt' },
  // Described with an empty answer, a 204.
  Email_Sentiment: { visibility: 2, can: '' },
  Quoted_Items: items('Quotes'),
  Ordered_Items: items('Sales_Orders'),
  Purchase_Items: items('Purchase_Orders'),
  Invoiced_Items: items('Invoices'),
  Rental_Extras: { ...items('Rentals'), moduleName: 'LinkingModule1', modified: '2025-03-04T09:41:00+01:00' },
  Rentals_X_Bicycles: {
    generated: 'linking',
    moduleName: 'LinkingModule2',
    modified: '2025-03-04T09:42:18+01:00',
  },
  Bicycles_X_Users: { generated: 'linking', visibility: 8194, moduleName: 'LinkingModule3', can: 'cedvrq' },
  DealHistory: {
    generated: 'field_tracker',
    status: 'system_hidden',
    visibility: 2,
    can: 'v',
    parent: 'Deals',
  },
  Fleet_Status_History: {
    generated: 'picklisttracker',
    visibility: 2,
    can: 'v',
    parent: 'Bicycles',
    moduleName: 'LinkingModule4',
  },
  File_Upload_1__s: unsupported({ visibility: 2046, can: '', moduleName: 'Fileupload1' }),
  File_Upload_2__s: unsupported({ visibility: 2046, can: '', moduleName: 'Fileupload2' }),
  Consents: unsupported({ visibility: 2, can: 'cedv' }),
  Image_Upload_1__s: unsupported({ visibility: 2046, can: '', moduleName: 'Imageupload1' }),
  Old_Trailers: {
    generated: 'custom',
    status: 'user_hidden',
    moduleName: 'CustomModule3',
    api: false,
    can: 'cedvr',
  },
}).map(([name, more], index) => ({ name, sequence: index + 1, ...more }))
