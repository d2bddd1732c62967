import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  constantNames,
  derivedTypes,
  kebabCase,
  moduleClassNames,
  moduleFileNames,
  pascalCase,
  picklistClassNames,
  valueType,
} from '../../../generator/schema/naming.ts'
import { cpuTimeOf } from '../../support/cpu.ts'
import { anyText } from '../metadata.ts'

type Names = (texts: readonly string[]) => ReadonlyMap<string, string>

const scopes: readonly (readonly [string, Names])[] = [
  ['module classes', moduleClassNames],
  ['picklist classes', picklistClassNames],
  ['constants', constantNames],
  ['files', moduleFileNames],
]

/** A hash that was put behind a name. */
const SUFFIX = /[_-][0-9a-f]{4,}$/

describe('pascalCase', () => {
  test.each([
    ['Cold Call', 'ColdCall'],
    ['ColdCall', 'ColdCall'],
    ['cold-call', 'ColdCall'],
    ['Lead_Source', 'LeadSource'],
    ['__Lead__Source__', 'LeadSource'],
    ['GCI', 'GCI'],
    ['iPhone', 'IPhone'],
    ['Rates (EUR)', 'RatesEUR'],
    ["it's", 'ItS'],
    ['1-10', '_1_10'],
    ['110', '_110'],
    ['1 – 10 – 100', '_1_10_100'],
    ['1st Aid', '_1stAid'],
    ['Phase 2', 'Phase2'],
    ['Phase 2 of 3', 'Phase2Of3'],
    ['١-١٠', '_١_١٠'],
    ['客户', '客户'],
    ['中文 选项', '中文选项'],
    ['عملاء', 'عملاء'],
    ['клиенты', 'Клиенты'],
    ['café', 'Café'],
    ['cafe\u0301', 'Café'],
    ['é', 'É'],
    ['e\u0301', 'É'],
    // A mark after a space must not end up as a letter that only looks like another.
    ['e \u0301', 'É'],
    ['straße', 'Straße'],
    ['ßtraße', 'ßtraße'],
    ['prototype', 'Prototype'],
    ['constructor', 'Constructor'],
    ['__proto__', 'Proto'],
    ['name', 'Name'],
    ['🚲', ''],
    ['👩‍🔧', ''],
    ['⚠️', ''],
    ['1️⃣', '_1'],
    ['\u3164', ''],
    ['—', ''],
    ['$', ''],
    ['_', ''],
    [' ', ''],
    ['', ''],
  ])('%j → %j', (given, want) => {
    expect(pascalCase(given)).toBe(want)
  })

  test('is an identifier, or nothing, and never one of JavaScript or of the runtime', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = pascalCase(text)
        if (name === '') return
        expect(name).toMatch(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u)
        expect(name).not.toMatch(/^[a-z]/)
        expect(name).not.toMatch(/\p{Default_Ignorable_Code_Point}/u)
        expect(name).toBe(name.normalize('NFC'))
      }),
    )
  })
})

describe('kebabCase', () => {
  test.each([
    ['Leads', 'leads'],
    ['ColdCall', 'cold-call'],
    ['Sales_Orders', 'sales-orders'],
    ['BicyclesXUsers', 'bicycles-xusers'],
    ['Bicycles_X_Users', 'bicycles-x-users'],
    ['GCI', 'gci'],
    ['Phase2Plan', 'phase2-plan'],
    ['1-10', '1-10'],
    ['../../evil', 'evil'],
    ['C:\\evil', 'c-evil'],
    ['a/b', 'a-b'],
    ['.hidden', 'hidden'],
    ['x.picklists', 'x-picklists'],
    ['客户', ''],
    ['🚲', ''],
    ['', ''],
    ['-', ''],
    ['x'.repeat(300), 'x'.repeat(80)],
    [`${'x'.repeat(79)} y`, 'x'.repeat(79)],
  ])('%j → %j', (given, want) => {
    expect(kebabCase(given)).toBe(want)
  })
})

describe('names of a scope', () => {
  const twins: Readonly<Record<string, readonly string[]>> = {
    'words apart and together': ['Cold Call', 'Cold-Call', 'ColdCall', 'cold call'],
    'one accent, two spellings': ['é', 'e\u0301'],
    'nothing to be named by': ['', ' ', '_', '🚲', '🚲🚲', '⚠️', '❤️', '\ud800', '\udc00'],
    signs: ['+10', '-10', '<10', '>10', '10'],
  }

  test.each(Object.entries(twins))('%s: each twin gets a suffix', (_, texts) => {
    const names = constantNames(texts)
    expect([...names.keys()]).toEqual(texts)
    expect(new Set(names.values()).size).toBe(texts.length)
    for (const [text, name] of names) expect(name, JSON.stringify(text)).toMatch(/_[0-9a-f]{4}$/)
  })

  test('different things that look alike are told apart without a suffix', () => {
    expect([...constantNames(['1-10', '110', '1', '10']).values()]).toEqual(['_1_10', '_110', '_1', '_10'])
  })

  test.each(scopes)('%s: a name depends neither on the order nor on strangers', (_, names) => {
    fc.assert(
      fc.property(fc.uniqueArray(anyText, { maxLength: 8 }), anyText, (texts, stranger) => {
        const decided = names(texts)
        expect(new Map(names([...texts].reverse()))).toEqual(new Map(decided))
        if (texts.includes(stranger)) return
        const more = names([...texts, stranger])
        // A stranger that collides with nobody has the name that it has alone, and changes no other.
        if (more.get(stranger) !== names([stranger]).get(stranger)) return
        for (const text of texts) expect(more.get(text)).toBe(decided.get(text))
      }),
    )
  })

  test.each(scopes)('%s: the name that a twin gets is made from its own string alone', (_, names) => {
    fc.assert(
      fc.property(fc.constantFrom('Cold Call', 'index', 'Object', 'x'), (text) => {
        const first = names([text, `${text}-`])
        const second = names([`${text}.`, text, `-${text}`, `${text} `])
        expect(first.get(text)).toMatch(SUFFIX)
        expect(second.get(text)).toBe(first.get(text))
      }),
    )
  })

  test.each(scopes)('%s: all are different, and there is one for each', (_, names) => {
    fc.assert(
      fc.property(fc.uniqueArray(anyText, { maxLength: 12 }), (texts) => {
        const decided = names(texts)
        expect(new Set(decided.keys())).toEqual(new Set(texts))
        expect(new Set(decided.values()).size).toBe(texts.length)
        for (const name of decided.values()) expect(name).not.toBe('')
      }),
    )
  })

  test('the same thing twice is a fault that is told, not one that hangs', () => {
    expect(() => moduleClassNames(['Leads', 'Leads'])).toThrow(/Leads/)
  })

  test('thousands of twins are named in no time', () => {
    const texts = Array.from(
      { length: 4_700 },
      (_, index) => `Cold${' '.repeat(index % 60)}Call ${'-'.repeat(index)}`,
    )
    const spent = cpuTimeOf(() => {
      expect(new Set(constantNames(texts).values()).size).toBe(texts.length)
    })
    expect(spent).toBeLessThan(5_000)
  })
})

