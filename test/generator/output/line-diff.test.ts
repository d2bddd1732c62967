import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Hunk, lineDiff } from '../../../generator/output/line-diff.ts'

const text = (lines: string): string => [...lines].map((line) => `${line}\n`).join('')
const SIGNS = { same: ' ', added: '+', removed: '-' } as const
/** Hunks in one line: the number of the first line, then a sign and a letter for each line. */
const told = (hunks: readonly Hunk[]): string =>
  hunks
    .map(({ line, lines }) => `${line}:${lines.map((one) => SIGNS[one.kind] + one.text).join('')}`)
    .join(' | ')

describe('the lines in which two texts differ', () => {
  test.each([
    ['', '', ''],
    ['abc', 'abc', ''],
    ['', 'a', '1:+a'],
    ['a', '', '1:-a'],
    ['abcdef', 'abcXdef', '3: c+X d'],
    ['abcdef', 'abdef', '2: b-c d'],
    ['abcdef', 'abXdef', '2: b-c+X d'],
    ['Xabc', 'abc', '1:-X a'],
    ['abc', 'abcX', '3: c+X'],
    ['aXbYc', 'abc', '1: a-X b-Y c'],
    ['abcdefgh', 'aXcdefYh', '1: a-b+X c | 6: f-g+Y h'],
  ])('%s → %s: %s', (before, after, want) => {
    expect(told(lineDiff(text(before), text(after)))).toBe(want)
  })

  test('are as few as possible', () => {
    const lines = lineDiff(text('abcabba'), text('cbabac')).flatMap((hunk) => hunk.lines)
    expect(lines.filter(({ kind }) => kind !== 'same')).toHaveLength(5)
  })

  test('line ends of Windows, and a last line without an end, differ in nothing', () => {
    expect(lineDiff('a\r\nb\r\n', 'a\nb')).toEqual([])
  })

  test('whatever they are: what stays and goes is the old text, what stays and comes the new one', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const hunks = lineDiff(before.join('\n'), after.join('\n'))
        let rest = [...after]
        let place = 1
        const old: string[] = []
        for (const hunk of hunks) {
          const between = rest.splice(0, hunk.line - place)
          const now = hunk.lines.filter(({ kind }) => kind !== 'removed').map((one) => one.text)
          old.push(...between, ...hunk.lines.filter(({ kind }) => kind !== 'added').map((one) => one.text))
          expect(rest.slice(0, now.length)).toEqual(now)
          rest = rest.slice(now.length)
          place = hunk.line + now.length
        }
        expect([...old, ...rest].join('\n').replace(/\n+$/, '')).toBe(before.join('\n').replace(/\n+$/, ''))
      }),
    )
  })

  test('of texts that have nothing in common is told soon', () => {
    const many = (letter: string) =>
      Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join('\n')
    const [hunk, ...others] = lineDiff(many('a'), many('b'))
    expect(others).toEqual([])
    expect(hunk?.lines).toHaveLength(10_000)
  })
})
