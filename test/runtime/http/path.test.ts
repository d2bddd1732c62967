import { ConfigurationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { encode, path } from '../../../runtime/http/path.ts'

describe('path', () => {
  test.each([
    ['Leads', '/Leads/1'],
    ['a/b', '/a%2Fb/1'],
    ['..\\x', '/..%5Cx/1'],
    ['...', '/.../1'],
    ['?x=1#y', '/%3Fx%3D1%23y/1'],
    ['客户', '/%E5%AE%A2%E6%88%B7/1'],
    ['%2e%2e', '/%252e%252e/1'],
    ['__proto__', '/__proto__/1'],
    ['\ud800', '/%EF%BF%BD/1'],
    [' ', '/%20/1'],
  ])('%j becomes %s', (value, wanted) => {
    expect(path`/${value}/${'1'}`).toBe(wanted)
    // As a server sees it, whatever URL parsers do to dots.
    expect(new URL(`http://x${path`/${value}/${'1'}`}`).pathname).toBe(wanted)
  })

  test.each(['', '.', '..'])('%j is refused', (value) => {
    expect(() => path`/Leads/${value}/x`).toThrow(ConfigurationError)
    expect(() => path`/${value}`).toThrow(/cannot stand in the path/)
  })

  test('a value left out is refused', () => {
    expect(() => path`/Leads/${undefined as unknown as string}`).toThrow(ConfigurationError)
  })

  test('no values, no change', () => {
    expect(path`/settings/modules`).toBe('/settings/modules')
  })
})

test.each([
  ['a b&c=d+e', 'a%20b%26c%3Dd%2Be'],
  ['\ud83d\ude00', '%F0%9F%98%80'],
  ['\ud83d', '%EF%BF%BD'],
  ['\ude00\ud83d', '%EF%BF%BD%EF%BF%BD'],
  ['x\udc00\ud83d\ude00y', 'x%EF%BF%BD%F0%9F%98%80y'],
])('encode %j', (value, wanted) => {
  expect(encode(value)).toBe(wanted)
})
