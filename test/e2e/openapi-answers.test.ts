import { beforeAll, describe, expect, test } from 'vitest'
import { emulator, runCli } from '../support/cli.ts'
import { type Judge, judgeOf } from '../support/openapi-schemas.ts'
import { root } from '../support/scratch.ts'
import { callerOf } from '../support/zoho-call.ts'

let judge: Judge

beforeAll(async () => {
  judge = judgeOf((await runCli(['openapi'], root)).stdout)
})

/** Values of which the emulator does not know what Zoho has: a module by its name, and whose record a note is of. */
const UNVERIFIED = /\/se_module |\/Parent_Id must have required property 'name'/

/** What no schema can know: which values are there already, and what a module is not for. */
const UNKNOWABLE = new Set(['DUPLICATE_DATA', 'NOT_SUPPORTED'])

test('what every module of the demo organisation answers is what the document says', async () => {
  const call = await callerOf(await emulator({ records: 3 }))
  const { paths, tags } = judge.document
  const wrong: string[] = []
  const tell = (about: string, said: readonly string[]) =>
    wrong.push(...said.filter((line) => !UNVERIFIED.test(line)).map((line) => `${about}: ${line}`))
  let read = 0
  for (const { name } of tags) {
    const place = Object.keys(paths).find((path) => paths[path]?.['get']?.operationId === `list${name}`)
    if (place === undefined) continue
    const fields = judge.document.components.schemas[`${name}Field`]?.enum?.slice(0, 50) ?? []
    const list = await call('GET', `${place}?fields=${fields.join(',')}`)
    tell(`list ${name}`, judge.answer(place, 'get', list.status, list.body))
    if (list.status !== 200) continue
    const { id } = list.body.data[0]
    const one = await call('GET', `${place}/${id}`)
    tell(`get ${name}`, judge.answer(`${place}/{id}`, 'get', one.status, one.body))
    const [record] = one.body.data
    for (const [method, schema] of [
      ['post', `${name}Create`],
      ['put', `${name}Update`],
    ] as const) {
      if (paths[place]?.[method] === undefined) continue
      const body = { data: [settable(record, judge.document.components.schemas[schema]?.properties ?? {})] }
      const said = judge.request(place, method, body)
      const answer = await call(method.toUpperCase(), place, body)
      tell(`${method} ${name}`, judge.answer(place, method, answer.status, answer.body))
      const [row] = answer.body.data ?? [answer.body]
      if (UNKNOWABLE.has(row.code)) continue
      if ((said.length === 0) !== answer.status < 300)
        wrong.push(`${method} ${name}: ${said.join()} but ${answer.status} ${row.code}`)
    }
    read++
  }
  expect(wrong).toEqual([])
  expect(read).toBeGreaterThan(20)
})

/** The values of a record that was read which can be set, but for rows: those are written in another form. */
function settable(record: object, properties: object): object {
  const hasRows = (value: unknown) => Array.isArray(value) && value.some((row) => typeof row === 'object')
  return Object.fromEntries(
    Object.entries(record).filter(([name, value]) => Object.hasOwn(properties, name) && !hasRows(value)),
  )
}

