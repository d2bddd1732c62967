import { describe, expect, test } from 'vitest'
import {
  isPicklist,
  isSingleReadOnly,
  shadowing,
  type TypeContext,
  typeOf,
} from '../../../generator/schema/data-types.ts'
import type { FieldMetadata } from '../../../runtime/metadata/index.ts'
import { field } from '../metadata.ts'

const context: TypeContext = {
  mode: 'M',
  choice: ({ apiName }) => ({ text: `Choice<${apiName}>`, moded: true }),
  subformTypes: (module) => (module === 'Rows' ? { record: 'R', create: 'C', update: 'U' } : null),
}

const text = (more: Partial<FieldMetadata>) => typeOf(field('F', more), context).text
const target = (...modules: string[]) => ({ target: { modules, connectedField: null } })

describe('the type of a data type, by how it travels in JSON', () => {
  // Every pair that was observed, and what the answer holds then.
  test.each([
    ['text', 'string', 'string'],
    ['text', 'jsonarray', 'readonly z.Tag[]'],
    ['textarea', 'string', 'z.LongText'],
    ['mediumtext', 'string', 'z.LongText'],
    ['email', 'string', 'string'],
    ['phone', 'string', 'string'],
    ['website', 'string', 'string'],
    ['picklist', 'string', 'Choice<F>'],
    ['multiselectpicklist', 'jsonarray', 'readonly Choice<F>[]'],
    ['integer', 'integer', 'number'],
    ['bigint', 'string', 'z.Digits'],
    ['bigint', 'jsonarray', 'readonly z.Participant[]'],
    ['long', 'string', 'z.Digits'],
    ['double', 'double', 'number'],
    ['percent', 'double', 'number'],
    ['currency', 'double', 'number'],
    ['boolean', 'boolean', 'boolean'],
    ['date', 'string', 'z.ISODate'],
    ['datetime', 'string', 'z.ISODateTime'],
    ['autonumber', 'string', 'string'],
    ['formula', 'double', 'number'],
    ['formula', 'string', 'string'],
    ['formula', 'boolean', 'boolean'],
    ['rollup_summary', 'integer', 'number'],
    ['rollup_summary', 'double', 'number'],
    ['rollup_summary', 'string', 'string'],
    ['userlookup', 'jsonobject', 'z.UserLookup<M>'],
    ['ownerlookup', 'jsonobject', 'z.UserLookup<M>'],
    ['consent_lookup', 'jsonobject', "z.Lookup<'Consents', M>"],
    ['fileupload', 'jsonarray', 'z.Files<M>'],
    ['imageupload', 'jsonarray', 'z.Files<M>'],
    ['profileimage', 'string', 'string'],
    ['event_reminder', 'string', 'string'],
    ['multireminder', 'jsonarray', 'readonly z.Reminder[]'],
    ['ALARM', 'jsonobject', 'z.Alarm'],
    ['RRULE', 'jsonobject', 'z.Recurrence'],
    ['layout', 'jsonobject', 'z.Layout<M>'],
    ['module', 'jsonobject', 'z.ModuleRef'],
    ['territories', 'jsonarray', 'readonly z.Tag[]'],
    ['linetax', 'jsonarray', 'readonly z.LineTax[]'],
  ])('%s / %s → %s', (dataType, jsonType, want) => {
    expect(text({ dataType, jsonType })).toBe(want)
  })

  test.each([
    'time_range',
    'widget',
    'address',
    'hologram',
    'TEXT',
    'constructor',
    '__proto__',
    'toString',
    '*/',
    '',
  ])('nobody knows %j: unknown', (dataType) => {
    for (const jsonType of ['', 'string', 'jsonarray', 'jsonobject', 'constructor']) {
      expect(text({ dataType, jsonType }), jsonType).toBe('unknown')
    }
  })

  test.each([
    // How it travels counts.
    ['integer', 'string', 'string'],
    ['boolean', 'string', 'string'],
    ['text', 'integer', 'number'],
    ['currency', 'string', 'string'],
    // What is inside of an object or an array, only its data type could say.
    ['text', 'jsonobject', 'unknown'],
    ['email', 'jsonarray', 'unknown'],
    ['integer', 'jsonarray', 'unknown'],
    ['formula', 'jsonobject', 'unknown'],
    // Absent, or a word that nobody knows: the data type decides.
    ['integer', '', 'number'],
    ['text', 'jsonblob', 'string'],
    ['text', 'constructor', 'string'],
    ['bigint', '', 'z.Digits'],
    ['bigint', 'long', 'number'],
    ['boolean', '', 'boolean'],
  ])('%s that travels as %j → %s', (dataType, jsonType, want) => {
    expect(text({ dataType, jsonType })).toBe(want)
  })

  test.each([
    ['double', 'number'],
    ['currency', 'number'],
    ['integer', 'number'],
    ['decimal', 'number'],
    ['percent', 'number'],
    ['boolean', 'boolean'],
    ['text', 'string'],
    ['date', 'z.ISODate'],
    ['datetime', 'z.ISODateTime'],
    ['hologram', 'string'],
    ['__proto__', 'string'],
    [null, 'string'],
  ])('a formula that returns %j and does not say how → %s', (returnType, want) => {
    expect(text({ dataType: 'formula', returnType })).toBe(want)
    expect(text({ dataType: 'rollup_summary', returnType })).toBe(want)
    expect(text({ dataType: 'formula', returnType, jsonType: 'boolean' })).toBe('boolean')
  })
})

