import { ConfigurationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { LeadSource } from '../../../generated/leads.picklists.ts'
import type { LeadsRecord } from '../../../generated/leads.ts'
import type { Match } from '../../../runtime/records/conditions.ts'
import { criteriaOf } from '../../../runtime/records/criteria.ts'
import type { SearchOperators } from '../../../runtime/records/operators.ts'

type Where = Match<SearchOperators, LeadsRecord>
const written = (where: Where): string => criteriaOf(where as Match<SearchOperators, never>)

/** Conditions, and the text that Zoho is sent. */
const WRITTEN: readonly (readonly [Where, string])[] = [
  [({ is }) => is('City', 'equals', 'Paris'), '(City:equals:Paris)'],
  [
    ({ is, all }) => all(is('City', 'starts_with', 'Pa'), is('Lead_Source', 'equals', LeadSource.ColdCall)),
    '((City:starts_with:Pa)and(Lead_Source:equals:Cold Call))',
  ],
  [
    ({ is, all }) => all(is('City', 'equals', 'a'), is('City', 'equals', 'b'), is('City', 'equals', 'c')),
    '(((City:equals:a)and(City:equals:b))and(City:equals:c))',
  ],
  [
    ({ is, any, all }) =>
      any(
        is('City', 'equals', 'a'),
        all(is('Annual_Revenue', 'greater_than', 5), is('Owner', 'equals', '1')),
      ),
    '((City:equals:a)or((Annual_Revenue:greater_than:5)and(Owner:equals:1)))',
  ],
  [
    ({ is }) => is('Lead_Source', 'in', [LeadSource.ColdCall, LeadSource.TradeShow]),
    '(Lead_Source:in:Cold Call,Trade Show)',
  ],
  [({ is }) => is('No_of_Employees', 'between', [1, 10]), '(No_of_Employees:between:1,10)'],
  [({ is }) => is('Owner', 'in', [{ id: '1' }, '2']), '(Owner:in:1,2)'],
  [({ is }) => is('Email_Opt_Out', 'equals', false), '(Email_Opt_Out:equals:false)'],
  [
    ({ is }) => is('Created_Time', 'greater_equal', new Date(Date.UTC(2026, 0, 31, 8, 30))),
    '(Created_Time:greater_equal:2026-01-31T08:30:00Z)',
  ],
  [
    ({ is }) => is('Created_Time', 'less_than', '2026-01-31T08:30:00+01:00'),
    '(Created_Time:less_than:2026-01-31T08:30:00+01:00)',
  ],
  [
    ({ is }) => is('Company', 'equals', 'Doe, Roe (and) \\ Sons'),
    '(Company:equals:Doe\\, Roe \\(and\\) \\\\ Sons)',
  ],
  [({ is }) => is('Company', 'in', ['a,b', 'c']), '(Company:in:a\\,b,c)'],
  [({ is }) => is('Company', 'equals', 'x)or(id:equals:1'), '(Company:equals:x\\)or\\(id:equals:1)'],
  [({ is, all, any }) => all(any(), is('City', 'equals', 'a'), all()), '(City:equals:a)'],
]

test.each(WRITTEN.map(([where, want]) => [want, where] as const))('%s', (want, where) => {
  expect(written(where)).toBe(want)
})

const times =
  (count: number): Where =>
  ({ is, all }) =>
    all(...Array.from({ length: count }, () => is('City', 'equals', 'a')))

describe('what is refused before a call', () => {
  const REFUSED: Readonly<Record<string, readonly [Where, RegExp]>> = {
    'no conditions': [({ all }) => all(), /0 conditions/],
    'more than 15 conditions': [times(16), /16 conditions/],
    'no values': [({ is }) => is('City', 'in', []), /City is compared with 0 values/],
    'more than 100 values': [({ is }) => is('City', 'in', Array.from({ length: 101 }, String)), /101 values/],
    'an empty text': [({ is }) => is('City', 'equals', ''), /City is compared with nothing/],
    'a number that is none': [
      ({ is }) => is('Annual_Revenue', 'equals', Number.NaN),
      /compared with nothing/,
    ],
    'a date that is none': [
      ({ is }) => is('Created_Time', 'equals', new Date('x')),
      /Created_Time is no moment/,
    ],
  }
  test.each(Object.entries(REFUSED))('%s', (_, [where, message]) => {
    expect(() => written(where)).toThrow(ConfigurationError)
    expect(() => written(where)).toThrow(message)
  })

  test('15 conditions and 100 values are not', () => {
    expect(written(times(15)).split('City')).toHaveLength(16)
    expect(
      written(({ is }) => is('City', 'in', Array.from({ length: 100 }, String))).split(','),
    ).toHaveLength(100)
  })
})
