import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { corpus, hasCorpus, list, NO_CORPUS, readJson } from './corpus.ts'

/** The calls whose answers an org folder holds, by the file that holds them. */
const CALLS: readonly (readonly [RegExp, (module: string) => string])[] = [
  [/^modules$/, () => '/settings/modules'],
  [/^global_picklists$/, () => '/settings/global_picklists?include=pick_list_values'],
  [/^org$/, () => '/org'],
  [/^fields_(.+)$/, (module) => `/settings/fields?type=all&module=${module}`],
  [/^layouts_(.+)$/, (module) => `/settings/layouts?module=${module}`],
  [/^related_lists_(.+)$/, (module) => `/settings/related_lists?module=${module}`],
]

function callOf(name: string): string | undefined {
  for (const [pattern, path] of CALLS) {
    const found = pattern.exec(name)
    if (found) return path(found[1] ?? '')
  }
  return undefined
}

describe.skipIf(!hasCorpus)(`recorded organisations ${hasCorpus ? '' : NO_CORPUS}`, () => {
  test.each(['docs-org', 'brokerage'])('%s: every body comes back equal', async (name) => {
    const org = join(corpus, name)
    const { get } = await signedIn({ org })
    const names = readdirSync(org).map((file) => file.replace(/\.json$/, ''))
    const calls = names.map((each) => [each, callOf(each)] as const).filter(([, call]) => call !== undefined)
    expect(calls.length).toBeGreaterThan(5)
    for (const [file, path] of calls) {
      expect((await get(path ?? '')).body, path).toEqual(readJson(org, `${file}.json`))
    }
  })

  test.each([
    ['docs-org', 'Leads'],
    ['brokerage', 'Deals'],
    ['brokerage', 'Transactions_NEW'],
  ])('%s: seeded %s have the JSON types of their fields', async (name, module) => {
    const client = await signedIn({ org: join(corpus, name), records: 40 })
    const fields = list(readJson(corpus, name, `fields_${module}.json`), 'fields').filter(
      (each) => each['type'] !== 'unused',
    )
    const { body } = await client.get(`/${module}?fields=id`)
    expect(body.info.count).toBe(40)
    for (const { id } of body.data) {
      const [record] = list((await client.get(`/${module}/${id}`)).body, 'data')
      for (const field of fields) {
        const value = record?.[String(field['api_name'])]
        if (value !== null)
          expect([field['api_name'], jsonTypes(value)]).toEqual([
            field['api_name'],
            expect.arrayContaining([field['json_type']]),
          ])
      }
    }
  })
})

/** The names that `json_type` has for the type of a value. */
function jsonTypes(value: unknown): readonly string[] {
  if (Array.isArray(value)) return ['jsonarray']
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'double'] : ['double']
  return [typeof value === 'object' ? 'jsonobject' : typeof value]
}

describe.skipIf(!hasCorpus)(`recorded calls ${hasCorpus ? '' : NO_CORPUS}`, () => {
  test('a created record answers with the keys that were recorded', async () => {
    const recorded = readJson(corpus, 'records', 'create-lead.test.json') as {
      api: {
        post: Record<
          string,
          { status: number; response: { data: Record<string, unknown>[] }; request: { data: unknown } }
        >
      }
    }
    const [post] = Object.values(recorded.api.post)
    const client = await signedIn({ org: join(corpus, 'docs-org') })
    const reply = await client.send('POST', '/Leads', post?.request.data)
    expect(reply.status).toBe(post?.status)
    const [row] = reply.body.data
    const [want] = post?.response.data ?? []
    expect({ code: row.code, message: row.message, status: row.status }).toEqual({
      code: want?.['code'],
      message: want?.['message'],
      status: want?.['status'],
    })
    expect(Object.keys(row.details)).toEqual(expect.arrayContaining(Object.keys(want?.['details'] as object)))
  })

  test('a list has the info that was recorded', async () => {
    const recorded = readJson(corpus, 'docs-org', 'bodies', 'Records_154.00.json')
    const client = await signedIn({ org: join(corpus, 'docs-org'), records: 6 })
    const { body } = await client.get('/Leads?fields=Email,Last_Name&per_page=5')
    const { next_page_token, page_token_expiry, ...fixed } = recorded['info'] as Record<string, unknown>
    expect(body.info).toEqual({
      ...fixed,
      next_page_token: expect.any(typeof next_page_token === 'string' ? String : Object),
      page_token_expiry: expect.stringMatching(
        String(page_token_expiry).replace(/\d/g, '\\d').replace(/[+]/g, '\\+'),
      ),
    })
  })

  test('errors are the recorded ones', async () => {
    const recorded = readJson(corpus, 'v8', 'v8_error_bodies.json') as Record<string, unknown>
    const client = await signedIn({ org: join(corpus, 'docs-org') })
    const bodies = [
      (await client.get('/settings/modules/Home')).body,
      (await client.get('/settings/related_lists')).body,
      (await client.get('/settings/related_lists?module=Nope')).body,
    ]
    expect(bodies).toEqual([
      recorded['modules.getModuleByApiName 400 apinotsupported'],
      recorded['related_lists 400 requiredparammissing'],
      recorded['related_lists 400 invalidmodule'],
    ])
  })
})