describe('the type of what points to other records', () => {
  test.each([
    ['one module', 'lookup', ['Accounts'], "z.Lookup<'Accounts', M>"],
    ['several', 'lookup', ['Accounts', 'Contacts'], "z.AnyLookup<'Accounts' | 'Contacts', M>"],
    ['any', 'lookup', ['se_module'], 'z.AnyLookup<string, M>'],
    ['some and any', 'lookup', ['Leads', 'se_module'], "z.AnyLookup<'Leads', M>"],
    ['none that is named', 'lookup', [], 'z.AnyLookup<string, M>'],
    ['a hostile one', 'lookup', ["a' | any"], "z.Lookup<'a\\' | any', M>"],
    ['several', 'multi_module_lookup', ['A', 'B'], "z.AnyLookup<'A' | 'B', M>"],
    ['none that is named', 'multi_module_lookup', [], 'z.AnyLookup<string, M>'],
    ['one module', 'multi_module_lookup', ['A'], "z.AnyLookup<'A', M>"],
    ['rows', 'subform', ['Rows'], 'z.Subform<R, C, U, M>'],
    ['rows that nobody describes', 'subform', ['Lost'], 'z.Subform<z.SubformRow, object, object, M>'],
    ['rows of nothing', 'subform', [], 'z.Subform<z.SubformRow, object, object, M>'],
  ])('%s (%s)', (_, dataType, modules, want) => {
    expect(text({ dataType, ...target(...modules) })).toBe(want)
  })

  test.each([
    ['multiselectlookup', 'Contacts', 'That', "z.Links<'That', 'Contacts', M>"],
    ['multiselectlookup', 'Contacts', "'", "z.Links<'\\'', 'Contacts', M>"],
    ['multiselectlookup', 'Contacts', null, "z.Links<never, 'Contacts', M>"],
    ['multiuserlookup', 'whoever', 'Mechanic', "z.Links<'Mechanic', 'users', M>"],
  ])('%s to %s through %j', (dataType, module, connectedField, want) => {
    expect(text({ dataType, target: { modules: [module], connectedField } })).toBe(want)
  })

  test.each(['lookup', 'multiselectlookup', 'subform'])(
    '%s to nothing at all is still a type',
    (dataType) => {
      expect(text({ dataType, target: null })).toMatch(/^z\.\w+<.*, M>$/)
    },
  )
})

describe('a type names the mode', () => {
  test.each([
    ['text', false],
    ['hologram', false],
    ['ALARM', false],
    ['lookup', true],
    ['ownerlookup', true],
    ['fileupload', true],
    ['subform', true],
    ['picklist', true],
    ['multiselectpicklist', true],
  ])('%s: %s', (dataType, want) => {
    const { text, moded } = typeOf(field('F', { dataType }), context)
    expect(moded).toBe(want)
    if (!dataType.includes('picklist')) expect(/\bM\b/.test(text)).toBe(want)
  })
})

