import { type Choices, type FieldRow, Module, Picklist } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { messagesOf } from './support.ts'

class Size extends Picklist {
  static override table(): string {
    return '\n["-None-",1]\n["small",2,null,"Small","s"]\n["large",3,null,"Large"]\n["huge",4,null,null,null,null,0]\n'
  }
}

class Empty extends Picklist {}

/** A module of one field, `F`. */
function withField(...[kind, detail = null, use = 'optional']: Rest<FieldRow>) {
  return class extends Module<{ id: string }, object, object> {
    static override readonly apiName = 'Things'
    static override async choices(): Promise<Choices> {
      const picklist = detail === 'closed' ? Size : detail === 'empty' ? Empty : null
      const row: FieldRow = ['F', kind ?? 'any', picklist === null ? detail : null, use]
      return {
        fields: `${JSON.stringify(row)}\n`,
        picklists: picklist === null ? [] : [['F', picklist]],
        dependencies: [],
      }
    }
  }
}

type Rest<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : never

describe.each<[Rest<FieldRow>, readonly unknown[], readonly (readonly [value: unknown, why: string])[]]>([
  [
    ['text', 5],
    ['', 'a', 'éééé\u{2028}'],
    [
      ['abcdef', 'it has 6 letters; at most 5 are allowed'],
      [5, '5 is not a text'],
      [true, 'true is not a text'],
      [{}, 'an object is not a text'],
      [Symbol('x'), 'Symbol(x) is not a text'],
    ],
  ],
  [
    ['text'],
    ['x'.repeat(100_000)],
    [
      [5n, '5 is not a text'],
      [() => 1, 'a function is not a text'],
    ],
  ],
  [['richtext', 10], ['<b>x</b>'], [['<b>text</b>', 'it has 11 letters; at most 10 are allowed']]],
  [
    ['email', 12],
    ['a@b.c', "o'x+y@ä.com", 'a@b.c.d'],
    [
      ['', '"" is not an e-mail address'],
      ['a@b', '"a@b" is not an e-mail address'],
      ['a@.b', '"a@.b" is not an e-mail address'],
      ['a@b.', '"a@b." is not an e-mail address'],
      ['@b.c', '"@b.c" is not an e-mail address'],
      ['a@b@c.d', '"a@b@c.d" is not an e-mail address'],
      ['a @b.c', '"a @b.c" is not an e-mail address'],
      ['someone@long.example', 'it has 20 letters; at most 12 are allowed'],
      [5, '5 is not an e-mail address'],
    ],
  ],
  [
    ['integer', 3],
    [0, -0, 999, -999],
    [
      [1000, 'it has 4 digits; at most 3 are allowed'],
      [1.5, '1.5 is not a whole number'],
      [Number.NaN, 'NaN is not a whole number'],
      [2 ** 53, '9007199254740992 is not a whole number'],
      ['5', '"5" is not a whole number'],
    ],
  ],
  [
    ['number'],
    [0, 1e300, -0.5],
    [
      [Number.NaN, 'NaN is not a number'],
      [Number.POSITIVE_INFINITY, 'Infinity is not a number'],
      ['5', '"5" is not a number'],
      [5n, '5 is not a number'],
      ['', '"" is not a number'],
    ],
  ],
  [
    ['digits', 4],
    ['0', '-1234'],
    [
      ['12345', 'it has 5 digits; at most 4 are allowed'],
      [5, '5 is not a whole number as text: "123"'],
      ['1.5', '"1.5" is not a whole number as text: "123"'],
      ['1e3', '"1e3" is not a whole number as text: "123"'],
    ],
  ],
  [
    ['boolean'],
    [true, false],
    [
      ['true', '"true" is neither true nor false'],
      [0, '0 is neither true nor false'],
    ],
  ],
  [
    ['date'],
    ['2026-01-31', '2024-02-29'],
    [
      ['31.01.2026', '"31.01.2026" is not a day such as 2026-01-31'],
      ['2026-02-29', '"2026-02-29" is not a day such as 2026-01-31'],
      ['2026-00-10', '"2026-00-10" is not a day such as 2026-01-31'],
      ['2026-01-31T00:00:00Z', '"2026-01-31T00:00:00Z" is not a day such as 2026-01-31'],
      [new Date(0), 'a Date is not a day such as 2026-01-31'],
    ],
  ],
  [
    ['datetime'],
    ['2026-01-31T12:00:00+01:00', '2026-01-31T23:59:59Z'],
    [
      [new Date(Number.NaN), 'a Date is not a date and time such as 2026-01-31T12:00:00+00:00'],
      [
        '2026-01-31T12:00:00.000Z',
        '"2026-01-31T12:00:00.000Z" is not a date and time such as 2026-01-31T12:00:00+00:00',
      ],
      ['2026-01-31T12:00', '"2026-01-31T12:00" is not a date and time such as 2026-01-31T12:00:00+00:00'],
      [
        '2026-02-30T12:00:00Z',
        '"2026-02-30T12:00:00Z" is not a date and time such as 2026-01-31T12:00:00+00:00',
      ],
      [
        '2026-01-31T24:00:00Z',
        '"2026-01-31T24:00:00Z" is not a date and time such as 2026-01-31T12:00:00+00:00',
      ],
    ],
  ],
  [
    ['option', 'closed'],
    ['small', 'large'],
    [
      ['smal', '"smal" is not an option; did you mean "small"? It may be "small" or "large"'],
      ['s', '"s" is not an option; did you mean "small"? It may be "small" or "large"'],
      ['Large', '"Large" is not an option; did you mean "large"? It may be "small" or "large"'],
      ['huge', '"huge" is not an option any more; it may be "small" or "large"'],
      ['', '"" is not an option: null stands for none; it may be "small" or "large"'],
      ['-None-', '"-None-" is not an option: null stands for none; it may be "small" or "large"'],
      ['something else', '"something else" is not an option; it may be "small" or "large"'],
      [5, '5 is not an option; it may be "small" or "large"'],
      [['small'], 'a list is not an option; it may be "small" or "large"'],
    ],
  ],
  [['option', 'empty'], [], [['x', '"x" is not an option; there is no value that is']]],
  [['option'], ['anything', ''], [[5, '5 is not a text']]],
  [
    ['options', 'closed'],
    [[], ['large', 'small']],
    [
      ['small', '"small" is not a list'],
      [['small', null], '[1]: null is not an option; it may be "small" or "large"'],
      [[['small']], '[0]: a list is not an option; it may be "small" or "large"'],
    ],
  ],
  [['options'], [['anything']], [[[5], '[0]: 5 is not a text']]],
  [
    ['lookup'],
    [{ id: '1' }, { id: '1', name: 'x', email: 'a@b.c' }],
    [
      ['1', '"1" is not a record to point to: { id: "…" }'],
      [{ id: 1 }, 'an object is not a record to point to: { id: "…" }'],
      [{ id: '' }, 'an object is not a record to point to: { id: "…" }'],
      [Object.create({ id: '1' }), 'an object is not a record to point to: { id: "…" }'],
    ],
  ],
  [
    ['anylookup', ['Accounts', 'Contacts']],
    [
      { id: '1' },
      { id: '1', module: { api_name: 'Contacts' } },
      { id: '1', module: { api_name: 'Accounts', id: '9' } },
    ],
    [
      [{ id: '1', module: { api_name: 'Leads' } }, 'it points to no record of Accounts, Contacts'],
      [{ id: '1', module: 'Accounts' }, 'it points to no record of Accounts, Contacts'],
      [{ module: { api_name: 'Accounts' } }, 'an object is not a record to point to: { id: "…" }'],
    ],
  ],
  [
    ['anylookup'],
    [{ id: '1', module: { api_name: 'Leads' } }],
    [[5, '5 is not a record to point to: { id: "…" }']],
  ],
  [
    ['links', 'To'],
    [[], [{ To: { id: '1' } }], [{ id: '5', _delete: null }]],
    [
      [[{ To: null }], '[0].To: null is not a record to point to: { id: "…" }'],
      [[{ id: '1' }], '[0]: an object is not a link: { To: { id: "…" } }'],
      [[{ _delete: null }], '[0]: an object is not a link: { To: { id: "…" } }'],
    ],
  ],
  [['links'], [[{ id: '1' }]], [[[{}], '[0]: an object is not a record to point to: { id: "…" }']]],
  [
    ['subform'],
    [[], [{ anything: 1 }]],
    [
      [[5], '[0]: 5 is not a row'],
      [{}, 'an object is not a list'],
    ],
  ],
  [
    ['files'],
    [[{ File_Id__s: 'x' }], [{ id: '5', _delete: null }]],
    [[[{ id: '5' }], '[0]: an object is not an uploaded file: { File_Id__s: "…" }']],
  ],
  [
    ['tags'],
    [[{ name: 'x' }, { name: 'x', color_code: null, id: '1' }]],
    [[[{ name: 'x', color_code: 5 }], '[0]: an object is not a tag: { name: "…" }']],
  ],
  [
    ['participants'],
    [[{}, { type: 'user', participant: '1', invited: true, name: null }]],
    [[[{ invited: 1 }], '[0]: an object is not a participant: { type: "…", participant: "…" }']],
  ],
  [
    ['reminders'],
    [[{ unit: 'days', period: 1 }, { period: '1' }]],
    [[[{ period: true }], '[0]: an object is not a reminder: { unit: "…", period: … }']],
  ],
  [
    ['taxes'],
    [[{ id: '1', percentage: 1 }]],
    [[[{ value: Number.NaN }], '[0]: an object is not a tax: { id: "…" }']],
  ],
  [
    ['alarm'],
    [{ ALARM: 'FREQ=NONE' }],
    [[{}, 'an object is not a reminder: { ALARM: "FREQ=…;ACTION=…;TRIGGER=…" }']],
  ],
  [
    ['recurrence'],
    [{ RRULE: 'FREQ=DAILY' }],
    [['FREQ=DAILY', '"FREQ=DAILY" is not a repetition: { RRULE: "FREQ=…" }']],
  ],
  [
    ['module'],
    [{ api_name: 'Leads', id: '1' }],
    [[{ api_name: 'Leads' }, 'an object is not a module: { api_name: "…", id: "…" }']],
  ],
  [['any'], [5, 'x', [], { a: 1 }], []],
  [['unlisted'], [5, 'x', [], { a: 1 }], []],
])('a field of kind %j', (field, right, wrong) => {
  test('takes what is right', async () => {
    for (const F of [...right, null]) {
      expect.soft(await messagesOf(withField(...field), 'create', { F })).toEqual([])
      expect.soft(await messagesOf(withField(...field), 'update', { F })).toEqual([])
    }
  })

  test('says what is wrong', async () => {
    for (const [F, why] of wrong) {
      const want = [why.startsWith('[') ? `F${why}` : `F: ${why}`]
      expect.soft(await messagesOf(withField(...field), 'create', { F })).toEqual(want)
      expect.soft(await messagesOf(withField(...field), 'update', { F })).toEqual(want)
    }
  })
})

