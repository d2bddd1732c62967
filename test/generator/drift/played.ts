import { randomUUID } from 'node:crypto'
import type { Emulator, OrgBody } from '../../../emulator/index.ts'
import type { Kind } from '../../../generator/drift/rules/rules.ts'

/** What generated classes can do, whatever their types are: a compiler judges these. */
export interface Calls {
  create(row: object, options?: { readonly layout?: string }): Promise<unknown>
  upsert(row: object, options: { readonly by: readonly string[] }): Promise<unknown>
  list(options: { readonly fields: readonly string[]; readonly customView: string }): {
    all(): Promise<unknown>
  }
}

/** A class of what was generated, of the organisation before the change or after it. */
export type ClassOf = (module: string) => Calls

/** A change that the emulator plays, and a call of code that was written before it. */
export interface Played {
  readonly kind: Kind
  /** The module, and the field, the layout, the list or the view: how the change is found. */
  readonly about: readonly [module: string, thing: string]
  /** Makes the organisation what it is to be before the change. */
  readonly prepare?: (zoho: Emulator) => void
  readonly change: (zoho: Emulator) => void
  readonly verb: 'read' | 'write'
  readonly call: (classOf: ClassOf) => Promise<unknown>
  /** The code of the error that it meets after the change; `null` where it goes on as before. */
  readonly refused: string | null
  /** The same with other data or another id, which nothing refuses: the difference between review and breaking. */
  readonly other?: (classOf: ClassOf) => Promise<unknown>
}

const LEAD = { Last_Name: 'Doe', Company: 'Acme', City: 'Ulm' }

const createLead =
  (row: object, layout?: string) =>
  (classOf: ClassOf): Promise<unknown> =>
    classOf('Leads').create({ ...LEAD, ...row }, layout === undefined ? {} : { layout })

const listBy =
  (module: string, field: string, customView: string) =>
  (classOf: ClassOf): Promise<unknown> =>
    classOf(module)
      .list({ fields: [field], customView })
      .all()

type Element = Readonly<Record<string, unknown>>

/** An object with the elements of a list changed. */
function mapped(body: OrgBody, list: string, change: (one: Element) => readonly Element[]): OrgBody {
  return { ...body, [list]: (body[list] as readonly Element[]).flatMap(change) }
}

/** Changes what a module's views or layouts of a name say; takes them out where there is nothing to say. */
const inList =
  (list: 'custom_views' | 'layouts', module: string, name: string, more: Element | null) =>
  (zoho: Emulator): void =>
    zoho.editOrg(`${list}_${module}.json`, (body) =>
      mapped(body, list, (one) =>
        one['name'] !== name ? [one] : more === null ? [] : [{ ...one, ...more }],
      ),
    )

/** A field of Leads, what becomes of it, a value that is refused then, and another one. */
type FieldRow = readonly [
  kind: Kind,
  field: string,
  more: Element,
  value: unknown,
  code: string,
  other?: unknown,
]

const FIELDS: readonly FieldRow[] = [
  ['field.length', 'Fax', { length: 5 }, '123456', 'INVALID_DATA', '12345'],
  ['field.unique', 'Mobile', { unique: { case_sensitive: false } }, '1', 'DUPLICATE_DATA', '2'],
  ['field.mandatory', 'City', { system_mandatory: true }, null, 'MANDATORY_NOT_FOUND'],
  ['field.type', 'State', { data_type: 'integer', json_type: 'integer' }, 'x', 'INVALID_DATA'],
  ['field.type', 'Street', { data_type: 'email' }, 'x', 'INVALID_DATA', 'a@example.com'],
]

const STANDARD = '1000000937482704811'
const FLEET_ENQUIRY = '1000000377603773412'
const [OLD_ID, NEW_ID] = ['1000000399303702162', '1000000399303709999']
const BIKE = { Name: 'Bike', Fleet_Status: 'Ready to Ride' }
const ACCOUNT_MAP = 'map_dependency_1000000083905134664.json'
const PIPELINES = 'pipeline_1000000297368309230.json'

const createBicycle =
  (number: string, layout?: string) =>
  (classOf: ClassOf): Promise<unknown> =>
    classOf('Bicycles').create({ ...BIKE, Frame_Number: number }, layout === undefined ? {} : { layout })

/** Changes the fields of a layout. */
const inLayout =
  (module: string, name: string, change: (field: Element) => readonly Element[]) =>
  (zoho: Emulator): void =>
    zoho.editOrg(`layouts_${module}.json`, (body) =>
      mapped(body, 'layouts', (layout) =>
        layout['name'] === name
          ? [mapped(layout, 'sections', (section) => [mapped(section, 'fields', change)])]
          : [layout],
      ),
    )

/** The options of an account's depot go with its region, or with any. */
const depends = (active: boolean) => (zoho: Emulator) =>
  zoho.editOrg(ACCOUNT_MAP, () => ({
    map_dependency: active
      ? [
          {
            id: '1000000527554867591',
            parent: { api_name: 'Service_Region', id: '1000000438871753553' },
            child: { api_name: 'Preferred_Depot', id: '1000000300285311027' },
            active: true,
            pick_list_values: [{ ...named('City Centre'), maps: [named('Canal Street')] }],
          },
        ]
      : [],
  }))

