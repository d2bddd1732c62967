import { describe, expect, test } from 'vitest'
import { kindOf } from '../../../generator/emit/kinds.ts'
import { checkCollisions, checkOutputPath } from '../../../generator/emit/output-path.ts'
import { picklistFileNames } from '../../../generator/schema/naming.ts'
import { failureOf } from '../../support/failure.ts'

function print(path: string, helper: string, value: unknown): string {
  const helpers = kindOf(path)?.helpers ?? {}
  return helpers[helper]?.(value) ?? ''
}

describe('text is escaped as the file wants it', () => {
  test.each([
    ['a.md', 'markdown', 'Last_Name', 'Last\\_Name'],
    ['a.md', 'markdown', 'a | b', 'a \\| b'],
    ['a.md', 'markdown', '<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['a.md', 'markdown', '[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['a.md', 'markdown', '![x](y)', '!\\[x\\](y)'],
    ['a.md', 'markdown', '`code` **bold** ~~gone~~', '\\`code\\` \\*\\*bold\\*\\* \\~\\~gone\\~\\~'],
    ['a.md', 'markdown', '\n# heading\n', '\\# heading'],
    ['a.md', 'markdown', '- item', '\\- item'],
    ['a.md', 'markdown', '+ item', '\\+ item'],
    ['a.md', 'markdown', '12. item', '12\\. item'],
    ['a.md', 'markdown', '12) item', '12\\) item'],
    ['a.md', 'markdown', '---', '\\---'],
    ['a.md', 'markdown', '===', '\\==='],
    ['a.md', 'markdown', 'https://x.y www.x.y a@b.c', 'https\\://x.y www\\.x.y a\\@b.c'],
    ['a.md', 'markdown', 'a\\*b', 'a\\\\\\*b'],
    ['a.md', 'markdown', 'a\u202e\u0000\u200b\ud800b', 'ab'],
    ['a.md', 'markdown', 5, '5'],
    ['a.html', 'html', `<script>"'\`&`, '&lt;script&gt;&quot;&#39;&#96;&amp;'],
    ['a.html', 'html', 'a\n\u2028\u0000b', 'a b'],
    ['a.json', 'json', { a: ['\u2028"'], b: null }, '{"a":["\\u2028\\""],"b":null}'],
    ['a.json', 'json', null, 'null'],
    ['a.yml', 'json', 'a: "b" # c\n', '"a: \\"b\\" # c\\n"'],
    ['a.yaml', 'comment', 'a\nb', '# a b'],
    ['a.graphql', 'json', 'a"""\n', '"a\\"\\"\\"\\n"'],
    ['a.graphql', 'comment', 'a\n}', '# a }'],
    ['a.graphql', 'name', 'Last_Name', 'Last_Name'],
    ['a.ts', 'json', { a: '\u2028' }, '{"a":"\\u2028"}'],
  ])('%s {{%s %j}}', (path, helper, value, want) => {
    expect(print(path, helper, value)).toBe(want)
  })

  test.each(['a b', '', '1a', 'ä', 'a}', 5])('a name of GraphQL is not %j', (value) => {
    expect(() => print('a.graphql', 'name', value)).toThrow(/not a name/)
  })

  test.each(['a.md', 'a.html', 'a.yml', 'a.graphql', 'a.json', 'a.ts'])(
    'what is not there is nowhere printed: %s',
    (path) => {
      for (const helper of Object.values(kindOf(path)?.helpers ?? {}))
        expect(() => helper(undefined)).toThrow(/not there/)
    },
  )

  test.each(['a', 'a.exe', 'a.md.txt', 'a.svg', 'a.TS'])('%s is of no kind', (path) => {
    expect(kindOf(path)).toBeNull()
  })
})

describe('a path of an output', () => {
  test.each(['a.md', 'a/b/c.ts', 'Größe.md', 'a b/c.json', '客户.html'])('is %j', (path) => {
    expect(checkOutputPath('it', path)).toBe(path)
  })

  test.each([
    ['/a.md', /not in the output folder/],
    ['../a.md', /leaves/],
    ['a/../../b.md', /leaves/],
    ['', /name is missing/],
    ['a//b.md', /name is missing/],
    ['./a.md', /name is missing/],
    ['a\\b.md', /"\\\\"/],
    ['C:a.md', /":"/],
    ['a\nb.md', /"\\n"/],
    ['a\u0000.md', /u0000/],
    ['a\u202e.md', /./],
    ['\ud800.md', /./],
    ['a?.md', /"\?"/],
    ['.git/a.md', /dot/],
    ['.zcrm-1-1.tmp.md', /dot/],
    ['a./b.md', /Windows/],
    ['a /b.md', /Windows/],
    [' a.md', /Windows/],
    ['con.md', /device/],
    ['NUL/a.md', /device/],
    ['a/com1.x.md', /device/],
    ['a.exe', /ends in \.ts/],
    [`${'a'.repeat(300)}.md`, /too long/],
    [5, /5/],
    [undefined, /undefined/],
    [null, /null/],
  ])('is not %j', async (path, what) => {
    const { message, hint } = await failureOf(() => checkOutputPath('it', path))
    expect(message).toMatch(/^it gives /)
    expect(message).toMatch(what)
    expect(hint).not.toBe('')
  })

  const claims = (...paths: string[]) => paths.map((path) => ({ path, origin: 'it' }))

  test.each([
    ['a.md', 'a.md'],
    ['a.md', 'A.md'],
    ['a/b.md', 'A/B.md'],
    ['é.md', 'e\u0301.md'],
    ['straße.md', 'STRASSE.md'],
    ['a.md', 'a.md/b.md'],
    ['x/a.md/b/c.md', 'X/A.md'],
  ])('is not %j beside %j', async (one, other) => {
    expect((await failureOf(() => checkCollisions(claims(one, other)))).message).toMatch(/in the way of/)
    expect((await failureOf(() => checkCollisions(claims(other, one)))).message).toMatch(/in the way of/)
  })

  test('is another one beside what is nearly the same', () => {
    expect(() => checkCollisions(claims('a.md', 'a.ts', 'a/b.md', 'a.md2/b.md', 'ab.md'))).not.toThrow()
  })
})

test('names for files of picklists differ, also on disks that know no case', () => {
  const names = [...picklistFileNames(['LeadSource', 'Leadsource', 'Lead_Source', 'Con', '客户']).values()]
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5)
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  expect(names).not.toContain('con')
})