test('every other operation on leads answers what the document says', async () => {
  const call = await callerOf(await emulator({ records: 5 }))
  const leads = '/crm/v8/Leads'
  const known = await call('GET', `${leads}?fields=Last_Name,Email`)
  const [first, second, third] = known.body.data
  const row = { Last_Name: 'Doe', Company: 'Acme' }
  const calls: readonly (readonly [
    method: string,
    path: string,
    place?: string | undefined,
    body?: unknown,
  ])[] = [
    ['post', leads, leads, { data: [row], trigger: [] }],
    ['post', leads, leads, { data: [row, { Company: 'Nobody' }] }],
    ['post', leads, leads, { data: [{}] }],
    [
      'post',
      `${leads}/upsert`,
      undefined,
      { data: [{ ...row, Email: first.Email }], duplicate_check_fields: ['Email'] },
    ],
    ['put', `${leads}/${first.id}`, `${leads}/{id}`, { data: [{ Last_Name: 'Roe' }] }],
    ['put', `${leads}/1`, `${leads}/{id}`, { data: [{ Last_Name: 'Roe' }] }],
    ['put', leads, leads, { data: [{ id: second.id, Phone: null, Lead_Source: 'Cold Call' }] }],
    ['get', `${leads}/search?word=${third.Last_Name}`, `${leads}/search`],
    ['get', `${leads}/search?word=nowheretobefound`, `${leads}/search`],
    ['get', `${leads}/search`],
    ['get', `${leads}/actions/count`],
    ['delete', `${leads}/${first.id}`, `${leads}/{id}`],
    ['delete', `${leads}?ids=${second.id},1`, leads],
    ['get', `${leads}/deleted`],
    ['get', `${leads}/deleted?type=some`, `${leads}/deleted`],
    ['get', `${leads}/1`, `${leads}/{id}`],
    ['get', leads],
    ['get', `${leads}?fields=Last_Name&page=99`, leads],
    [
      'post',
      '/crm/v8/coql',
      undefined,
      { select_query: 'select Last_Name from Leads where Last_Name is not null' },
    ],
    ['post', '/crm/v8/coql', undefined, { select_query: 'select' }],
  ]
  const answered: string[] = []
  for (const [method, path, place = path, body] of calls) {
    const { status, body: answer } = await call(method.toUpperCase(), path, body)
    expect.soft(judge.answer(place, method, status, answer), `${method} ${path} ${status}`).toEqual([])
    answered.push(`${status}`)
  }
  expect([...new Set(answered)].sort()).toEqual(['200', '201', '204', '207', '400'])
})

describe('what the emulator refuses', () => {
  const row = { Last_Name: 'Doe', Company: 'Acme' }
  test.each([
    ['a mandatory field left out', { data: [{ Company: 'Acme' }] }],
    ['a mandatory field cleared', { data: [{ ...row, Last_Name: null }] }],
    ['a text in place of a number', { data: [{ ...row, Annual_Revenue: 'much' }] }],
    ['a number in place of a text', { data: [{ ...row, City: 1 }] }],
    ['a text that is too long', { data: [{ ...row, City: 'x'.repeat(101) }] }],
    ['a name in place of an owner', { data: [{ ...row, Owner: 'Ada' }] }],
    ['one option in place of several', { data: [{ ...row, Preferred_Season: 'Spring' }] }],
    ['no rows', { data: [] }],
    ['more than 100 rows', { data: Array.from({ length: 101 }, () => row) }],
    ['one row without its list', { data: row }],
    ['no data', {}],
    ['a trigger that is none', { data: [row], trigger: ['everything'] }],
    ['a rule that is none', { data: [row], lar_id: 'mine' }],
    ['a feature without a name', { data: [row], apply_feature_execution: [{}] }],
  ])('%s, the document does', async (_, body) => {
    const call = await callerOf(await emulator())
    expect((await call('POST', '/crm/v8/Leads', body)).status).toBe(400)
    expect(judge.request('/crm/v8/Leads', 'post', body)).not.toEqual([])
  })

  test('what Zoho passes over in silence, the document refuses', () => {
    const create = (more: object) => judge.schema('LeadsCreate', { ...row, ...more })
    expect(create({})).toEqual([])
    expect(create({ Lead_Source: 'Cold Call' })).toEqual([])
    expect(create({ Lead_Source: 'Hot Call' })).not.toEqual([])
    expect(create({ Lead_Sauce: 'Cold Call' })).not.toEqual([])
    expect(create({ Created_Time: '2026-01-01T00:00:00+00:00' })).not.toEqual([])
    expect(judge.schema('LeadsUpdate', { Lead_Source: null })).toEqual([])
    expect(judge.schema('LeadsUpdate', { Last_Name: null })).not.toEqual([])
    // What is read may be an option of tomorrow.
    expect(judge.schema('Leads', { id: '1', Lead_Source: 'Hot Call' })).toEqual([])
    expect(judge.request('/crm/v8/Leads', 'put', { data: [{ Last_Name: 'Doe' }] })).not.toEqual([])
    expect(judge.request('/crm/v8/Leads', 'put', { data: [{ id: '1', Last_Name: 'Doe' }] })).toEqual([])
  })
})
