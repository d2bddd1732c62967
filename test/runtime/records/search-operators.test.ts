import type { Conditions, SearchOperators } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { Leads, type LeadsRecord } from '../../../generated/leads.ts'
import { emulator } from '../../support/cli.ts'
import { clientOf } from '../support.ts'

type Condition = ReturnType<Conditions<SearchOperators, LeadsRecord>['is']>
type Make = (conditions: Conditions<SearchOperators, LeadsRecord>) => Condition

/** Every operator that a kind of fields has in the types. */
const ALLOWED: readonly Make[] = [
  ({ is }) => is('City', 'equals', 'a'),
  ({ is }) => is('City', 'not_equal', 'a'),
  ({ is }) => is('City', 'starts_with', 'a'),
  ({ is }) => is('City', 'in', ['a', 'b']),
  ({ is }) => is('Email', 'starts_with', 'a@b'),
  ({ is }) => is('Phone', 'equals', '1'),
  ({ is }) => is('Website', 'in', ['a']),
  ({ is }) => is('Description', 'equals', 'a'),
  ({ is }) => is('Description', 'not_equal', 'a'),
  ({ is }) => is('Description', 'starts_with', 'a'),
  ({ is }) => is('Lead_Source', 'equals', 'Cold Call'),
  ({ is }) => is('Lead_Source', 'not_equal', 'Cold Call'),
  ({ is }) => is('Lead_Source', 'in', ['Cold Call']),
  ({ is }) => is('Preferred_Season', 'equals', 'Summer'),
  ({ is }) => is('Preferred_Season', 'not_equal', 'Summer'),
  ({ is }) => is('Preferred_Season', 'in', ['Summer']),
  ({ is }) => is('Owner', 'equals', '1'),
  ({ is }) => is('Owner', 'not_equal', '1'),
  ({ is }) => is('Owner', 'in', ['1']),
  ({ is }) => is('Converted_Account', 'equals', '1'),
  ({ is }) => is('Email_Opt_Out', 'equals', true),
  ({ is }) => is('Email_Opt_Out', 'not_equal', true),
  ...(['Annual_Revenue', 'No_of_Employees'] as const).flatMap((field): Make[] => [
    ({ is }) => is(field, 'equals', 1),
    ({ is }) => is(field, 'not_equal', 1),
    ({ is }) => is(field, 'greater_than', 1),
    ({ is }) => is(field, 'greater_equal', 1),
    ({ is }) => is(field, 'less_than', 1),
    ({ is }) => is(field, 'less_equal', 1),
    ({ is }) => is(field, 'between', [1, 2]),
    ({ is }) => is(field, 'in', [1, 2]),
  ]),
  ({ is }) => is('Created_Time', 'equals', new Date()),
  ({ is }) => is('Created_Time', 'not_equal', new Date()),
  ({ is }) => is('Created_Time', 'greater_than', new Date()),
  ({ is }) => is('Created_Time', 'greater_equal', '2026-01-31T10:00:00+01:00'),
  ({ is }) => is('Created_Time', 'less_than', new Date()),
  ({ is }) => is('Created_Time', 'less_equal', new Date()),
  ({ is }) => is('Created_Time', 'between', [new Date(0), new Date()]),
  ({ is }) => is('Created_Time', 'in', [new Date()]),
  ({ is }) => is('Visitor_Score', 'equals', '1'),
  ({ is }) => is('Visitor_Score', 'greater_than', '1'),
  ({ is }) => is('Visitor_Score', 'between', ['1', '2']),
]

test('every operator that compiles is one of Zoho for that kind of fields', async () => {
  const zoho: Emulator = await emulator({ records: 5 })
  const leads = new Leads(clientOf(zoho))
  for (const where of ALLOWED) {
    const found = await leads
      .search({ where, fields: ['id'] })
      .all()
      .catch((error: unknown) => error)
    expect(found, String(where)).toBeInstanceOf(Array)
  }
})
