import type { Query } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import { Leads } from '../../../generated/leads.ts'
import { emulator } from '../../support/cli.ts'
import { clientOf } from '../support.ts'

/** A query with every operator that a kind of fields has in the types. */
function queries(leads: Leads): readonly Pick<Query<never, never, unknown>, 'all' | 'toString'>[] {
  const all = leads.select('id')
  return [
    ...(['City', 'Email', 'Phone', 'Website'] as const).flatMap((field) => [
      ...(['=', '!=', 'like', 'not like'] as const).map((operator) => all.where(field, operator, '%a%')),
      ...(['in', 'not in'] as const).map((operator) => all.where(field, operator, ['a', 'b'])),
      ...(['is null', 'is not null'] as const).map((operator) => all.where(field, operator)),
    ]),
    ...(['=', '!='] as const).map((operator) => all.where('Lead_Source', operator, 'Cold Call')),
    ...(['like', 'not like'] as const).map((operator) => all.where('Lead_Source', operator, '%C%')),
    ...(['in', 'not in'] as const).map((operator) => all.where('Lead_Source', operator, ['Cold Call'])),
    ...(['is null', 'is not null'] as const).map((operator) => all.where('Lead_Source', operator)),
    ...(['=', '!='] as const).map((operator) => all.where('Preferred_Season', operator, 'Summer')),
    ...(['in', 'not in'] as const).map((operator) => all.where('Preferred_Season', operator, ['Summer'])),
    ...(['is null', 'is not null'] as const).map((operator) => all.where('Preferred_Season', operator)),
    ...(['Owner', 'Converted_Account'] as const).flatMap((field) => [
      ...(['=', '!='] as const).map((operator) => all.where(field, operator, { id: '1' })),
      ...(['in', 'not in'] as const).map((operator) => all.where(field, operator, ['1'])),
      ...(['is null', 'is not null'] as const).map((operator) => all.where(field, operator)),
    ]),
    ...(['Annual_Revenue', 'No_of_Employees'] as const).flatMap((field) => [
      ...(['=', '!=', '>', '>=', '<', '<='] as const).map((operator) => all.where(field, operator, 5)),
      ...(['in', 'not in'] as const).map((operator) => all.where(field, operator, [5, 6])),
      ...(['between', 'not between'] as const).map((operator) => all.where(field, operator, [5, 6])),
      ...(['is null', 'is not null'] as const).map((operator) => all.where(field, operator)),
    ]),
    ...(['=', '!=', '>', '>=', '<', '<='] as const).flatMap((operator) => [
      all.where('Created_Time', operator, new Date()),
      all.where('Visitor_Score', operator, '9007199254740993'),
      all.where('id', operator, '1'),
    ]),
    ...(['in', 'not in'] as const).flatMap((operator) => [
      all.where('Created_Time', operator, ['2026-01-31T10:00:00+01:00']),
      all.where('Visitor_Score', operator, ['1']),
      all.where('id', operator, ['1']),
    ]),
    ...(['between', 'not between'] as const).flatMap((operator) => [
      all.where('Created_Time', operator, [new Date(0), new Date()]),
      all.where('Visitor_Score', operator, ['1', '2']),
    ]),
    all.where('Email_Opt_Out', '=', true),
    all.where('Owner.name', 'like', 'A%'),
    all.where('Converted_Account.name', '=', 'Acme'),
  ]
}

test('every operator that compiles is one of COQL for that kind of fields', async () => {
  const zoho = await emulator({ records: 5 })
  for (const query of queries(new Leads(clientOf(zoho)))) {
    const rows = await query.all().catch((error: unknown) => error)
    expect(rows, `${query}`).toBeInstanceOf(Array)
  }
})
