import { Picklist, type PicklistOption } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'

/** A generated class with the rows given, which counts how often its table is read. */
function picklist(...rows: readonly (readonly unknown[])[]): typeof Picklist & { readonly reads: number } {
  return class extends Picklist {
    static reads = 0
    protected static override table(): string {
      this.reads++
      return `\n${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
    }
  }
}

const option = (value: string | null, rest: Partial<PicklistOption> = {}): object => ({
  label: value,
  value,
  actual: rest.label ?? value,
  reference: rest.label ?? value,
  color: null,
  order: null,
  used: true,
  ...rest,
})

describe('values and options', () => {
  test('given rows, want options in their order', () => {
    const Source = picklist(
      ['-None-', 1],
      ['Cold Call', 2, '#ff0000'],
      ['Shown', 3, null, 'Label', 'Actual', 'Reference'],
      ['Old', 4, null, null, null, null, 0],
      ['Bare'],
    )
    expect(Source.options).toEqual([
      option(null, { label: '-None-', order: 1 }),
      option('Cold Call', { order: 2, color: '#ff0000' }),
      option('Shown', { order: 3, label: 'Label', actual: 'Actual', reference: 'Reference' }),
      option('Old', { order: 4, used: false }),
      option('Bare'),
    ])
    expect(Source.values).toEqual(['Cold Call', 'Shown', 'Bare'])
  })

  test('an option without a text is none', () => {
    const Empty = picklist([''], ['', null, null, 'Nothing'])
    expect(Empty.values).toEqual([])
    expect(Empty.options.map(({ label, value }) => [label, value])).toEqual([
      ['', null],
      ['Nothing', null],
    ])
  })

  test('two options of one wire value: one value, two entries', () => {
    const Twins = picklist(['A', 1, null, 'One'], ['A', 2, null, 'Two'])
    expect(Twins.values).toEqual(['A'])
    expect(Twins.options).toHaveLength(2)
  })

  test('a wire value that is used once and unused once is a value', () => {
    const Mixed = picklist(['A', 1, null, null, null, null, 0], ['A', 2])
    expect([Mixed.values, Mixed.is('A'), Mixed.from('A')]).toEqual([['A'], true, 'A'])
  })

  test('no rows, nothing', () => {
    const None = picklist()
    expect([None.values, None.options, None.is(''), None.from('')]).toEqual([[], [], false, undefined])
  })

  test('cannot be changed', () => {
    const Source = picklist(['A'])
    expect(Object.isFrozen(Source.values)).toBe(true)
    expect(Object.isFrozen(Source.options)).toBe(true)
    expect(Source.options.every(Object.isFrozen)).toBe(true)
  })

  test('are decoded once, and not before they are asked for', () => {
    const Source = picklist(['A'])
    expect(Source.reads).toBe(0)
    const { values, options } = Source
    Source.is('A')
    Source.from('B')
    expect(Source.values).toBe(values)
    expect(Source.options).toBe(options)
    expect(Source.reads).toBe(1)
  })

  test('two classes do not mix', () => {
    const [A, B] = [picklist(['A']), picklist(['B'])]
    expect([A.values, B.values]).toEqual([['A'], ['B']])
  })

  test.each(['__proto__', 'constructor', '\u2028', '`$' + '{x}`', '\\', '"', '\ud83d'])(
    'the text %j survives',
    (text) => {
      const Hostile = picklist([text])
      expect([Hostile.values, Hostile.is(text), Hostile.from(text)]).toEqual([[text], true, text])
    },
  )
})

describe('is', () => {
  const Source = picklist(['-None-'], ['A', 1, null, 'Label'], ['Old', 2, null, null, null, null, 0])
  test.each([
    ['A', true],
    ['Label', false],
    ['Old', false],
    ['-None-', false],
    ['', false],
    ['a', false],
    [null, false],
    [undefined, false],
    [1, false],
    [['A'], false],
    [{ toString: () => 'A' }, false],
  ])('%j: %s', (value, wanted) => {
    expect(Source.is(value)).toBe(wanted)
  })
})

describe('from', () => {
  const UNUSED = 0
  test.each([
    ['a wire value is itself', [['A'], ['B']], 'A', 'A'],
    ['a label', [['A', 1, null, 'Label']], 'Label', 'A'],
    ['an actual value', [['A', 1, null, 'L', 'Act']], 'Act', 'A'],
    ['a reference value', [['A', 1, null, 'L', 'Act', 'Ref']], 'Ref', 'A'],
    [
      'crossed options: the wire value comes first',
      [
        ['A', 1, null, 'A', 'B'],
        ['B', 2, null, 'B', 'A'],
      ],
      'A',
      'A',
    ],
    [
      'crossed with an unused one',
      [
        ['New', 1, null, null, 'Old'],
        ['Old', 2, null, null, null, null, UNUSED],
      ],
      'Old',
      undefined,
    ],
    [
      'a label of two options',
      [
        ['A', 1, null, 'Same'],
        ['B', 2, null, 'Same'],
      ],
      'Same',
      undefined,
    ],
    [
      'a label of three options',
      [
        ['A', 1, null, 'X'],
        ['B', 2, null, 'X'],
        ['A', 3, null, 'X'],
      ],
      'X',
      undefined,
    ],
    [
      'a label of two options of one wire value',
      [
        ['A', 1, null, 'X'],
        ['A', 2, null, 'X'],
      ],
      'X',
      'A',
    ],
    [
      'a label of one and actual value of another',
      [
        ['A', 1, null, 'X'],
        ['B', 2, null, 'L', 'X'],
      ],
      'X',
      undefined,
    ],
    ['one option that has it twice', [['A', 1, null, 'X', 'X', 'X']], 'X', 'A'],
    ['an unused option', [['Old', 1, null, 'L', null, null, UNUSED]], 'Old', undefined],
    ['the label of an unused option', [['Old', 1, null, 'L', null, null, UNUSED]], 'L', undefined],
    [
      'a label of a used and an unused option',
      [
        ['A', 1, null, 'X'],
        ['Old', 2, null, 'X', null, null, UNUSED],
      ],
      'X',
      undefined,
    ],
    [
      'the same the other way round',
      [
        ['Old', 2, null, 'X', null, null, UNUSED],
        ['A', 1, null, 'X'],
      ],
      'X',
      undefined,
    ],
    ['-None-', [['-None-'], ['A']], '-None-', undefined],
    ['the label of none', [['-None-', 1, null, 'Nothing']], 'Nothing', undefined],
    ['a text of nobody', [['A']], 'Z', undefined],
    ['another case', [['A']], 'a', undefined],
    ['an inherited name', [['A']], 'toString', undefined],
  ] as const)('%s', (_, rows, text, wanted) => {
    expect(picklist(...rows).from(text)).toBe(wanted)
  })
})
