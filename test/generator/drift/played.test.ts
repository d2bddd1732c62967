import { join } from 'node:path'
import type { Client } from '@zcrm/runtime'
import type { Metadata } from '@zcrm/runtime/metadata'
import { expect, test } from 'vitest'
import { orgOf } from '../../runtime/metadata/org.ts'
import { clientOf, grantToken } from '../../runtime/support.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { generate } from './generated.ts'
import { diff, standard } from './organisations.ts'
import { type Calls, type ClassOf, PLAYED } from './played.ts'

/** The classes of some modules as they are generated of an organisation. */
async function classesOf(metadata: Metadata, client: Client): Promise<ClassOf> {
  const folder = await scratchFolder()
  await generate(folder, metadata, standard, '.ts')
  const found = new Map<string, Calls>()
  for (const name of new Set(PLAYED.map(({ about: [module] }) => module))) {
    const { [name]: Class } = await import(join(folder, `${name.toLowerCase()}.ts`))
    found.set(name, new (Class as new (client: Client) => Calls)(client))
  }
  return (module) => {
    const calls = found.get(module)
    if (calls === undefined) throw new Error(`nothing of ${module} is played`)
    return calls
  }
}

/** The code of the error that a call meets; `null` where it meets none. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: { readonly code: string }) => error.code,
  )
}

test('a grade of what happens at run time is what happens there', async () => {
  const zoho = await emulator()
  for (const { prepare } of PLAYED) prepare?.(zoho)
  const { client, pull } = await orgOf(zoho)
  const { metadata: before } = await pull()
  const was = await classesOf(before, client)
  for (const { kind, about, call } of PLAYED)
    expect.soft(await refusal(call(was)), `${kind} of ${about.join('.')}, before`).toBeNull()

  for (const { change } of PLAYED) change(zoho)
  const { metadata: after } = await pull({ force: true })
  const is = await classesOf(after, client)
  const changes = diff(before, after)
  for (const { kind, about, verb, call, refused, other } of PLAYED) {
    const [module, thing] = about
    const name = `${kind} of ${about.join('.')}`
    const told = changes.filter(
      (one) => one.kind === kind && one.module === module && [one.field, one.item].includes(thing),
    )
    expect.soft(told, name).toHaveLength(1)
    expect.soft(await refusal(call(is)), name).toBe(refused)
    if (other !== undefined) expect.soft(await refusal(other(is)), `${name}, other data`).toBeNull()
    const grade = refused === null ? 'safe' : other === undefined ? 'breaking' : 'review'
    expect.soft({ name, verb, grade: told[0]?.[verb] }).toEqual({ name, verb, grade })
  }
})

test('what another profile does not see is there all the same', async () => {
  const zoho = await emulator({ hidden: { Standard: { fields: { Leads: ['Fax'] } } } })
  const { client, pull } = await orgOf(zoho)
  const { metadata: before } = await pull()
  const scope = ['modules', 'fields', 'layouts'].map((part) => `ZohoCRM.settings.${part}.READ`)
  const grant = zoho.createGrant({
    user: 'bruno@kettle-lane.example.com',
    scope: [...scope, 'ZohoCRM.users.READ', 'ZohoCRM.org.READ'].join(),
  })
  const other = await orgOf(zoho, clientOf(zoho, { token: grantToken(zoho, grant) }))
  const { metadata: after } = await other.pull()
  const told = diff(before, after).map(({ kind, item, field, read, write }) =>
    [kind, item ?? field ?? '', read, write].join(' '),
  )
  expect(told.toSorted()).toEqual([
    'field.removed Fax breaking breaking',
    'part.unseen global picklists review review',
    'part.unseen picklist dependencies breaking breaking',
    'part.unseen pipelines breaking breaking',
    'profile.changed  review review',
  ])
  const was = await classesOf(before, client)
  await was('Leads').create({ Last_Name: 'Doe', Company: 'Acme', Fax: '1' })
  expect(zoho.records('Leads')).toMatchObject([{ Fax: '1' }])
})
