import { arrayOf, nullable, objectOf, oneOfTexts, refTo, type Schemas } from './objects.ts'

const id = refTo('Id')
const text = { type: 'string' } as const
const textOrNull = { type: ['string', 'null'] } as { type: ('string' | 'null')[] }
const name = textOrNull

/** A row of a list that is not known by more than its id, with further properties. */
const row = { ...objectOf({ id }, ['id']), additionalProperties: true }

/** Values that fields of many modules have, as they are read and as they are written. */
const VALUES: Schemas = {
  Id: {
    type: 'string',
    pattern: '^[0-9]+$',
    description: 'The id of a record: digits, too many for a number.',
  },
  Digits: {
    type: 'string',
    pattern: '^-?[0-9]+$',
    description: 'A whole number beyond 2^53, as its digits.',
  },
  Reference: {
    ...objectOf({ id, name }, ['id', 'name']),
    description: 'A record that another one points to.',
  },
  ReferenceInput: {
    ...objectOf({ id }, ['id']),
    description: 'A record to point to: its id. What else was read of it may stay.',
  },
  AnyReference: {
    ...objectOf({ id, name, module: objectOf({ api_name: text, id }) }, ['id', 'name']),
    description: 'A record of one of several modules that another one points to.',
  },
  AnyReferenceInput: {
    ...objectOf({ id, module: objectOf({ api_name: text, id }, ['api_name']) }, ['id']),
    description: 'A record of one of several modules to point to.',
  },
  UserReference: {
    ...objectOf({ id, name, email: text }, ['id', 'name']),
    description: 'A user, as records name one.',
  },
  Removal: {
    ...objectOf({ id, _delete: { type: 'null' } }, ['id', '_delete']),
    description: 'A row to take out of a list.',
  },
  SubformRow: { ...row, description: 'A row of a subform whose module is not described.' },
  FileReference: {
    ...objectOf({ id, File_Id__s: text, File_Name__s: text, Size__s: { type: ['integer', 'string'] } }, [
      'id',
    ]),
    description: 'A file that is kept in a record.',
  },
  FileInput: {
    ...objectOf({ File_Id__s: text }, ['File_Id__s']),
    description: 'An uploaded file to put into a record.',
  },
  Tag: {
    ...objectOf({ name: text, id, color_code: textOrNull }, ['name']),
    description: 'A tag of a record.',
  },
  Participant: {
    ...objectOf({
      type: text,
      participant: text,
      name: textOrNull,
      Email: textOrNull,
      invited: { type: 'boolean' },
      status: textOrNull,
    }),
    description: 'Somebody who takes part in an event.',
  },
  Reminder: {
    ...objectOf({ unit: text, period: { type: ['string', 'integer'] } }),
    description: 'A reminder before an event.',
  },
  Alarm: {
    ...objectOf({ ALARM: text }, ['ALARM']),
    description: 'A reminder of a task, in Zoho’s notation.',
  },
  Recurrence: {
    ...objectOf({ RRULE: text }, ['RRULE']),
    description: 'A repetition, in iCalendar’s notation.',
  },
  LineTax: {
    ...objectOf({ id, name: text, percentage: { type: 'number' }, value: { type: 'number' } }),
    description: 'A tax of a line item.',
  },
  ModuleReference: {
    ...objectOf({ api_name: text, id }, ['api_name', 'id']),
    description: 'A module, as records name one.',
  },
  LayoutReference: {
    ...objectOf({ id, name: text, display_label: text }, ['id', 'name']),
    description: 'A layout, as records name one.',
  },
}

const integer = { type: 'integer' } as const
const flag = { type: 'boolean' } as const

/** What the bodies of writes hold beside their rows. */
const BODIES: Schemas = {
  Triggers: {
    ...arrayOf(oneOfTexts(['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration'])),
    description: 'What a write sets in motion: an empty list for nothing.',
  },
  Features: {
    ...arrayOf(objectOf({ name: text }, ['name'])),
    description: 'Features of the organisation by their names, such as `layout_rules` and `cadences`.',
  },
}

/** What answers consist of beside records. */
const ANSWERS: Schemas = {
  PageInfo: {
    ...objectOf(
      {
        call: flag,
        count: integer,
        email: flag,
        more_records: flag,
        next_page_token: textOrNull,
        page: integer,
        page_token_expiry: nullable({ type: 'string', format: 'date-time' }),
        per_page: integer,
        previous_page_token: textOrNull,
        sort_by: text,
        sort_order: oneOfTexts(['asc', 'desc']),
      },
      ['count', 'more_records', 'page', 'per_page'],
    ),
    description: 'Which page it is, and whether another follows.',
  },
  DeletedRecord: {
    ...objectOf(
      {
        created_by: nullable(refTo('UserReference')),
        deleted_by: nullable(refTo('UserReference')),
        deleted_time: { type: 'string', format: 'date-time' },
        display_name: textOrNull,
        id,
        type: oneOfTexts(['recycle', 'permanent']),
      },
      ['deleted_time', 'id', 'type'],
    ),
    description: 'What is known of a record that was deleted.',
  },
  WriteAnswer: {
    ...objectOf({ data: arrayOf(refTo('WriteResult')) }, ['data']),
    description: 'What became of the rows, in their order.',
  },
  WriteResult: { oneOf: [refTo('RowWritten'), refTo('RowFailed')] },
  RowWritten: {
    ...objectOf(
      {
        action: oneOfTexts(['insert', 'update']),
        code: oneOfTexts(['SUCCESS']),
        details: objectOf(
          {
            Created_By: refTo('UserReference'),
            Created_Time: { type: 'string', format: 'date-time' },
            Modified_By: refTo('UserReference'),
            Modified_Time: { type: 'string', format: 'date-time' },
            id,
          },
          ['id'],
        ),
        duplicate_field: textOrNull,
        message: text,
        status: oneOfTexts(['success']),
      },
      ['code', 'details', 'message', 'status'],
    ),
    description:
      'A row that was written. An upsert says how (action), and by which field it found the record.',
  },
}

/** Schemas that are the same for every organisation; a document has those that it uses. */
export const SHARED_SCHEMAS: Schemas = { ...VALUES, ...BODIES, ...ANSWERS }
