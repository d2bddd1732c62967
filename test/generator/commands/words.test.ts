import { describe, expect, test } from 'vitest'
import { hasColors } from '../../../generator/commands/colors.ts'
import { limited, listed, notDescribedLines } from '../../../generator/commands/words.ts'

const short = { isVerbose: false }
const long = { isVerbose: true }
const names = (count: number) => Array.from({ length: count }, (_, index) => `M${index}`)

describe('a long list', () => {
  test('of names is shortened, but not by one', () => {
    expect(listed(names(9), short)).toBe('M0, M1, M2, M3, M4, M5, M6, M7, M8')
    expect(listed(names(20), short)).toBe('M0, M1, M2, M3, M4, M5, M6, M7 and 12 more (--verbose names them)')
    expect(listed(names(20), long)).toBe(names(20).join(', '))
  })

  test('of lines ends with how many more there are', () => {
    expect(limited(names(6), short)).toEqual(names(6))
    expect(limited(names(300), short)).toHaveLength(6)
    expect(limited(names(300), short, 20)).toHaveLength(21)
    expect(limited(names(300), short).at(-1)).toBe('  and 295 more; --verbose or --json names them')
    expect(limited(names(300), long)).toHaveLength(300)
  })

  test('of 300 modules that are not described is a line for each reason', () => {
    const modules = names(300).map((apiName, index) => ({ apiName, reason: `reason ${index % 2}` }))
    const lines = notDescribedLines(modules, short)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/and 142 more .*because reason 0$/)
  })
})

describe('colours', () => {
  const terminal = { isTTY: true }
  test.each([
    [undefined, {}, terminal, true],
    [undefined, {}, {}, false],
    [undefined, { NO_COLOR: '1' }, terminal, false],
    [undefined, { TERM: 'dumb' }, terminal, false],
    [undefined, { FORCE_COLOR: '1' }, {}, true],
    [undefined, { FORCE_COLOR: '0' }, terminal, false],
    [undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, {}, true],
    [false, { FORCE_COLOR: '1' }, terminal, false],
    [true, { NO_COLOR: '1' }, {}, true],
  ])('said %j, variables %j, stream %j: %j', (said, env, stream, want) => {
    expect(hasColors(said, env, stream)).toBe(want)
  })
})
