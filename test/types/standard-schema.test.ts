import { runInThisContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { DealHistory, Leads, Rentals } from '../../generated/index.ts'
import { issuesOf } from '../runtime/validation/support.ts'
import { type Accepted, expectAccepted, expectRefused, type Refused } from '../support/compiled.ts'

const SPEC = "import('@standard-schema/spec').StandardSchemaV1"

const ACCEPTED: Accepted = {
  'validators are Standard Schemas of what is created and updated': [
    `const x: ${SPEC}<o.LeadsCreate, o.LeadsCreate> = o.Leads.validator('create')`,
    `const x: ${SPEC}<o.LeadsUpdate> = o.Leads.validator('update')`,
    "const x = o.Leads.validator('create'); const ok: Same<typeof x, z.Validator<o.LeadsCreate>> = true",
    `const x = o.Rentals.validator('update'); const ok: Same<${SPEC}.InferInput<typeof x>, o.RentalsUpdate> = true`,
    `const x = o.Rentals.validator('create'); const ok: Same<${SPEC}.InferOutput<typeof x>, o.RentalsCreate> = true`,
    "const x = await o.Leads.validator('create').load(); const ok: Same<typeof x, z.Validator<o.LeadsCreate>> = true",
    "const x: z.InputKind = 'create'; const y: z.Validator<o.LeadsCreate> | z.Validator<o.LeadsUpdate> = o.Leads.validator(x as z.InputKind)",
    "class Mine extends o.Leads {}; const x: z.Validator<o.LeadsCreate> = Mine.validator('create')",
  ],
  'what passed is typed': [
    "const x = await o.Leads.validator('create')['~standard'].validate(text); if (x.issues === undefined) await leads.create(x.value)",
    "const x = await o.Leads.validator('create')['~standard'].validate({}); if (x.issues) { const m: string = x.issues[0]?.message ?? ''; const p: readonly (string | number)[] = x.issues[0]?.path ?? [] }",
  ],
}

const REFUSED: Refused = {
  'what is no validator, or another': [
    ["o.Leads.validator('delete')", /'"delete"' is not assignable to parameter of type 'InputKind'/],
    ['o.Leads.validator()', /Expected 1 arguments/],
    ["const x: z.Validator<o.DealsCreate> = o.Leads.validator('create')", /is not assignable to/],
    [`const x: ${SPEC}<o.LeadsCreate> = o.Leads.validator('update')`, /is not assignable to/],
    ["leads.validator('create')", /Property 'validator' does not exist/],
  ],
}

describe('the types of validators', () => {
  test('accept what is right', () => expectAccepted(ACCEPTED))
  test('refuse what is wrong', () => expectRefused(REFUSED))
})

const MODULES = { Leads, Rentals, DealHistory }

const RENTAL = "Name: 'x', Starts: '2026-01-31T12:00:00Z', Rider: { id: '1' }"

/** Inputs as they are written in code: what compiles passes, and what does not is refused. */
const RIGHT: readonly (readonly [module: keyof typeof MODULES, kind: 'create' | 'update', input: string])[] =
  [
    ['Leads', 'create', "{ Last_Name: 'Doe', Company: 'Acme' }"],
    [
      'Leads',
      'create',
      "{ Last_Name: 'Doe', Company: 'Acme', Lead_Source: 'Cold Call', Preferred_Season: ['Summer'], Email: null, Owner: { id: '1' }, Tag: [{ name: 'x' }] }",
    ],
    ['Leads', 'update', '{}'],
    ['Leads', 'update', "{ City: null, Lead_Source: null, Preferred_Season: null, Layout: { id: '1' } }"],
    ['Rentals', 'create', `{ ${RENTAL} }`],
    [
      'Rentals',
      'create',
      `{ ${RENTAL}, Extras: [{ Extra: 'Helmet', Count: 2 }], Bicycles: [{ Bicycle: { id: '1' } }], Contract: [{ File_Id__s: 'x' }], Drop_Off: [1], Paid_By: { id: '1', module: { api_name: 'Accounts' } } }`,
    ],
    [
      'Rentals',
      'update',
      "{ Extras: [{ Extra: 'Helmet' }, { id: '1', Count: 3 }, { id: '2', _delete: null }], Bicycles: [{ id: '2', _delete: null }] }",
    ],
    ['DealHistory', 'create', '{}'],
  ]

const WRONG: typeof RIGHT = [
  ['Leads', 'create', "{ Last_Name: 'Doe' }"],
  ['Leads', 'create', "{ Last_Name: 'Doe', Company: null }"],
  ['Leads', 'create', "{ Last_Name: 'Doe', Company: 'Acme', id: '1' }"],
  ['Leads', 'create', "{ Last_Name: 'Doe', Company: 'Acme', Citi: 'Paris' }"],
  ['Leads', 'create', "{ Last_Name: 'Doe', Company: 'Acme', Full_Name: 'Doe' }"],
  ['Leads', 'update', '{ Last_Name: null }'],
  ['Leads', 'update', "{ id: '1' }"],
  ['Leads', 'update', "{ Lead_Source: 'Cold Cal' }"],
  ['Leads', 'update', "{ Lead_Source: '-None-' }"],
  ['Leads', 'update', "{ Lead_Source: '' }"],
  ['Leads', 'update', "{ Preferred_Season: 'Summer' }"],
  ['Leads', 'update', "{ Preferred_Season: ['Sprng'] }"],
  ['Leads', 'update', "{ Annual_Revenue: '5' }"],
  ['Leads', 'update', '{ City: 5 }'],
  ['Leads', 'update', '{ Email_Opt_Out: 1 }'],
  ['Leads', 'update', "{ Owner: '1' }"],
  ['Leads', 'update', '{ Owner: { id: 1 } }'],
  ['Leads', 'update', "{ Owner: { name: 'x' } }"],
  ['Leads', 'update', "{ Created_Time: '2026-01-31T12:00:00Z' }"],
  ['Leads', 'update', '{ Tag: [{}] }'],
  ['Rentals', 'update', '{ Starts: new Date() }'],
  ['Rentals', 'create', `{ ${RENTAL}, Extras: [{}] }`],
  ['Rentals', 'create', `{ ${RENTAL}, Extras: [{ Extra: 'Helmet', Parent_Id: { id: '1' } }] }`],
  ['Rentals', 'create', `{ ${RENTAL}, Extras: [{ Extra: 'Helmet', Colour: 'red' }] }`],
  ['Rentals', 'create', `{ ${RENTAL}, Extras: [{ id: '1', Extra: 'Helmet' }] }`],
  ['Rentals', 'update', '{ Extras: [{ Count: 1 }] }'],
  ['Rentals', 'update', "{ Extras: [{ id: '1', Extra: null }] }"],
  ['Rentals', 'update', "{ Extras: [{ id: '1', Parent_Id: { id: '1' } }] }"],
  ['Rentals', 'update', '{ Extras: [{ _delete: null }] }'],
  ['Rentals', 'update', '{ Bicycles: [{ Bicycle: null }] }'],
  ['Rentals', 'update', "{ Contract: [{ id: '1' }] }"],
  ['Rentals', 'update', "{ Paid_By: { id: '1', module: { api_name: 'Leads' } } }"],
  ['DealHistory', 'create', '{ Amount: 5 }'],
]

describe('types and validators agree', () => {
  const line = ([module, kind, input]: (typeof RIGHT)[number]) =>
    `const x: o.${module}${kind === 'create' ? 'Create' : 'Update'} = ${input}`
  const messages = async ([module, kind, input]: (typeof RIGHT)[number]) => {
    const value: unknown = runInThisContext(`(${input})`)
    return (await issuesOf(MODULES[module], kind, value)).map(({ message }) => message)
  }

  test('on what is right', async () => {
    await expectAccepted({ right: RIGHT.map(line) })
    for (const row of RIGHT) expect.soft(await messages(row), line(row)).toEqual([])
  })

  test('on what is wrong', async () => {
    await expectRefused({ wrong: WRONG.map((row) => [line(row), /error TS/]) })
    for (const row of WRONG) expect.soft(await messages(row), line(row)).not.toEqual([])
  })
})
