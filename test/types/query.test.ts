import { describe, test } from 'vitest'
import { type Accepted, expectAccepted, expectRefused, type Refused } from '../support/compiled.ts'

const named = "contacts.select('Last_Name')"

/** Rows that are what they are said to be, and what compiles. */
const ACCEPTED: Accepted = {
  'rows have what was selected': [
    "const x = await contacts.select('Last_Name', 'Email').all(); const ok: Same<typeof x, { id: string; Last_Name: string; Email: string | null }[]> = true",
    "const x = await contacts.select('id').first(); const ok: Same<typeof x, { id: string } | null> = true",
    "for await (const x of contacts.select('Email')) { const ok: Same<typeof x, { id: string; Email: string | null }> = true }",
    "for await (const x of contacts.select('Email').pages()) { const ok: Same<typeof x, z.Page<{ id: string; Email: string | null }>> = true }",
    "const x = await contacts.select('Lead_Source', 'Skills', 'Email_Opt_Out').first(); const ok: Same<NonNullable<typeof x>, { id: string; Lead_Source: o.ContactsRecord['Lead_Source']; Skills: o.ContactsRecord['Skills']; Email_Opt_Out: boolean | null }> = true",
    "const fields = ['Email', 'Phone'] as const; const x = await contacts.select(...fields).first(); const ok: Same<typeof x, { id: string; Email: string | null; Phone: string | null } | null> = true",
    "const x = await leads.select(z.as('Last_Name', 'surname')).all(); const ok: Same<typeof x, { id: string; surname: string }[]> = true",
  ],
  'lookups are references, and paths into them values': [
    "const x = await contacts.select('Account_Name', 'Owner').first(); const ok: Same<typeof x, { id: string; Account_Name: z.QueriedRef<'Accounts'> | null; Owner: z.QueriedRef<'users'> | null } | null> = true",
    "const x = await contacts.select('Account_Name.id', 'Owner.name').first(); const ok: Same<typeof x, { id: string; 'Account_Name.id': string | null; 'Owner.name': string | null } | null> = true",
    "const x = await contacts.select('Account_Name').first(); await deals.update('1', { Account_Name: x?.Account_Name ?? null })",
    "const x = await contacts.join('Account_Name', o.Accounts).select('Last_Name', 'Account_Name.Industry', 'Account_Name.name').first(); const ok: Same<typeof x, { id: string; Last_Name: string; 'Account_Name.Industry': o.AccountsRecord['Industry'] | null; 'Account_Name.name': string | null } | null> = true",
    "const x = await contacts.join('Account_Name', o.Accounts).join('Account_Name.Parent_Account', o.Accounts).select('Account_Name.Parent_Account.Account_Name').first(); const ok: Same<typeof x, { id: string; 'Account_Name.Parent_Account.Account_Name': string | null } | null> = true",
    "const x = await deals.join('Account_Name', o.Accounts).join('Contact_Name', o.Contacts).select('Account_Name.Phone', 'Contact_Name.Email').first(); const ok: Same<typeof x, { id: string; 'Account_Name.Phone': string | null; 'Contact_Name.Email': string | null } | null> = true",
    "contacts.join('Account_Name', o.Accounts).select('Last_Name').where('Account_Name.Phone', '=', '1').orderBy('Account_Name.Account_Name').groupBy('Account_Name.Phone')",
  ],
  'aggregates have their names': [
    "const x = await deals.select('Stage', z.sum('Amount', 'total'), z.count('id')).groupBy('Stage').all(); const ok: Same<typeof x[0], Omit<{ Stage: o.DealsRecord['Stage']; total: number | null; 'COUNT(id)': number }, 'id'>> = true",
    "const x = await deals.select(z.avg('Amount'), z.min('Closing_Date'), z.max('Amount', 'most')).first(); const ok: Same<NonNullable<typeof x>, { 'AVG(Amount)': number | null; 'MIN(Closing_Date)': z.ISODate | null; most: number | null }> = true",
    "const x = await deals.select('Stage').groupBy('Stage').first(); const stage: string | undefined = x?.Stage",
  ],
  'fields are compared by what they are': [
    `${named}.where('Lead_Source', 'in', [LeadSource.ColdCall, 'Chat']).where('Lead_Source', '!=', LeadSource.ColdCall).where('Lead_Source', 'like', 'C%')`,
    `${named}.where('Email', 'not like', '%x%').where('Phone', 'is null').where('Last_Name', 'in', [text])`,
    `${named}.where('Skills', '=', 'Touring').where('Skills', 'is not null')`,
    `${named}.where('Account_Name', '=', account).where('Account_Name', 'in', ['1', account]).where('Owner', '!=', user)`,
    `${named}.where('Created_Time', '>', new Date()).where('Created_Time', 'between', [text, new Date()]).where('Date_of_Birth', '<', '2000-01-01')`,
    `${named}.where('Email_Opt_Out', '=', true).where('id', '>', '1').where('Account_Name.id', 'in', ['1']).where('Account_Name.name', 'like', 'A%')`,
    "deals.select('Amount').where('Amount', 'not between', [1, 2]).where('Amount', 'in', [1]).where('Probability', '>=', 5)",
    "leads.select('Last_Name').where('Visitor_Score', '>', '9007199254740993')",
    `${named}.match(({ is, any, all }) => any(is('Email', 'like', '%@acme.com'), all(is('Mailing_City', '=', 'Paris'), is('Phone', 'is not null')), all()))`,
    `${named}.match(({ is, any }) => any(...['1', '2'].map((id) => is('Account_Name', '=', id)))).limit(5).offset(2).orderBy('Last_Name', 'desc')`,
    `const x: Promise<{ id: string; Last_Name: string } | null> = ${named}.with({ signal: new AbortController().signal }).first()`,
  ],
  'coql takes values': [
    "const x = await z.coql<{ id: string }>`select id from Leads where City = ${text} and id in ${['1', account]} and Created_Time > ${new Date()} and X is ${null}`.all(client); const ok: Same<typeof x, { id: string }[]> = true",
  ],
}

