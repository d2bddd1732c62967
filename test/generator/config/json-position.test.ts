import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonErrorOffset } from '../../../generator/config/json-position.ts'

test.each([
  ['', 0],
  ['{', 1],
  ['{ "a": 1 "b"', 9],
  ['{ "a": 1, }', 10],
  ['[1, 2', 5],
  ['{"a":x}', 5],
  ['{a:1}', 1],
  ["{'a':1}", 1],
  ['// a comment', 0],
  ['{"a":"\\x"}', 5],
  ['{"a":1} 2', 8],
  ['[01]', 2],
])('%j stops being JSON at %i', (text, want) => {
  expect(jsonErrorOffset(text)).toBe(want)
})

test('what is JSON is that to its end', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      const json = JSON.stringify(JSON.parse(text), null, indent)
      expect(jsonErrorOffset(json)).toBe(json.length)
    }),
  )
})
