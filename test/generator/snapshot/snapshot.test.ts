import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../../generator/content-hash.ts'
import { readSnapshot, snapshotHash } from '../../../generator/snapshot/read.ts'
import { writeSnapshot } from '../../../generator/snapshot/write.ts'
import { ConfigurationError } from '../../../runtime/index.ts'
import type { Metadata } from '../../../runtime/metadata/index.ts'
import { anyMetadata, field, layout, module, option, organisation, picklist } from '../metadata.ts'

const sample = organisation(
  [
    module('Leads', [
      picklist('Lead_Source', [
        option('Cold Call', { order: 2 }),
        option('Chat', { order: 1, actual: 'chat', reference: null, used: false }),
        option(null, { actual: 'lost' }),
      ]),
      field('Company', { mandatory: true, length: 200 }),
      field('Owner', { creatable: false, target: { modules: ['users'], connectedField: null } }),
    ]),
    module('Approvals', [], { notDescribed: 'NOT_SUPPORTED' }),
  ],
  [{ id: '1', apiName: 'Season', label: 'Season', options: [option('Spring')] }],
)

/** What is the same of two organisations, in whatever order: arrays and keys sorted. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([name, item]) => [name, canonical(item)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}

const STAY = new Set(['target', 'sections'])

/**
 * The same organisation, each array and the keys of each object the other way round. The modules of a lookup stay, and
 * so do sections, whose order is that of the layout.
 */
function turned<T>(value: T, name = ''): T {
  if (Array.isArray(value)) {
    const items = value.map((item) => turned(item))
    return (typeof items[0] === 'string' || STAY.has(name) ? items : items.reverse()) as T
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, turned(item, key)] as const)
  return Object.fromEntries(entries.reverse()) as T
}