const NOT_ASSIGNABLE = /is not assignable to/
const UNKNOWN = (path: string) =>
  new RegExp(`'"${path}"' is not assignable to parameter of type '.*Path<ContactsRecord,`)

/** What does not compile, and why. */
const REFUSED: Refused = {
  'fields that there are not': [
    [
      "contacts.select('Nickname')",
      /'"Nickname"' is not assignable to parameter of type '.*Path<ContactsRecord/,
    ],
    ["contacts.select('Last_Name', 'Company')", /'"Company"' is not assignable/],
    ['contacts.select(text)', NOT_ASSIGNABLE],
    [`${named}.where('Nickname', '=', 'x')`, /'"Nickname"' is not assignable/],
    [`${named}.orderBy('Nickname')`, /'"Nickname"' is not assignable/],
    [`${named}.groupBy('Nickname')`, /'"Nickname"' is not assignable/],
    [`${named}.match(({ is }) => is('Nickname', '=', 'x'))`, /'"Nickname"' is not assignable/],
    ["contacts.select(z.as('Nickname', 'x'))", /'"Nickname"' is not assignable/],
    ["deals.select(z.sum('Nickname'))", /'"Nickname"' is not assignable/],
    ["rentals.select('Extras')", /'"Extras"' is not assignable/],
    [`(await ${named}.all())[0]?.Email`, /Property 'Email' does not exist/],
  ],
  'paths into what was not joined': [
    ["contacts.select('Account_Name.Industry')", UNKNOWN('Account_Name.Industry')],
    [`${named}.where('Account_Name.Industry', '=', 'x')`, UNKNOWN('Account_Name.Industry')],
    [`${named}.orderBy('Account_Name.Phone')`, UNKNOWN('Account_Name.Phone')],
    ["contacts.select('Last_Name.id')", UNKNOWN('Last_Name.id')],
    [
      "contacts.join('Account_Name', o.Accounts).select('Account_Name.Nickname')",
      UNKNOWN('Account_Name.Nickname'),
    ],
    [
      "contacts.join('Account_Name', o.Accounts).select('Account_Name.Parent_Account.Phone')",
      UNKNOWN('Account_Name.Parent_Account.Phone'),
    ],
  ],
  'joins of another module': [
    ["contacts.join('Account_Name', o.Leads)", /'"Leads"' is not assignable to type '"Accounts"'/],
    [
      "contacts.join('Last_Name', o.Leads)",
      /'"Last_Name"' is not assignable to parameter of type 'LookupOf<ContactsRecord>'/,
    ],
    ["contacts.join('Nickname', o.Leads)", /'"Nickname"' is not assignable/],
    ["contacts.join('Owner', o.Leads)", /'"Leads"' is not assignable to type '"users"'/],
  ],
  'operators that a field does not have': [
    [`${named}.where('Last_Name', '>', 'x')`, /'">"' is not assignable to parameter of type '.*"like"/],
    [`${named}.where('Lead_Source', 'between', ['Chat', 'Chat'])`, NOT_ASSIGNABLE],
    [`${named}.where('Email_Opt_Out', '!=', true)`, /'"!="' is not assignable to parameter of type '"="'/],
    [`${named}.where('Account_Name', 'like', '%x%')`, /'"like"' is not assignable/],
    ["deals.select('Amount').where('Amount', 'like', '1%')", /'"like"' is not assignable/],
    [`${named}.where('Description', '=', 'x')`, /Refused<"fields of this type cannot be compared">/],
    [`${named}.where('Tag', '=', 'x')`, /Refused<"fields of this type cannot be compared">/],
    [`${named}.match(({ is }) => is('Last_Name', '<', 'x'))`, /'"<"' is not assignable/],
  ],
  'values of another kind': [
    [
      `${named}.where('Lead_Source', '=', 'Cold call')`,
      /'"Cold call"' is not assignable to parameter of type 'LeadSourceValue'/,
    ],
    [`${named}.where('Lead_Source', 'in', [text])`, /'string' is not assignable to type 'LeadSourceValue'/],
    [
      `${named}.where('Lead_Source', '=', text)`,
      /'string' is not assignable to parameter of type 'LeadSourceValue'/,
    ],
    [`${named}.where('Skills', 'in', ['juggling'])`, NOT_ASSIGNABLE],
    [
      "deals.select('Amount').where('Amount', '=', '5')",
      /'string' is not assignable to parameter of type 'number'/,
    ],
    ["deals.select('Amount').where('Amount', 'between', [1])", NOT_ASSIGNABLE],
    [
      `${named}.where('Date_of_Birth', '=', new Date())`,
      /'Date' is not assignable to parameter of type 'string'/,
    ],
    [`${named}.where('Last_Name', '=', null)`, NOT_ASSIGNABLE],
    [`${named}.where('Last_Name', '=')`, /Expected 3 arguments, but got 2/],
    [`${named}.where('Last_Name', 'is null', 'x')`, /Expected 2 arguments, but got 3/],
    [`${named}.orderBy('Last_Name', 'down')`, NOT_ASSIGNABLE],
    [`${named}.match(() => true)`, NOT_ASSIGNABLE],
    [`${named}.match(({ is }) => is('Lead_Source', '=', text))`, NOT_ASSIGNABLE],
    [`${named}.match(({ is }) => is('Email_Opt_Out', '>', true))`, NOT_ASSIGNABLE],
    ["deals.select('Amount').match(({ is }) => is('Amount', 'between', [1]))", NOT_ASSIGNABLE],
    ["deals.select('Amount').match(({ is }) => is('Amount', 'between', ['1', '2']))", NOT_ASSIGNABLE],
    ["deals.select('Amount').match(({ is }) => is('Amount', 'in', 1))", NOT_ASSIGNABLE],
    ['z.coql`select id from Leads where City = ${undefined}`', NOT_ASSIGNABLE],
    ['z.coql`select id from Leads where City = ${{ name: text }}`', /'name' does not exist in type/],
  ],
  'aggregates of what is no number, and ids of groups': [
    [
      "const x = (await contacts.select(z.sum('Last_Name', 'total')).first())!; const n: number | null = x.total",
      /Refused<"only numbers have a sum and an average">/,
    ],
    ["(await deals.select(z.count('id')).first())?.id", /Property 'id' does not exist/],
    ["(await deals.select('Stage').groupBy('Stage').first())?.id", /Property 'id' does not exist/],
  ],
}

describe('the types of queries', () => {
  test('accept what is right', () => expectAccepted(ACCEPTED))
  test('refuse what is wrong, for the right reason', () => expectRefused(REFUSED))
})
