/** What follows from a field's data type alone, unless its spec says otherwise. */
export interface DataType {
  readonly json: string
  readonly ui: number
  readonly length: number | null
  /** f filterable, s searchable, o sortable, m mass update, w webhook, v virtual, x not settable */
  readonly flags: string
}

const row = (json: string, ui: number, length: number | null, flags: string): DataType => ({
  json,
  ui,
  length,
  flags,
})

/** One row per data type. The ui_type of those that were never recorded is a guess. */
export const DATA_TYPES: ReadonlyMap<string, DataType> = new Map(
  Object.entries({
    text: row('string', 1, 255, 'fsomw'),
    textarea: row('string', 3, 32000, 'sw'),
    email: row('string', 25, 100, 'fsow'),
    phone: row('string', 33, 30, 'fsomw'),
    website: row('string', 21, 450, 'fsomw'),
    picklist: row('string', 2, 120, 'fsomw'),
    multiselectpicklist: row('jsonarray', 100, 1000, 'fsomw'),
    integer: row('integer', 32, 9, 'fsomw'),
    bigint: row('string', 52, 18, 'fsomw'),
    long: row('string', 52, 18, 'fsomw'),
    double: row('double', 38, 16, 'fsomw'),
    percent: row('double', 34, 5, 'fsomw'),
    currency: row('double', 36, 16, 'fsomw'),
    boolean: row('boolean', 301, 5, 'fsomw'),
    date: row('string', 24, 20, 'fsomw'),
    datetime: row('string', 333, 120, 'fsow'),
    autonumber: row('string', 111, 120, 'fsowx'),
    formula: row('double', 116, 16, 'fsowx'),
    rollup_summary: row('integer', 118, 9, 'fsowx'),
    lookup: row('jsonobject', 133, 120, 'fsow'),
    multi_module_lookup: row('jsonobject', 133, 120, 'fsow'),
    userlookup: row('jsonobject', 221, 120, 'fsow'),
    ownerlookup: row('jsonobject', 8, 120, 'fsow'),
    multiselectlookup: row('jsonarray', 444, 200, 'fsv'),
    multiuserlookup: row('jsonarray', 445, 200, 'fsv'),
    subform: row('jsonarray', 500, null, 'vx'),
    fileupload: row('jsonarray', 555, 1, 'sw'),
    imageupload: row('jsonarray', 556, 10, 'sw'),
    profileimage: row('string', 66, 255, ''),
    event_reminder: row('string', 1234, 120, 'w'),
    multireminder: row('jsonarray', 1234, 120, 'w'),
    ALARM: row('jsonobject', 786, 100, 'w'),
    RRULE: row('jsonobject', 123, 100, 'w'),
    layout: row('jsonobject', 208, 50, 'fsmw'),
    consent_lookup: row('jsonobject', 133, 120, ''),
    territories: row('jsonarray', 999, 120, 's'),
    linetax: row('jsonarray', 240, 120, ''),
    module: row('string', 1, 120, 'f'),
    time_range: row('jsonobject', 340, 120, 'f'),
    widget: row('string', 320, 255, 'v'),
    mediumtext: row('string', 3, 65535, 's'),
    address: row('jsonobject', 250, 255, 'v'),
  }),
)

/** How a data type that is not in the table looks. */
export const UNKNOWN_DATA_TYPE: DataType = row('jsonobject', 0, 255, '')