describe('names that take others along', () => {
  const suffixed = (names: ReadonlyMap<string, string>) =>
    [...names].filter(([, name]) => SUFFIX.test(name)).map(([text]) => text)

  test.each([
    ['a record type', ['Leads', 'Leads_Record'], ['Leads', 'Leads_Record']],
    ['a create type', ['Leads', 'LeadsCreate'], ['Leads', 'LeadsCreate']],
    ['a namespace of picklists', ['Leads', 'Leads_Picklists'], ['Leads', 'Leads_Picklists']],
    ['the namespace of shared picklists', ['Global', 'Leads'], ['Global']],
    ['a name that compilers keep', ['Object', 'Promise', 'Leads'], ['Object', 'Promise']],
    ['strangers', ['Leads', 'Record', 'Create', 'Accounts'], []],
  ])('module classes: %s', (_, given, want) => {
    expect(suffixed(moduleClassNames(given))).toEqual(want)
  })

  test.each([
    ['the type of its values', ['Source', 'Source_Value'], ['Source', 'Source_Value']],
    ['strangers', ['Source', 'Value'], []],
  ])('picklist classes: %s', (_, given, want) => {
    expect(suffixed(picklistClassNames(given))).toEqual(want)
  })

  test('no identifier of a file or of the index is taken twice', () => {
    const fragments = fc.constantFrom(
      'Leads',
      'Record',
      'Create',
      'Update',
      'Picklists',
      'Value',
      'Global',
      '_',
      ' ',
    )
    const names = fc.array(fragments, { maxLength: 4 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.uniqueArray(names, { maxLength: 10 }), (texts) => {
        const exported = [...moduleClassNames(texts).values()].flatMap((name) => [
          name,
          `${name}Picklists`,
          ...Object.values(derivedTypes(name)),
        ])
        expect(new Set(exported).size).toBe(exported.length)
        expect(exported).not.toContain('GlobalPicklists')
        const inFile = [...picklistClassNames(texts).values()].flatMap((name) => [name, valueType(name)])
        expect(new Set(inFile).size).toBe(inFile.length)
      }),
    )
  })

  test('no constant is a member that classes have already', () => {
    const members = [
      'name',
      'length',
      'prototype',
      'constructor',
      'caller',
      'arguments',
      '__proto__',
      'values',
      'options',
      'is',
      'from',
      'table',
      'toString',
    ]
    for (const name of constantNames(members).values()) expect(members).not.toContain(name)
  })
})

describe('file names', () => {
  test.each([
    ['the index', ['index']],
    ['the shared picklists', ['Global_Picklists', 'global-picklists']],
    ['devices', ['con', 'NUL', 'Aux', 'prn', 'COM1', 'lpt9', 'con.', ' nul ']],
    ['what differs in case only', ['Foo', 'foo', 'FOO']],
    ['what has no letter of ASCII', ['客户', '客戶', '🚲', '']],
    ['what has one long beginning', [`${'x'.repeat(200)}a`, `${'x'.repeat(200)}b`]],
  ])('%s: a suffix', (_, texts) => {
    for (const name of moduleFileNames(texts).values()) expect(name).toMatch(/^[a-z0-9-]+-[0-9a-f]{4}$/)
  })

  test.each(['manifest', 'console', 'community', 'com10', 'indexes', 'Leads'])('%s: none', (text) => {
    expect(moduleFileNames([text, 'other']).get(text)).toBe(text.toLowerCase())
  })

  test('are good on every disk', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(
            anyText,
            anyText.map((text) => text.repeat(40)),
          ),
          { maxLength: 8 },
        ),
        (texts) => {
          const names = [...moduleFileNames(texts).values()]
          const files = names.flatMap((name) => [`${name}.ts`, `${name}.picklists.ts`])
          expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length)
          for (const file of files) {
            expect(file).toMatch(/^[a-z0-9][a-z0-9.-]*$/)
            expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255)
            expect(file).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./)
            expect(file).not.toMatch(/^(index|global-picklists)\./)
          }
        },
      ),
    )
  })
})
