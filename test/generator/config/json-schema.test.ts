import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { configSchema } from '../../../generator/config/json-schema.ts'
import { OPTIONS, optionNames } from '../../../generator/config/options.ts'
import { optionsTable } from '../../../generator/config/reference.ts'
import { resolveConfig } from '../../../generator/config/resolve.ts'

const ajv = new Ajv({ strict: true, allErrors: true })
const validate = ajv.compile(configSchema())

/** The content of files, and whether it is a configuration. */
const EXAMPLES: readonly (readonly [content: unknown, isAccepted: boolean])[] = [
  [{}, true],
  [[], false],
  ['x', false],
  [{ $schema: './node_modules/zcrm/config.schema.json', environment: 'EU.PRODUCTION' }, true],
  [{ $schema: 1 }, false],
  [{ out: 'src/zoho', snapshot: 'x.json', tokenStore: 'sqlite:x.db' }, true],
  [{ out: '' }, false],
  [{ out: 1 }, false],
  [{ outt: 'x' }, false],
  [{ wireValue: 'actual', openPicklists: 'never', required: 'layout', importExtension: '' }, true],
  [{ wireValue: 'Actual' }, false],
  [{ docs: false, index: false, trustModifiedTime: true, moduleIncludes: false }, true],
  [{ docs: 'false' }, false],
  [{ concurrency: 25, creditBudget: 1 }, true],
  [{ concurrency: 26 }, false],
  [{ concurrency: 0 }, false],
  [{ concurrency: 2.5 }, false],
  [{ concurrency: '5' }, false],
  [{ modules: ['Leads', '!Deals'], fields: ['*.Name'] }, true],
  [{ modules: 'Leads, Contacts' }, true],
  [{ modules: 'Leads' }, true],
  [{ modules: [] }, false],
  [{ modules: '' }, false],
  [{ modules: 'Leads,' }, false],
  [{ modules: ['Leads', ''] }, false],
  [{ modules: [1] }, false],
  [{ modules: { Leads: true } }, false],
  [{ classNames: {} }, true],
  [
    { classNames: { Deals: 'Opportunity', 'Leads.Lead_Source': 'Source', 'GlobalPicklists.X': 'Übersicht' } },
    true,
  ],
  [{ classNames: { Deals: 'opportunity' } }, false],
  [{ classNames: { Deals: 'Oppor tunity' } }, false],
  [{ classNames: { Deals: '1st' } }, false],
  [{ classNames: { Deals: 1 } }, false],
  [{ classNames: ['Deals'] }, false],
  [{ fieldTypes: { 'Leads.Meta': 'string[]' } }, true],
  [
    { fieldTypes: { 'Leads.Meta': { type: 'Meta', from: './types.js', create: 'string', update: 'never' } } },
    true,
  ],
  [{ fieldTypes: { 'Leads.Meta': { type: 'Meta', from: '@acme/types' } } }, true],
  [{ fieldTypes: { 'Leads.Meta': { from: './types.js' } } }, false],
  [{ fieldTypes: { 'Leads.Meta': { type: 'Meta', form: './types.js' } } }, false],
  [{ fieldTypes: { 'Leads.Meta': { type: 'Meta', from: '/etc/types.js' } } }, false],
  [{ fieldTypes: { 'Leads.Meta': { type: 'Meta', from: "./x'.js" } } }, false],
  [{ fieldTypes: { 'Leads.Meta': '' } }, false],
  [{ fieldTypes: { 'Leads.Meta': 'a\nb' } }, false],
  [{ fieldTypes: { 'Leads.Meta': '`a`' } }, false],
  [{ fieldTypes: { 'Leads.Meta': 1 } }, false],
  [{ banner: 'a\nb' }, true],
  [{ banner: ['a'] }, false],
  [
    { profiles: { production: { environment: 'EU.PRODUCTION' }, sandbox: {} }, defaultProfile: 'sandbox' },
    true,
  ],
  [{ profiles: { production: { profiles: {} } } }, false],
  [{ profiles: { production: { $schema: 'x' } } }, false],
  [{ profiles: { production: { concurrency: 99 } } }, false],
  [{ profiles: { production: { outt: 'x' } } }, false],
  [{ profiles: { 'a b': {} } }, false],
  [{ profiles: [] }, false],
  [{ profiles: { a: 'x' } }, false],
  [{ defaultProfile: 1 }, false],
]

test.each(EXAMPLES)('%j: %s, to editors as to the tool', (content, want) => {
  const file = { path: '/app/zcrm.config.json', content }
  const resolve = () => resolveConfig({ flags: {}, env: {}, cwd: '/app', file })
  expect(validate(content), JSON.stringify(validate.errors)).toBe(want)
  if (want) expect(resolve).not.toThrow()
  else expect(resolve).toThrow()
})

test('it is a valid schema of draft 7 that describes every option', () => {
  expect(ajv.validateSchema(configSchema())).toBe(true)
  const { properties } = configSchema() as {
    properties: Record<string, { description?: string; default?: unknown }>
  }
  for (const name of optionNames) {
    expect(properties[name]?.description).toBe(OPTIONS[name].description)
    expect(properties[name]?.default).toEqual(OPTIONS[name].default)
  }
})

test('defaults are what they say', () => {
  const standard = Object.fromEntries(
    optionNames.flatMap((name) =>
      OPTIONS[name].default === undefined ? [] : [[name, OPTIONS[name].default]],
    ),
  )
  expect(validate(standard), JSON.stringify(validate.errors)).toBe(true)
})

test('the table has a row for each option, with all of its cells', () => {
  const [, , ...rows] = optionsTable().trimEnd().split('\n')
  expect(rows.map((row) => /^\| `(\w+)` \|/.exec(row)?.[1])).toEqual(optionNames)
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(8)
  expect(rows).toContain(
    '| `required` | `"system"`, `"layout"` | `"system"` |  | `--required` | Whose word counts for what a new record must have: the organisation\'s, or its layouts\' too |',
  )
  expect(rows.find((row) => row.includes('`modules`'))).toContain(
    '| list of texts, or in code a function | `["*"]` |',
  )
})
