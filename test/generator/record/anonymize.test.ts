import { describe, expect, test } from 'vitest'
import { anonymized } from '../../../generator/record/anonymize.ts'
import type { JsonObject } from '../../../generator/record/json.ts'
import { remnantIn, sharedWords } from '../../../generator/record/verify.ts'

const boyle = { id: '5540230000002350', full_name: 'Patricia Boyle', email: 'p.boyle@acme.io' }
const users: JsonObject = {
  users: [
    {
      ...boyle,
      first_name: 'Patricia',
      last_name: 'Boyle',
      zuid: 60011223344,
      dob: '1980-01-02',
      Salary: 90_000,
    },
    { id: '5540230000009999', full_name: 'May', first_name: null, last_name: 'May', email: 'may@gmail.com' },
    { id: '5540230000001111', full_name: '山田太郎', email: 'taro@acme.io', phone: '+49 30 1234567' },
  ],
}
const org: JsonObject = {
  org: [
    {
      id: '5540230000000001',
      zgid: '700123456',
      company_name: 'Acme Bikes',
      website: 'https://www.acme-bikes.eu',
      street: 'Main St 1',
    },
  ],
}

/** The bodies of some files, with users replaced. */
function replaced(files: Record<string, JsonObject>): Record<string, JsonObject | null> {
  return Object.fromEntries(anonymized(new Map(Object.entries({ users, org, ...files }))).files)
}

/** A label of a field, with users replaced. */
function label(text: string): unknown {
  const { fields_Leads: body } = replaced({ fields_Leads: { fields: [{ label: text }] } })
  return (body as { fields: { label: string }[] } | null | undefined)?.fields[0]?.label
}

describe('a text tells no user', () => {
  test.each([
    ['of Patricia Boyle, and PATRICIA BOYLE', 'of User 2, and User 2'],
    ['Boyle, Patricia', 'User 2'],
    ["Boyle's leads, May’s leads", "User 2's leads, User 3’s leads"],
    ['write to P.Boyle@acme.io or crm@acme.io', 'write to user2@example.com or address1@example.com'],
    ['see https://acme.io/help or www.acme-bikes.eu', 'see https://example.com/help or www.example.com'],
    [
      'https://crm.zoho.com/crm/org700123456/tab?id=5540230000002350',
      'https://crm.zoho.com/crm/org300000001/tab?id=1000000000000002',
    ],
    ['zuid60011223344', 'zuid20000000002'],
    ['call 49 30 1234567', 'call +1 555 0100'],
    ['Acme Bikes GmbH', 'Example Company GmbH'],
    ['担当山田太郎様', '担当User 1様'],
    // Words of an organisation, and longer names and numbers, are something else.
    ['May', 'May'],
    ['Boyles law, Patricia Boyleson', 'Boyles law, Patricia Boyleson'],
    ['15540230000002350', '15540230000002350'],
    ['someone@example.org', 'someone@example.org'],
  ])('%s', (given, want) => expect(label(given)).toBe(want))
})

test('a user is the same made-up user everywhere, one who has left too', () => {
  const left = { name: 'Old Hand', id: '5540230000007777' }
  const { modules, fields_Leads: fields } = replaced({
    modules: {
      modules: [
        { api_name: 'Leads', id: '5540230000002175', modified_by: { name: 'P. Boyle', id: boyle.id } },
      ],
    },
    fields_Leads: {
      fields: [{ id: '5540230000000999', created_by: left, default_value: { id: boyle.id, name: 'P. B.' } }],
    },
  })
  const made = { name: 'User 2', id: '1000000000000002' }
  expect(modules).toEqual({ modules: [{ api_name: 'Leads', id: '5540230000002175', modified_by: made }] })
  const hand = { name: 'User 3', id: '1000000000000003' }
  expect(fields).toEqual({ fields: [{ id: '5540230000000999', created_by: hand, default_value: made }] })
})

