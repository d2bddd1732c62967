import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut, widthOf, wrapped, wrappedForTerminal } from '../../../generator/commands/width.ts'

test.each([
  ['', 0],
  ['Leads', 5],
  ['商談', 4],
  ['e\u0301te\u0301', 3],
  ['🚲', 2],
  ['⌚', 2],
  ['©', 1],
])('%s takes %i columns', (text, want) => {
  expect(widthOf(text)).toBe(want)
})

test.each([
  ['Leads', 5, 'Leads'],
  ['Accounts', 5, 'Acco…'],
  ['商談の一覧', 6, '商談…'],
  ['商談の一覧', 7, '商談の…'],
])('%s in %i columns: %s', (text, columns, want) => {
  expect(cut(text, columns)).toBe(want)
})

describe('a line on a narrow terminal', () => {
  test('is broken between words, and what follows is indented', () => {
    expect(
      wrappedForTerminal('  not described: Analytics, Consents, Documents, because nobody knows', 40),
    ).toEqual(['  not described: Analytics, Consents,', '    Documents, because nobody knows'])
  })

  test('is left alone where it fits, where there is no terminal, and where the terminal is hardly one', () => {
    const text = 'generated: 3 files created, 2 updated, 0 removed, 60 unchanged (0.31 s)'
    expect(wrappedForTerminal(text, 80)).toEqual([text])
    expect(wrappedForTerminal(text, null)).toEqual([text])
    expect(wrappedForTerminal(text, 5)).toEqual([text])
  })

  test('a word that does not fit is broken anywhere, also where it is the first', () => {
    expect(wrappedForTerminal('a'.repeat(50), 20)).toEqual([
      'a'.repeat(20),
      `  ${'a'.repeat(18)}`,
      `  ${'a'.repeat(12)}`,
    ])
  })

  test('may have another indent, or none', () => {
    expect(wrapped('Zoho refuses what is longer', 12)).toEqual(['Zoho refuses', 'what is', 'longer'])
    expect(wrapped('Zoho refuses what is longer', 12, '> ')).toEqual([
      'Zoho refuses',
      '> what is',
      '> longer',
    ])
  })

  test('keeps every word, and fits', () => {
    const word = fc.string({ minLength: 1, maxLength: 60, size: 'max' }).filter((one) => !/\s/.test(one))
    const words = fc.array(word)
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), (list, columns) => {
        const lines = wrappedForTerminal(list.join(' '), columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''))
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
      }),
    )
  })
})
