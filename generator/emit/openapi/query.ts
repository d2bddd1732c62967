import { jsonAnswer } from './errors.ts'
import { QUERIES, QUERY } from './names.ts'
import { arrayOf, objectOf, oneOfTexts } from './objects.ts'
import type { OperationParts } from './operations.ts'
import { QUERY_SCOPES } from './security.ts'

const row = { type: 'object', additionalProperties: true } as const

/**
 * The operation that answers queries in COQL.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html
 */
export const queryOperation: OperationParts = {
  id: QUERY,
  tag: QUERIES,
  scopes: QUERY_SCOPES,
  summary: 'Query records in COQL',
  body: objectOf(
    {
      select_query: {
        type: 'string',
        description: 'Such as `select Last_Name from Leads where City = ’Paris’ limit 200`.',
      },
      include_meta: { ...arrayOf(oneOfTexts(['fields'])), description: 'Describes the fields as well.' },
    },
    ['select_query'],
  ),
  answers: {
    '200': jsonAnswer(
      'The rows, each with what was selected.',
      objectOf(
        {
          data: arrayOf(row),
          fields: row,
          info: objectOf({ count: { type: 'integer' }, more_records: { type: 'boolean' } }, [
            'count',
            'more_records',
          ]),
        },
        ['data', 'info'],
      ),
    ),
    '204': { description: 'No row was found.' },
  },
}