function failure(text: string): ConfigurationError {
  try {
    readSnapshot('zcrm.snapshot.json', text)
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('a snapshot', () => {
  test('holds all that is known of an organisation', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const { hash, ...read } = readSnapshot('', writeSnapshot(metadata))
        expect(hash).toMatch(/^[0-9a-f]{32}$/)
        expect(canonical(read)).toEqual(canonical(metadata))
      }),
    )
  })

  test('is byte-identical for any order of the answers', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        expect(writeSnapshot(turned(metadata))).toBe(writeSnapshot(metadata))
      }),
    )
  })

  test('is byte-identical when what was read is written again', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const text = writeSnapshot(metadata)
        expect(writeSnapshot(readSnapshot('', text))).toBe(text)
      }),
    )
  })

  test('survives a file of UTF-8 and is JSON of printable characters', () => {
    fc.assert(
      fc.property(anyMetadata, (metadata) => {
        const text = writeSnapshot(metadata)
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text)
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u)
        expect(JSON.parse(text)).toMatchObject({ version: 2 })
      }),
    )
  })

  test('has a line for each field and each option', () => {
    const lines = writeSnapshot(sample).split('\n')
    const count = (part: RegExp) => lines.filter((line) => part.test(line)).length
    expect(
      lines.every((line) => line.split('"apiName"').length <= 2 && line.split('"display"').length <= 2),
    ).toBe(true)
    expect(count(/"apiName":"(Lead_Source|Company|Owner)"/)).toBe(3)
    expect(count(/"display":"(Cold Call|Chat|Spring)"|"actual":"lost"/)).toBe(4)
    expect(lines.at(-1)).toBe('')
  })

  test('does not say what goes without saying', () => {
    const text = writeSnapshot(organisation([module('Leads', [picklist('Company', [option('One')])])]))
    expect(text).toContain('{"apiName":"Company","label":"Company","dataType":"picklist","options":[')
    expect(text).toContain('\n      {"display":"One"}\n')
  })

  test('holds nothing that the metadata does not have by its type', () => {
    const told = module('Leads', [field('Company')])
    const more = {
      ...told,
      modifiedTime: '2026-01-01T00:00:00Z',
      fields: [{ ...field('Company'), secret: 'hunter2' }],
    }
    expect(writeSnapshot(organisation([more]))).toBe(writeSnapshot(organisation([told])))
  })

  test('is read from a checkout that turned the line ends', () => {
    const text = writeSnapshot(sample)
    expect(readSnapshot('', text.replaceAll('\n', '\r\n'))).toEqual(readSnapshot('', text))
  })

  test('has a line for each section of a layout, each value that options depend on, each related list and view', () => {
    const told = module('Rentals', [], {
      layouts: [
        layout('Standard', ['Country', 'State'], {
          id: '1',
          apiName: 'Standard__s',
          required: ['Country'],
          dependencies: [
            {
              parent: 'Country',
              child: 'State',
              map: [
                {
                  value: { display: 'Germany', actual: 'DE' },
                  options: [{ display: 'Hesse', actual: 'Hesse' }],
                },
              ],
            },
          ],
        }),
      ],
      relatedLists: [{ id: null, apiName: 'Notes', label: 'Notes', module: 'Notes', linkingModule: null }],
      customViews: [{ id: '7', name: 'All Rentals', systemName: 'ALLVIEWS' }],
    })
    const text = writeSnapshot(organisation([told]))
    expect(text.slice(text.indexOf('"layouts"'))).toBe(
      [
        '"layouts":[',
        '    {"layout":"Standard","id":"1","apiName":"Standard__s"},',
        '    {"section":"Information","fields":["Country","State"],"required":["Country"]},',
        '    {"dependency":["Country","State"]},',
        '    {"when":["Germany","DE"],"options":["Hesse"]}',
        '  ],"relatedLists":[',
        '    {"apiName":"Notes","module":"Notes"}',
        '  ],"customViews":[',
        '    {"id":"7","name":"All Rentals","systemName":"ALLVIEWS"}',
        '  ]}',
        ']',
        '}',
        '',
      ].join('\n'),
    )
    expect(readSnapshot('', text).modules).toEqual([told])
  })

  test('of the first version is read: it has no layouts, and every field of it is used', () => {
    const body = [
      '"profile": null',
      '"notSeen": []',
      '"globalPicklists": []',
      '"modules": [\n  {"id":null,"apiName":"Leads","label":"Leads","generatedType":"default","fields":[\n    {"apiName":"Company","label":"Company","dataType":"text"}\n  ]}\n]',
    ].join(',\n')
    const text = `{\n"version": 1,\n"hash": "${contentHash(body)}",\n${body}\n}\n`
    const read = readSnapshot('', text)
    expect(read.modules).toEqual([module('Leads', [field('Company')], { generatedType: 'default' })])
    // It is not what this version would write: generating begins with a new look at it.
    expect(snapshotHash(text)).toBeNull()
  })

  test('differs in its hash as soon as anything differs', () => {
    const hashOf = (metadata: Metadata) => readSnapshot('', writeSnapshot(metadata)).hash
    const variants = [
      sample,
      { ...sample, profile: 'Administrator' },
      { ...sample, notSeen: [{ part: 'x', reason: 'y' }] },
      { ...sample, globalPicklists: [] },
      { ...sample, modules: sample.modules.slice(1) },
    ]
    expect(new Set(variants.map(hashOf)).size).toBe(variants.length)
  })
})