test('whom something is shared with is a user where it says so', () => {
  const shared_to = [
    { name: 'Jo Poe', id: '5540230000008888', type: 'users' },
    { name: 'Sales Team', id: '5540230000008889', type: 'roles' },
  ]
  const { custom_views_Leads: body } = replaced({ custom_views_Leads: { custom_views: [{ shared_to }] } })
  expect(body).toEqual({
    custom_views: [{ shared_to: [{ name: 'User 3', id: '1000000000000003', type: 'users' }, shared_to[1]] }],
  })
})

test('users and organisation keep their keys, and of their values what tells nothing', () => {
  const { users: after, org: orgAfter } = replaced({})
  expect((after as { users: unknown[] }).users[0]).toEqual({
    id: '1000000000000002',
    full_name: 'User 2',
    first_name: 'User',
    last_name: '2',
    email: 'user2@example.com',
    zuid: 20_000_000_002,
    dob: null,
    Salary: null,
  })
  expect((after as { users: JsonObject[] }).users[1]?.['first_name']).toBeNull()
  expect(orgAfter).toEqual({
    org: [
      {
        id: '4000000000000001',
        zgid: '300000001',
        company_name: 'Example Company',
        website: 'https://www.example.com',
        street: null,
      },
    ],
  })
})

test('the order of the answers changes nothing, and a recording of a recording is the same', () => {
  const files = { users, org, modules: { modules: [{ api_name: 'Leads', modified_by: boyle }] } }
  const once = anonymized(new Map(Object.entries(files))).files
  const reversed = new Map(
    Object.entries({ ...files, users: { users: [...(users['users'] as [])].reverse() } }).reverse(),
  )
  const again = anonymized(reversed).files
  expect(again.get('modules')).toEqual(once.get('modules'))
  expect(Object.fromEntries(anonymized(once).files)).toEqual(Object.fromEntries(once))
})

test('keys of any name survive', () => {
  const body = JSON.parse(
    '{"fields":[{"__proto__":{"label":"Patricia Boyle"},"Patricia Boyle":1}]}',
  ) as JsonObject
  expect(JSON.stringify(replaced({ fields_X: body })['fields_X'])).toBe(
    '{"fields":[{"__proto__":{"label":"User 2"},"User 2":1}]}',
  )
})

describe('a look through the files', () => {
  const { identities } = anonymized(new Map(Object.entries({ users, org })))

  test.each([
    ['{"a":"x PATRICIA boyle"}', 'a name or an address'],
    ['{"a":"P.boyle@acme.io"}', 'an e-mail address'],
    ['{"a":5540230000002350}', 'the id of a user or of the organisation'],
    ['{"Acme Bikes":1}', 'a name or an address'],
  ])('finds what is left in %s', (text, what) => {
    expect(
      remnantIn(
        new Map([
          ['a.json', '{}'],
          ['b.json', text],
        ]),
        identities,
      ),
    ).toEqual({ file: 'b.json', what })
  })

  test('finds a name in the name of a file, and nothing in others', () => {
    expect(remnantIn(new Map([['fields_700123456.json', '']]), identities)?.file).toBe(
      'fields_700123456.json',
    )
    expect(
      remnantIn(new Map([['a.json', '{"a":"Patricia Boyleson","b":15540230000002350}']]), identities),
    ).toBeNull()
  })

  test('tells the words that are names too, those of API names as well', () => {
    const text = '{"a":["April","May"],"api_name":"Patricia_Boyle_Deals"}'
    const shared = sharedWords(new Map([['fields_Leads.json', text]]), identities)
    expect([...shared.keys()]).toEqual(['Boyle', 'May', 'Patricia'])
    expect(shared.get('May')).toEqual(['fields_Leads.json'])
  })
})

test('a module whose name is changed has its files under the new one', () => {
  const modules = { modules: [{ api_name: 'org700123456*' }] }
  const files = replaced({ modules, 'fields_org700123456%2A': { fields: [] } })
  expect(files['modules']).toEqual({ modules: [{ api_name: 'org300000001*' }] })
  expect(files['fields_org300000001%2A']).toEqual({ fields: [] })
})