const named = (value: string) => ({ id: value, display_value: value, actual_value: value })

const createAccount =
  (depot: string) =>
  (classOf: ClassOf): Promise<unknown> =>
    classOf('Accounts').create({
      Account_Name: 'Acme',
      Service_Region: 'City Centre',
      Preferred_Depot: depot,
    })

/** Each change is of something that no other one touches: they are all made together. */
export const PLAYED: readonly Played[] = [
  ...FIELDS.map(
    ([kind, field, more, value, refused, other]): Played => ({
      kind,
      about: ['Leads', field],
      change: (zoho) => zoho.changeField('Leads', field, more),
      verb: 'write',
      call: createLead({ [field]: value }),
      refused,
      ...(other === undefined ? {} : { other: createLead({ [field]: other }) }),
    }),
  ),
  {
    kind: 'field.notUnique',
    about: ['Bicycles', 'Frame_Number'],
    change: (zoho) => zoho.changeField('Bicycles', 'Frame_Number', { unique: {} }),
    verb: 'write',
    call: (classOf) => classOf('Bicycles').upsert({ ...BIKE, Frame_Number: 'F1' }, { by: ['Frame_Number'] }),
    refused: 'INVALID_DATA',
    other: createBicycle('F2'),
  },
  {
    kind: 'layout.required',
    about: ['Leads', 'Standard'],
    change: inLayout('Leads', 'Standard', (field) => [
      field['api_name'] === 'Phone' ? { ...field, required: true } : field,
    ]),
    verb: 'write',
    call: createLead({ Email: 'a@example.com' }, STANDARD),
    refused: 'MANDATORY_NOT_FOUND',
    other: createLead({ Email: 'a@example.com', Phone: '1' }, STANDARD),
  },
  {
    kind: 'layout.removed',
    about: ['Leads', 'Fleet enquiry'],
    change: inList('layouts', 'Leads', 'Fleet enquiry', null),
    verb: 'write',
    call: createLead({ Phone: '1', Fleet_Size_Wanted: 5 }, FLEET_ENQUIRY),
    refused: 'INVALID_DATA',
  },
  {
    kind: 'layout.replaced',
    about: ['Bicycles', 'Standard'],
    change: inList('layouts', 'Bicycles', 'Standard', { id: NEW_ID }),
    verb: 'write',
    call: createBicycle('F3', OLD_ID),
    refused: 'INVALID_DATA',
    other: createBicycle('F4', NEW_ID),
  },
  {
    kind: 'layout.fields',
    about: ['Contacts', 'Standard'],
    change: inLayout('Contacts', 'Standard', (field) => (field['api_name'] === 'Club_Member' ? [] : [field])),
    verb: 'write',
    call: (classOf) =>
      classOf('Contacts').create(
        { Last_Name: 'Doe', Email: `${randomUUID()}@example.com`, Club_Member: true },
        { layout: '1000000330295699168' },
      ),
    refused: null,
  },
  {
    kind: 'dependency.added',
    about: ['Accounts', 'Standard'],
    prepare: depends(false),
    change: depends(true),
    verb: 'write',
    call: createAccount('Old Mill'),
    refused: 'PICKLIST_VALUE',
    other: createAccount('Canal Street'),
  },
  {
    kind: 'dependency.narrowed',
    about: ['Deals', 'Standard'],
    change: (zoho) =>
      zoho.editOrg(PIPELINES, (body) =>
        mapped(body, 'pipeline', (pipeline) => [
          mapped(pipeline, 'maps', (stage) => (stage['display_value'] === 'Needs Analysis' ? [] : [stage])),
        ]),
      ),
    verb: 'write',
    call: (classOf) =>
      classOf('Deals').create({
        Deal_Name: 'Bikes',
        Pipeline: 'Standard (Standard)',
        Stage: 'Needs Analysis',
        Closing_Date: '2026-01-01',
      }),
    refused: 'PICKLIST_VALUE',
  },
  {
    kind: 'view.removed',
    about: ['Leads', 'Mailing Labels'],
    change: inList('custom_views', 'Leads', 'Mailing Labels', null),
    verb: 'read',
    call: listBy('Leads', 'Last_Name', '1000000381986510611'),
    refused: 'INVALID_DATA',
    other: listBy('Leads', 'Last_Name', '1000000685652865579'),
  },
  {
    kind: 'view.replaced',
    about: ['Contacts', 'Club members'],
    change: inList('custom_views', 'Contacts', 'Club members', { id: '1000000465229859999' }),
    verb: 'read',
    call: listBy('Contacts', 'Last_Name', '1000000465229857054'),
    refused: 'INVALID_DATA',
    other: listBy('Contacts', 'Last_Name', '1000000465229859999'),
  },
  {
    kind: 'view.renamed',
    about: ['Bicycles', 'Due for service'],
    change: inList('custom_views', 'Bicycles', 'Due for service', { name: 'Workshop' }),
    verb: 'read',
    call: listBy('Bicycles', 'Name', '1000000232783592260'),
    refused: null,
  },
  {
    kind: 'view.system',
    about: ['Rentals', 'Out today'],
    change: inList('custom_views', 'Rentals', 'Out today', { system_name: 'OUT_TODAY' }),
    verb: 'read',
    call: listBy('Rentals', 'Name', '1000000785292199380'),
    refused: null,
  },
]