describe.each<[FieldRow[3], Readonly<Record<'create' | 'update', Readonly<Record<string, string>>>>]>([
  ['optional', { create: {}, update: {} }],
  [
    'mandatory',
    { create: { absent: 'mandatory', null: 'null', empty: '""' }, update: { null: 'null', empty: '""' } },
  ],
  ['demanded', { create: { absent: 'mandatory', null: 'null', empty: '""' }, update: {} }],
  ['createOptional', { create: {}, update: { null: 'only when', empty: 'only when', given: 'only when' } }],
  [
    'createMandatory',
    {
      create: { absent: 'mandatory', null: 'null', empty: '""' },
      update: { null: 'only when', empty: 'only when', given: 'only when' },
    },
  ],
  [
    'createDemanded',
    {
      create: { absent: 'mandatory', null: 'null', empty: '""' },
      update: { null: 'only when', empty: 'only when', given: 'only when' },
    },
  ],
  [
    'updateOptional',
    { create: { null: 'only after', empty: 'only after', given: 'only after' }, update: {} },
  ],
  [
    'system',
    {
      create: { null: 'read-only', empty: 'read-only', given: 'read-only' },
      update: { null: 'read-only', empty: 'read-only', given: 'read-only' },
    },
  ],
])('a field that is %s', (use, want) => {
  test.each(['create', 'update'] as const)('%s', async (kind) => {
    const rows = { absent: {}, null: { F: null }, empty: { F: '' }, given: { F: 'x' } }
    for (const [name, row] of Object.entries(rows)) {
      const [message = ''] = await messagesOf(withField('text', null, use), kind, row)
      const part = want[kind][name]
      if (part === undefined) expect.soft(message, name).toBe('')
      else expect.soft(message, name).toContain(part)
    }
  })
})

test('what is long is not repeated in full', async () => {
  const [message] = await messagesOf(withField('option', 'closed'), 'create', { F: 'x'.repeat(1_000_000) })
  expect(message?.length).toBeLessThan(200)
  const [unknown] = await messagesOf(withField('text'), 'create', { ['y'.repeat(1_000_000)]: 1 })
  expect(unknown?.length).toBeLessThan(200)
})
