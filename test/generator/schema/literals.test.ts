import { runInThisContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  commentText,
  identifier,
  jsonText,
  key,
  literal,
  templateLiteral,
} from '../../../generator/schema/literals.ts'
import { anyText } from '../metadata.ts'

/** What code means after it was a file of UTF-8. */
function evaluated(code: string): unknown {
  return runInThisContext(Buffer.from(code, 'utf8').toString('utf8'))
}

/** Controls other than line feed, and what turns the reading direction: nobody should find them in a source. */
const TREACHEROUS = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u

describe('literal', () => {
  test.each([
    ['Cold Call', "'Cold Call'"],
    ["it's", "'it\\'s'"],
    ['a\\b', "'a\\\\b'"],
    ['a\nb', "'a\\nb'"],
    ['\u2028', "'\\u2028'"],
    ['\u202e', "'\\u202e'"],
    ['\ud800', "'\\ud800'"],
    ['🚲', "'🚲'"],
    ['中', "'中'"],
    ['', "''"],
  ])('%j → %s', (given, want) => {
    expect(literal(given)).toBe(want)
  })

  test('means the text, in one line that shows all that is there', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const code = literal(text)
        expect(evaluated(code)).toBe(text)
        expect(code).not.toMatch(/[\n\r]/)
        expect(code).not.toMatch(TREACHEROUS)
      }),
    )
  })
})

describe('templateLiteral', () => {
  test('means the text, carriage returns and halves of characters too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const code = templateLiteral(text)
        expect(evaluated(code)).toBe(text)
        expect(code).not.toMatch(TREACHEROUS)
      }),
    )
  })

  test('keeps the lines', () => {
    expect(templateLiteral('a\nb')).toBe('`a\nb`')
  })

  test('means the same after a checkout that turned the line ends', () => {
    expect(evaluated(templateLiteral('a\nb').replaceAll('\n', '\r\n'))).toBe('a\nb')
  })
})

describe('key', () => {
  test.each([
    ['Last_Name', 'Last_Name'],
    ['$approval', '$approval'],
    ['__proto__', "'__proto__'"],
    ['a b', "'a b'"],
    ['1', "'1'"],
    ['é', "'é'"],
    ['', "''"],
  ])('%j → %s', (given, want) => {
    expect(key(given)).toBe(want)
  })

  test('is the property of that name', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const object = evaluated(`({ get ${key(text)}() { return 1 } })`) as object
        expect(Object.getOwnPropertyNames(object)).toEqual([text])
      }),
    )
  })
})

describe('identifier', () => {
  test.each(['Leads', '_1', '客户', 'a$'])('%s passes', (text) => {
    expect(identifier(text)).toBe(text)
  })

  test.each(['', '1', 'a b', 'a-b', 'a\n', "x'", '🚲', 'a.b', 'a<T>', '*/'])('%j is refused', (text) => {
    expect(() => identifier(text)).toThrow(/not an identifier/)
  })
})

describe('commentText', () => {
  test.each([
    ['Lead Source · picklist', 'Lead Source · picklist'],
    [' padded ', 'padded'],
    ['*/ evil /*', '*\\/ evil /*'],
    ['*\u200b/', '*\\/'],
    ['*\ud800/', '*\\/'],
    ['**/', '**\\/'],
    ['two\nlines', 'two lines'],
    ['two\u2028lines', 'two lines'],
    ['@ts-expect-error', '\\@ts-expect-error'],
    ['\n@ts-ignore', '\\@ts-ignore'],
    ['\u200b@ts-ignore', '\\@ts-ignore'],
    ['{@link evil}', '{\\@link evil}'],
    ['me@example.com', 'me@example.com'],
    ['\u202eevil', 'evil'],
    ['50 % ≤ "x"', '50 % ≤ "x"'],
    ['', ''],
  ])('%j → %j', (given, want) => {
    expect(commentText(given)).toBe(want)
  })

  test('stays in its comment, on its line, and says nothing to a compiler', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const comment = commentText(text)
        expect(comment).not.toMatch(/\*\/|[\n\r\u2028\u2029]/)
        expect(comment).not.toMatch(TREACHEROUS)
        expect(comment).not.toMatch(/(?:^|[^\w\\])@/)
        expect(comment.isWellFormed()).toBe(true)
        expect(evaluated(`/** ${comment} */ 'after'`)).toBe('after')
        expect(evaluated(`// ${comment}\n'after'`)).toBe('after')
      }),
    )
  })
})

describe('jsonText', () => {
  test('means the value after it was a file of UTF-8', () => {
    const anyValue = fc.jsonValue({ noUnicodeString: false })
    fc.assert(
      fc.property(fc.oneof(anyValue, fc.dictionary(anyText, anyText), anyText), (value) => {
        const text = jsonText(value)
        expect(JSON.parse(Buffer.from(text, 'utf8').toString('utf8'))).toEqual(
          JSON.parse(JSON.stringify(value)),
        )
        expect(text).not.toMatch(TREACHEROUS)
        expect(text).not.toContain('\n')
      }),
    )
  })
})
