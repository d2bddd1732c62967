import { describe, expect, test } from 'vitest'
import manifest from '../../generated/manifest.json' with { type: 'json' }
import type { Manifest } from '../../generator/index.ts'
import { type Accepted, expectAccepted, expectRefused, type Refused } from '../support/compiled.ts'

/** Types that are as they are said to be, and what compiles. */
const ACCEPTED: Accepted = {
  'reads are what was asked for': [
    "const x = await leads.get('1'); const a: o.LeadsRecord | null = x; const b: typeof x = lead",
    "const x = await leads.get('1', {}); const a: o.LeadsRecord | null = x",
    "const x = await leads.get('1', { fields: ['Last_Name', 'Owner'] }); const ok: Same<typeof x, Pick<o.LeadsRecord, 'id' | 'Last_Name' | 'Owner'> | null> = true",
    "const x = await leads.get('1', { fields: [] }); const ok: Same<typeof x, Pick<o.LeadsRecord, 'id'> | null> = true",
    "const x = await leads.get('1', { fields: ['id'] }); const ok: Same<typeof x, Pick<o.LeadsRecord, 'id'> | null> = true",
    "const x = await leads.list({ fields: ['Email'] }).all(); const ok: Same<typeof x, Pick<o.LeadsRecord, 'id' | 'Email'>[]> = true",
    "for await (const x of leads.list({ fields: ['Email', 'Lead_Source'] })) { const ok: Same<typeof x, Pick<o.LeadsRecord, 'id' | 'Email' | 'Lead_Source'>> = true }",
    "for await (const page of leads.list({ fields: ['Email'] }).pages()) { const ok: Same<typeof page, z.Page<Pick<o.LeadsRecord, 'id' | 'Email'>>> = true }",
    "const fields = ['Email', 'City'] as const; const x = await leads.get('1', { fields }); const ok: Same<typeof x, Pick<o.LeadsRecord, 'id' | 'Email' | 'City'> | null> = true",
    "const x = await leads.get('1', { fields: ['Email'] }); const email: string | null | undefined = x?.Email",
    "const ok: Same<o.LeadsRecord['id'], string> = true",
    "const ok: Same<o.LeadsRecord['Last_Name'], string> = true",
    "const ok: Same<o.LeadsRecord['Email'], string | null> = true",
    "const ok: Same<o.LeadsRecord['Owner'], z.UserRef | null> = true",
    "const ok: Same<o.RentalsRecord['Drop_Off'], unknown> = true",
  ],
  'what only a single record has': [
    "const x = await rentals.get('1', { fields: ['Extras', 'Bicycles'] }); const ok: Same<typeof x, Pick<o.RentalsRecord, 'id' | 'Extras' | 'Bicycles'> | null> = true",
    'const rows: readonly o.RentalExtrasRecord[] | null = rental.Extras',
    'const count: number | null | undefined = rental.Extras?.[0]?.Count',
    "const bicycle: z.Ref<'Bicycles'> | null | undefined = rental.Bicycles?.[0]?.Bicycle",
  ],
  'creating takes what is mandatory, and of the rest what one likes': [
    "const x = await leads.create({ Last_Name: 'Doe', Company: 'Acme' }); const id: string = x.id",
    "await leads.create({ Last_Name: 'Doe', Company: 'Acme', Lead_Source: LeadSource.ColdCall, Email: null })",
    "await leads.create({ Last_Name: 'Doe', Company: 'Acme', Lead_Source: 'Cold Call' }, { trigger: [] })",
    "await deals.create({ Deal_Name: 'x', Closing_Date: '2026-01-01', Stage: 'Qualification' })",
    "await rentals.create({ Name: 'x', Starts: 'x', Rider: { id: '1' } })",
    "await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Account: account, Owner: user })",
    "await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Paid_By: { id: '1', module: { api_name: 'Accounts' } } })",
    "await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Extras: [{ Extra: 'Helmet', Count: 2 }], Bicycles: [{ Bicycle: { id: '1' } }] })",
    'await new o.DealHistory(client).create({})',
    "const more: Partial<o.LeadsCreate> = { City: 'x' }; await leads.create({ Last_Name: 'x', Company: 'x', ...more })",
  ],
  'updating takes anything that can be set, and null clears': [
    "await leads.update('1', {})",
    "await leads.update('1', { Last_Name: 'Doe' })",
    "await leads.update('1', { Email: null, Lead_Source: null, Owner: user })",
    "await rentals.update('1', { Extras: [{ Extra: 'Helmet' }, { id: '1', Count: 3 }, { id: '2', _delete: null }] })",
    "await rentals.update('1', { Bicycles: [{ Bicycle: { id: '1' } }, { id: '2', _delete: null }], Contract: [{ File_Id__s: 'x' }] })",
    "await rentals.update('1', { Rider: rental.Rider, Account: rental.Account })",
  ],
  'many rows are written from whatever gives them, and have a result each': [
    "const x = await leads.createMany([{ Last_Name: 'x', Company: 'x' }], { trigger: [], parallel: 2 }); const ok: Same<typeof x, readonly z.RowResult<o.LeadsCreate>[]> = true",
    "async function* rows() { yield { id: '1', City: 'x' } }; for await (const x of leads.updateMany(rows(), { append: ['Preferred_Season'] })) if (x.ok) { const id: string = x.record.id } else { const error: z.ZohoError = x.error }",
    "for (const x of await leads.upsertMany(new Set([{ Last_Name: 'x', Company: 'x' }]), { by: ['Email', 'Phone'] })) if (x.ok) { const action: 'insert' | 'update' = x.action } else { const row: o.LeadsCreate = x.row }",
    "const x = await leads.deleteMany(['1', '2']); const ok: Same<typeof x, readonly z.RowResult<string>[]> = true",
    "const x = await leads.upsert({ Last_Name: 'x', Company: 'x' }, { by: ['Email'], layout: '1', skipFeatures: ['cadences'] }); const field: string | null = x.duplicateField",
    "await leads.update('1', { Preferred_Season: ['Spring'] }, { append: ['Preferred_Season'], unmodifiedSince: lead.Modified_Time ?? new Date() })",
  ],
  'picklists are open to read and closed to write': [
    "const x: o.LeadsRecord = { ...lead, Lead_Source: 'added this morning' }",
    "if (lead.Lead_Source === 'added this morning') throw lead.Lead_Source",
    "const x: LeadSourceValue = LeadSource.ColdCall; const ok: Same<typeof LeadSource.ColdCall, 'Cold Call'> = true",
    "if (LeadSource.is(lead.Lead_Source)) await leads.update('1', { Lead_Source: lead.Lead_Source })",
    'const x: unknown = 1; if (LeadSource.is(x)) { const ok: Same<typeof x, LeadSourceValue> = true }',
    'const x = LeadSource.from(text); const ok: Same<typeof x, LeadSourceValue | undefined> = true',
    'const ok: Same<typeof LeadSource.values, readonly LeadSourceValue[]> = true',
    'for (const option of LeadSource.options) if (option.used) { const ok: Same<typeof option.value, LeadSourceValue | null> = true }',
    'for (const option of LeadSource.options) if (!option.used) { const ok: Same<typeof option.value, string | null> = true }',
    "const x: o.GlobalPicklists.DepotValue = o.GlobalPicklists.Depot.OldMill; await deals.update('1', { Depot: x })",
    "const x: readonly o.ContactsPicklists.SkillsValue[] = o.ContactsPicklists.Skills.values; await contacts.update('1', { Skills: x })",
    'const same: Same<o.LeadsPicklists.LeadSourceValue, LeadSourceValue> = true',
  ],
  'picklists that depend on another are typed maps': [
    "const x = o.RentalsPicklists.PickupDepotByPickupRegion.map.Harbour; const ok: Same<typeof x, readonly ('Harbour Gate' | 'Old Mill' | 'Riverside Workshop')[]> = true",
    "const region: o.GlobalPicklists.RegionValue = 'Harbour'; for (const depot of o.RentalsPicklists.PickupDepotByPickupRegion.map[region]) { const x: o.GlobalPicklists.DepotValue = depot; await rentals.update('1', { Pickup_Depot: x }) }",
    'const x = o.DealsPicklists.StageByPipeline.map; const stages: readonly o.DealsPicklists.StageValue[] = Object.values(x).flat()',
  ],
  'related lists are typed properties of the module': [
    "const x = await leads.related.Notes.list('1', o.Notes, { fields: ['Note_Title'] }).all(); const ok: Same<typeof x, Pick<o.NotesRecord, 'id' | 'Note_Title'>[]> = true",
    "for await (const x of leads.related.Tasks.list('1', o.Tasks, { fields: ['Subject', 'Status'], perPage: 10 })) { const ok: Same<typeof x, Pick<o.TasksRecord, 'id' | 'Subject' | 'Status'>> = true }",
  ],
  'what can be asked of a field follows from its data type': [
    "const ok: Same<z.KindOf<o.LeadsRecord['Email']>, 'text'> = true; const b: Same<z.KindOf<string>, 'text'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Description']>, 'long'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Created_Time']>, 'datetime'> = true",
    "const ok: Same<z.KindOf<o.DealsRecord['Closing_Date']>, 'date'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Visitor_Score']>, 'digits'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Annual_Revenue']>, 'number'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Email_Opt_Out']>, 'boolean'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Lead_Source']>, 'option'> = true; const b: Same<z.KindOf<z.Open<'a'>>, 'option'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Preferred_Season']>, 'options'> = true",
    "const ok: Same<z.KindOf<o.LeadsRecord['Owner']>, 'lookup'> = true; const b: Same<z.KindOf<o.RentalsRecord['Paid_By']>, 'lookup'> = true",
    "const ok: Same<z.KindOf<o.RentalsRecord['Extras']>, 'other'> = true; const b: Same<z.KindOf<o.RentalsRecord['Drop_Off']>, 'other'> = true",
    "const ok: Same<z.OptionOf<o.LeadsRecord['Lead_Source']>, LeadSourceValue> = true",
    "const ok: Same<z.OptionOf<o.LeadsRecord['Preferred_Season']>, o.GlobalPicklists.SeasonValue> = true",
    "const x: o.LeadsRecord = { ...lead, Created_Time: text, Description: 'x', Visitor_Score: text }; const t: string | null = x.Created_Time",
  ],
  'there is no any': [
    'const a: HasAny<{ a: { b: readonly any[] } }> = true; const b: HasAny<o.LeadsRecord> = false',
  ],
}