describe('a snapshot is refused', () => {
  const text = writeSnapshot(sample)
  const refused: readonly (readonly [string, string, RegExp, RegExp])[] = [
    ['when a value was changed', text.replace('Cold Call', 'Cold Calls'), /own hash/, /zcrm pull/],
    ['when a field was taken out', text.replace(/.*"Company".*\n/, ''), /own hash/, /zcrm pull/],
    ['when the hash was changed', text.replace(/"hash": "./, '"hash": "x'), /own hash/, /zcrm pull/],
    ['without a hash', text.replace(/"hash".*\n/, ''), /own hash/, /zcrm pull/],
    ['when blanks were added', text.replace('"Company"', ' "Company"'), /own hash/, /zcrm pull/],
    [
      'when something was put behind the modules',
      text.replace(/\n\}\n$/, ',\n"modules": []\n}\n'),
      /own hash/,
      /zcrm pull/,
    ],
    [
      'with the marks of a merge',
      text.replace('\n"modules"', '\n<<<<<<< HEAD\n"modules"'),
      /no[t]? .*snapshot/,
      /zcrm pull/,
    ],
    ['when it was cut off', text.slice(0, text.length / 2), /not a snapshot/, /zcrm pull/],
    ['when it is empty', '', /not a snapshot/, /zcrm pull/],
    ['when it is other JSON', '{"modules": []}', /not a snapshot/, /zcrm pull/],
    ['when it is a package.json', '{"name": "app", "version": "1.0.0"}', /not a snapshot/, /zcrm pull/],
    ['when it is no object', '"version"', /not a snapshot/, /zcrm pull/],
    ['of a newer version', text.replace('"version": 2', '"version": 3'), /format 3/, /newer/],
    [
      'of a version that is no number',
      text.replace('"version": 2', '"version": null'),
      /format null/,
      /newer/,
    ],
  ]

  test.each(refused)('%s', (_, changed, what, whatToDo) => {
    expect(changed).not.toBe(text)
    const { message, hint } = failure(changed)
    expect(message).toMatch(what)
    expect(message).toContain('zcrm.snapshot.json')
    expect(hint).toMatch(whatToDo)
    expect(`${message}${hint}`).not.toContain('\n')
  })

  /** What somebody made by hand: the hash is right, and the shape is not. */
  function handmade(edit: (parts: Record<string, unknown>, leads: Record<string, unknown>) => void): string {
    const { version, hash: _, ...parts } = JSON.parse(text) as Record<string, unknown>
    const leads = (parts['modules'] as Record<string, unknown>[]).find((one) => one['apiName'] === 'Leads')
    edit(parts, leads ?? {})
    const lines = Object.entries(parts).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    const body = lines.join(',\n')
    return `{\n"version": ${version},\n"hash": "${contentHash(body)}",\n${body}\n}\n`
  }

  const field = { apiName: 'A', label: 'A', dataType: 'text' }
  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['modules', '', { modules: 5 }],
    ['modules[0]', '', { modules: [null] }],
    ['globalPicklists', '', { globalPicklists: {} }],
    ['globalPicklists[0]', '', { globalPicklists: [{ apiName: 'A', label: 'A', options: null }] }],
    ['notSeen[0]', '', { notSeen: [{ part: 'x' }] }],
    ['profile', '', { profile: 5 }],
    ['.fields', 'Leads', { fields: 5 }],
    ['', 'Leads', { apiName: {} }],
    ['.fields[0]', 'Leads', { fields: [null] }],
    ['.fields[0]', 'Leads', { fields: [{ ...field, label: 5 }] }],
    ['.fields[0]', 'Leads', { fields: [{ ...field, length: '*/ 1' }] }],
    ['.fields[0]', 'Leads', { fields: [{ ...field, options: null }] }],
    ['.fields[0]', 'Leads', { fields: [{ ...field, options: [{}, { display: 5 }] }] }],
    ['.fields[0]', 'Leads', { fields: [{ ...field, target: { modules: 'users' } }] }],
    ['.layouts[0]', 'Leads', { layouts: [5] }],
    ['.layouts[0]', 'Leads', { layouts: [{ when: ['a'], options: [] }] }],
    ['.layouts[0]', 'Leads', { layouts: [{ section: 'a', fields: 5 }] }],
    ['.relatedLists[0]', 'Leads', { relatedLists: [{ apiName: 5 }] }],
    ['.customViews', 'Leads', { customViews: 'x' }],
  ])('that was made by hand, its hash right and %s%s wrong: %j', (place, module, members) => {
    const made = handmade((parts, leads) => Object.assign(module === '' ? parts : leads, members))
    const { message, hint } = failure(made)
    const where = module === '' ? place : `modules[1]${place}`
    expect(message).toBe(`zcrm.snapshot.json is not made as snapshots are, at ${where}`)
    expect(hint).toContain('zcrm pull')
  })

  test('made by hand with members that mean nothing, it is read', () => {
    const made = handmade((parts, leads) => {
      Object.defineProperty(leads, '__proto__', { value: 5, enumerable: true })
      leads['constructor'] = 5
      parts['toString'] = 5
    })
    expect(readSnapshot('', made).modules).toEqual(readSnapshot('', text).modules)
  })
})