test.each([
  'constructor',
  'toString',
  'toLocaleString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
])('a field named %s is told apart from what every object inherits', (name) => {
  const type = { text: 'string', moded: false }
  expect(shadowing(name, type, 'M')).toEqual({ text: `z.Shadowing<string, '${name}', M>`, moded: true })
  expect(shadowing(name.toUpperCase(), type, 'M')).toBe(type)
})

test('all that an object inherits under a name in TypeScript is told apart', () => {
  // The members of the interface Object; __proto__ and the like are not among them.
  const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith('__'))
  for (const name of inherited)
    expect(shadowing(name, { text: 't', moded: false }, 'M').moded, name).toBe(true)
})

test('what lists do not return, and what has options', () => {
  const types = [
    'text',
    'subform',
    'multiselectlookup',
    'multiuserlookup',
    'picklist',
    'multiselectpicklist',
    'lookup',
    '',
  ]
  const having = (test: (field: FieldMetadata) => boolean) =>
    types.filter((dataType) => test(field('F', { dataType })))
  expect(having(isSingleReadOnly)).toEqual(['subform', 'multiselectlookup', 'multiuserlookup'])
  expect(having(isPicklist)).toEqual(['picklist', 'multiselectpicklist'])
})

describe('what validators go by', () => {
  test.each<[string, string, number | null, unknown]>([
    ['text', 'string', 40, ['text', 40]],
    ['text', 'jsonarray', 40, ['tags', undefined]],
    ['textarea', 'string', 32000, ['text', 32000]],
    ['phone', 'string', 30, ['text', 30]],
    ['email', 'string', 0, ['email', null]],
    ['integer', 'integer', 9, ['integer', 9]],
    // Where the answer says how a value travels, that counts.
    ['integer', 'string', 9, ['text', null]],
    ['text', 'integer', 9, ['number', null]],
    ['double', 'double', 16, ['number', null]],
    ['bigint', 'string', 18, ['digits', 18]],
    ['bigint', 'jsonarray', 18, ['participants', undefined]],
    ['boolean', 'boolean', 5, ['boolean', null]],
    ['date', 'string', 20, ['date', null]],
    ['datetime', 'string', 20, ['datetime', null]],
    ['picklist', 'string', 120, ['option', undefined]],
    ['multiselectpicklist', 'jsonarray', 100, ['options', undefined]],
    ['ownerlookup', 'jsonobject', 120, ['lookup', null]],
    ['layout', 'jsonobject', null, ['lookup', null]],
    ['fileupload', 'jsonarray', 5, ['files', null]],
    ['subform', 'jsonarray', 200, ['subform', undefined]],
    ['ALARM', 'jsonobject', null, ['alarm', undefined]],
    ['hologram', 'string', 5, ['any', undefined]],
    ['text', 'jsonobject', 5, ['any', undefined]],
  ])('%s as %s of length %j', (dataType, jsonType, length, want) => {
    const { kind, detail } = typeOf(field('F', { dataType, jsonType, length }), context)
    expect([kind, detail]).toEqual(want)
  })

  test.each<[string, readonly string[], string | null, unknown]>([
    ['lookup', ['Accounts'], null, ['lookup', null]],
    ['lookup', ['Accounts', 'Contacts'], null, ['anylookup', ['Accounts', 'Contacts']]],
    ['lookup', ['se_module'], null, ['anylookup', null]],
    ['multi_module_lookup', ['Accounts'], null, ['anylookup', ['Accounts']]],
    ['multiselectlookup', ['Bicycles'], 'Bicycle', ['links', 'Bicycle']],
    ['multiuserlookup', [], null, ['links', null]],
  ])('%s to %j', (dataType, modules, connectedField, want) => {
    const { kind, detail } = typeOf(field('F', { dataType, target: { modules, connectedField } }), context)
    expect([kind, detail]).toEqual(want)
  })
})