const MISSING = (name: string) => new RegExp(`Property '${name}' is missing`)
const UNKNOWN = (name: string) => new RegExp(`'${name}' does not exist in type`)
const NOT_ASSIGNABLE = /is not assignable to/

/** What does not compile, and why. */
const REFUSED: Refused = {
  'links whose field is not known': [
    ["const links: z.Links<never, 'users', 'update'> = [42]\nvoid links", /not assignable/],
    [
      "const links: z.Links<never, 'users', 'update'> = [{ name: 'x' }]\nvoid links",
      /not assignable|does not exist/,
    ],
  ],
  'reading what was not asked for': [
    ["(await leads.get('1', { fields: ['Last_Name'] }))?.Email", /Property 'Email' does not exist/],
    [
      "for await (const x of leads.list({ fields: ['Last_Name'] })) x.Email",
      /Property 'Email' does not exist/,
    ],
    ['lead.Nickname', /Property 'Nickname' does not exist/],
    ['lead.Email.length', /possibly 'null'/],
    ["(await leads.get('1')).id", /possibly 'null'/],
  ],
  'asking for what there is not': [
    ["await leads.get('1', { fields: ['Nickname'] })", /'"Nickname"' is not assignable/],
    ["leads.list({ fields: ['last_name'] })", /'"last_name"' is not assignable/],
    ['leads.list({ fields: [text] })', NOT_ASSIGNABLE],
    ['leads.list({})', MISSING('fields')],
    ['leads.list()', /Expected 1 arguments/],
    ["leads.list({ fields: ['Email'], sortBy: 'Email' })", /'"Email"' is not assignable/],
    ["leads.list({ fields: ['Email'], page: 2 })", UNKNOWN('page')],
    ['await leads.get(1)', NOT_ASSIGNABLE],
  ],
  'related lists that are not there, and fields of other modules': [
    ["leads.related.Rentals.list('1', o.Rentals, { fields: ['Name'] })", /Property 'Rentals' does not exist/],
    ["leads.related.Notes.list('1', o.Notes, { fields: ['Subject'] })", /'"Subject"' is not assignable/],
    ["leads.related.Notes.list('1', o.Tasks, { fields: ['Subject'] })", NOT_ASSIGNABLE],
    [
      "new o.Bicycles(client).related.Rentals_Bicycles.list('1', o.Rentals, { fields: ['Extras'] })",
      /'"Extras"' is not assignable/,
    ],
  ],
  'what does not go with a value': [
    ["const x: 'Old Mill' = o.RentalsPicklists.PickupDepotByPickupRegion.map.Airport[0]!", NOT_ASSIGNABLE],
    ['o.RentalsPicklists.PickupDepotByPickupRegion.map.Atlantis', /Property 'Atlantis' does not exist/],
    ['const x: string = o.RentalsPicklists.PickupDepotByPickupRegion', NOT_ASSIGNABLE],
  ],
  'listing what lists do not return': [
    ["rentals.list({ fields: ['Extras'] })", /'"Extras"' is not assignable/],
    ["rentals.list({ fields: ['Name', 'Bicycles'] })", /'"Bicycles"' is not assignable/],
    ["bicycles.list({ fields: ['Mechanics'] })", /'"Mechanics"' is not assignable/],
  ],
  'creating without what is mandatory': [
    ['await leads.create({})', /missing the following properties.*: Company, Last_Name/],
    ["await leads.create({ Last_Name: 'Doe' })", MISSING('Company')],
    ["await rentals.create({ Name: 'x', Starts: 'x' })", MISSING('Rider')],
    ["await deals.create({ Deal_Name: 'x', Closing_Date: 'x' })", MISSING('Stage')],
  ],
  'writing what the API does not take': [
    ["await leads.create({ Last_Name: 'x', Company: 'x', Created_Time: 'x' })", UNKNOWN('Created_Time')],
    ["await leads.update('1', { Modified_By: user })", UNKNOWN('Modified_By')],
    ["await leads.update('1', { Visitor_Score: '1' })", UNKNOWN('Visitor_Score')],
    ["await leads.create({ id: '1', Last_Name: 'x', Company: 'x' })", UNKNOWN('id')],
    ["await leads.update('1', { id: '1' })", UNKNOWN('id')],
    ["await leads.update('1', { Nickname: 'x' })", UNKNOWN('Nickname')],
    [
      "await new o.DealHistory(client).create({ Stage: 'x' })",
      /'Stage' does not exist in type 'DealHistoryCreate'/,
    ],
    [
      "await leads.create({ Last_Name: 'x', Company: 'x' }, { trigger: ['mail'] })",
      /'"mail"' is not assignable/,
    ],
  ],
  'writing many rows that are none of the module, by what is no field of it': [
    ["leads.createMany([{ Last_Name: 'x' }])", MISSING('Company')],
    // In one line, where the row stands.
    ["leads.createMany([{ Last_Name: 'x' }])", /^.*TS2741: Property 'Company' is missing.*\n$/],
    [
      "const rows = [{ Last_Name: 'x' }]; leads.createMany(rows)",
      /^(.*\n){3}.*Property 'Company' is missing.*\n$/,
    ],
    ["leads.createMany(new Set([{ Last_Name: 'x' }]))", MISSING('Company')],
    ["leads.createMany([{ Last_Name: 'x', Company: 'x', Nickname: 'x' }])", UNKNOWN('Nickname')],
    ["leads.createMany({ Last_Name: 'x', Company: 'x' })", UNKNOWN('Last_Name')],
    ["leads.updateMany([{ City: 'x' }])", MISSING('id')],
    ["leads.upsertMany([], { by: ['Emial'] })", /'"Emial"' is not assignable/],
    ["leads.createMany([], { by: ['Email'] })", UNKNOWN('by')],
    ["leads.updateMany([], { append: ['City'] })", /'"City"' is not assignable/],
    ["leads.update('1', {}, { parallel: 2 })", UNKNOWN('parallel')],
    ['leads.deleteMany([1])', NOT_ASSIGNABLE],
    ['for (const x of await leads.createMany([])) if (x.ok) x.action', /Property 'action' does not exist/],
  ],
  'writing a value of another kind': [
    ["await leads.update('1', { Last_Name: 1 })", NOT_ASSIGNABLE],
    ["await leads.update('1', { No_of_Employees: '1' })", NOT_ASSIGNABLE],
    ["await leads.update('1', { Email_Opt_Out: 'true' })", NOT_ASSIGNABLE],
    ["await leads.update('1', { Last_Name: null })", NOT_ASSIGNABLE],
    ["await leads.create({ Last_Name: null, Company: 'x' })", NOT_ASSIGNABLE],
    ["await deals.update('1', { Stage: null })", NOT_ASSIGNABLE],
    ["await leads.update('1', { Email: undefined })", /exactOptionalPropertyTypes/],
    [
      "await leads.create({ Last_Name: 'x', Company: 'x', Lead_Source: undefined })",
      /exactOptionalPropertyTypes/,
    ],
    ["await leads.update('1', { Tag: 'x' })", NOT_ASSIGNABLE],
    ["await rentals.update('1', { Contract: ['x'] })", NOT_ASSIGNABLE],
  ],
  'writing an option that there is not': [
    ["await leads.update('1', { Lead_Source: 'Cold call' })", /'"Cold call"' is not assignable/],
    ["await leads.update('1', { Lead_Source: text })", /'string' is not assignable/],
    ["await leads.update('1', { Lead_Source: lead.Lead_Source })", NOT_ASSIGNABLE],
    ["await leads.update('1', { Lead_Source: '-None-' })", NOT_ASSIGNABLE],
    ["await leads.update('1', { Lead_Source: LeadStatus.Contacted })", NOT_ASSIGNABLE],
    ["await deals.create({ Deal_Name: 'x', Closing_Date: 'x', Stage: 'Someday' })", NOT_ASSIGNABLE],
    ["await contacts.update('1', { Skills: ['juggling'] })", NOT_ASSIGNABLE],
    ["await deals.update('1', { Depot: 'Pop-up Summer Stand' })", NOT_ASSIGNABLE],
  ],
  'pointing to a record of another module': [
    [
      "await rentals.create({ Name: 'x', Starts: 'x', Rider: account })",
      /'"Accounts"' is not assignable to type '"Contacts"'/,
    ],
    [
      "await rentals.update('1', { Account: contact })",
      /'"Contacts"' is not assignable to type '"Accounts"'/,
    ],
    ["await rentals.update('1', { Owner: contact })", /'"Contacts"' is not assignable to type '"users"'/],
    [
      "await rentals.update('1', { Bicycles: [{ Bicycle: contact }] })",
      /'"Contacts"' is not assignable to type '"Bicycles"'/,
    ],
    ["await rentals.update('1', { Paid_By: user })", /'"users"' is not assignable/],
    ["await rentals.update('1', { Rider: rental.Account })", NOT_ASSIGNABLE],
    ["await rentals.update('1', { Rider: '1' })", NOT_ASSIGNABLE],
    ["await rentals.update('1', { Rider: { name: 'x' } })", UNKNOWN('name')],
    ["const x: z.Ref<'Contacts'> = account", NOT_ASSIGNABLE],
  ],
  'rows that are not of their subform': [
    ["await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Extras: [{}] })", MISSING('Extra')],
    [
      "await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Extras: [{ Extra: 'Jetpack' }] })",
      NOT_ASSIGNABLE,
    ],
    [
      "await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Extras: [{ Extra: 'Helmet', Parent_Id: { id: '1' } }] })",
      UNKNOWN('Parent_Id'),
    ],
    [
      "await rentals.create({ Name: 'x', Starts: 'x', Rider: contact, Extras: [{ Extra: 'Helmet', Colour: 'red' }] })",
      UNKNOWN('Colour'),
    ],
    ["await rentals.update('1', { Extras: [{ id: '1', _delete: true }] })", NOT_ASSIGNABLE],
    ["await rentals.update('1', { Extras: [{ _delete: null }] })", NOT_ASSIGNABLE],
    ['rental.Extras?.[0]?.Colour', /Property 'Colour' does not exist/],
  ],
  'misusing a picklist class': [
    ["const x: LeadSource = 'Cold Call'", /'string' is not assignable to type 'LeadSource'/],
    ['const x: LeadSource = text', /'string' is not assignable to type 'LeadSource'/],
    ['const x: LeadSource = LeadSource.ColdCall', NOT_ASSIGNABLE],
    ['const x: LeadSource = {}', NOT_ASSIGNABLE],
    ['const x: LeadSourceValue = text', /'string' is not assignable/],
    ['const x: LeadSourceValue = LeadSource.from(text)', /'undefined' is not assignable/],
    ['new LeadSource()', /Constructor of class 'Picklist' is protected/],
    ["LeadSource.ColdCall = 'Chat'", /read-only/],
    ["LeadSource.values.push('Chat')", /Property 'push' does not exist/],
    ['LeadSource.options[0].label', /possibly 'undefined'/],
    ['LeadSource.table()', /protected/],
    ['LeadSource.WarmCall', /Property 'WarmCall' does not exist/],
    [
      'for (const option of LeadSource.options) { const x: LeadSourceValue | null = option.value }',
      NOT_ASSIGNABLE,
    ],
    ['const x: o.LeadsRecord = { ...lead, Lead_Source: 5 }', NOT_ASSIGNABLE],
  ],
}

describe('the types of the demo organisation', () => {
  test('accept what is right', () => expectAccepted(ACCEPTED))
  test('refuse what is wrong, for the right reason', () => expectRefused(REFUSED))

  test('have neither any nor index signatures, in no module', async () => {
    const { modules } = manifest as Manifest
    const own = Object.values(modules).flatMap(({ class: name, record, create, update }) => [
      ...[record, create, update].map((type) => `o.${type}`),
      `Parameters<o.${name}['create']>`,
      `Parameters<o.${name}['list']>[0]['fields']`,
      `Awaited<ReturnType<o.${name}['get']>>`,
    ])
    const picklists = Object.values(modules).flatMap(({ class: name, picklists }) =>
      Object.values(picklists).map((picklist) => {
        const namespace = picklist.file === 'global-picklists.ts' ? 'GlobalPicklists' : `${name}Picklists`
        return `Omit<typeof o.${namespace}.${picklist.class}, 'prototype'>`
      }),
    )
    expect(own.length).toBe(6 * Object.keys(modules).length)
    expect(picklists.length).toBeGreaterThan(30)
    const lines = [...own, ...new Set(picklists)].map((type) =>
      type.startsWith('Parameters') ? `const ok: HasAny<${type}> = false` : `const ok: Clean<${type}> = true`,
    )
    await expectAccepted({ 'there is neither': lines })
  })
})
