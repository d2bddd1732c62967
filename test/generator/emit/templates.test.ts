import { describe, expect, test } from 'vitest'
import { compileTemplate } from '../../../generator/emit/compile.ts'
import { ConfigurationError } from '../../../runtime/index.ts'

function render(text: string, view: object): string {
  return compileTemplate('my.hbs', text)(view)
}

function refusal(text: string): ConfigurationError {
  try {
    compileTemplate('my.hbs', text)
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('it was compiled')
}

describe('a template prints', () => {
  test.each([
    ['{{literal x}}', "it's", "'it\\'s'"],
    ['{{key x}}', 'a b', "'a b'"],
    ['{{name x}}', 'Leads', 'Leads'],
    ['{{doc x}}', '*/ @ts-ignore', '/** *\\/ \\@ts-ignore */'],
    ['{{comment x}}', 'a\nb', '// a b'],
    ['{{union x}}', [], 'never'],
    ['{{union x}}', ['a', "'"], "'a' | '\\''"],
    ['{{union x}}', ['a'.repeat(60), 'b'.repeat(60)], `'${'a'.repeat(60)}'\n  | '${'b'.repeat(60)}'`],
    ['{{table x}}', [['`${a}`', 1], ['\n\u2028']], '`\n["\\`\\${a}\\`",1]\n["\\\\n\\\\u2028"]\n`'],
    ['{{literal (lookup this "x")}}', 'y', "'y'"],
    ['{{#if (eq x "y")}}yes{{else}}no{{/if}}', 'y', 'yes'],
    ['{{json x}}', { a: [1, null] }, '{"a":[1,null]}'],
    ['{{#if x}}yes{{else}}no{{/if}}', '', 'no'],
    ['{{#unless x}}yes{{/unless}}', [], 'yes'],
    ['{{#each x}}{{literal this}},{{/each}}', ['a', "'"], "'a','\\'',"],
    ['{{#with x}}{{literal y}}{{/with}}', { y: '</script>' }, "'</script>'"],
    ['{{! {{x}} }}text', '', ''],
  ])('%s of %j', (text, x, want) => {
    if (text.startsWith('{{!')) expect(() => render(text, { x })).not.toThrow()
    else expect(render(text, { x })).toBe(want)
  })

  test('a name that was not decided is refused', () => {
    expect(() => render('{{name x}}', { x: 'a b' })).toThrow(/not an identifier/)
  })
})

describe('a template is refused, with its file and line,', () => {
  test.each([
    ['{{x}}', 1, /\{\{x\}\}/],
    ['\n\n{{x}}', 3, /\{\{x\}\}/],
    ['{{{x}}}', 1, /without escaping/],
    ['{{&x}}', 1, /without escaping/],
    ['{{this}}', 1, /without escaping/],
    ['{{../x}}', 1, /without escaping/],
    ['{{@root.x}}', 1, /without escaping/],
    ['{{"x"}}', 1, /without escaping/],
    ['{{5}}', 1, /without escaping/],
    ['{{literal}}', 1, /without escaping/],
    ['{{lookup this "x"}}', 1, /without escaping/],
    ['{{log x}}', 1, /without escaping/],
    ['{{toString x}}', 1, /without escaping/],
    ['{{constructor x}}', 1, /without escaping/],
    ['{{./literal x}}', 1, /without escaping/],
    ['{{this.literal x}}', 1, /without escaping/],
    ['a\n{{#if a}}\n{{else}}\n{{x}}\n{{/if}}', 4, /without escaping/],
    ['{{#each a}}\n{{#if b}}{{x}}{{/if}}{{/each}}', 2, /without escaping/],
    ['{{#each a as |x|}}{{x}}{{/each}}', 1, /without escaping/],
    ['{{#*inline "p"}}\n{{x}}{{/inline}}', 1, /decorators/],
    ['\n{{* x}}', 2, /decorators/],
    ['\n{{#loop a}}{{/loop}}', 2, /loop/],
    ['{{#x}}{{/x}}', 1, /not a block that is known/],
    ['{{^x}}{{/x}}', 1, /not a block that is known/],
    ['{{#if a}}{{else loop b}}{{/if}}', 1, /not a block that is known/],
    ['{{#literal x}}{{/literal}}', 1, /not a block that is known/],
    ['{{{{raw}}}}{{x}}{{{{/raw}}}}', 1, /not a block that is known/],
    // Partials print, and there are none.
    ['\n{{> x}}', 2, /partials/],
    ['{{#> x}}{{/x}}', 1, /partials/],
    ['{{> (lookup this "x")}}', 1, /name of a partial is computed/],
    ['{{> @partial-block}}', 1, /partials/],
    ['{{literal (log x)}}', 1, /\(log …\) is not an expression/],
    ['{{literal (literal x)}}', 1, /is not an expression/],
    ['{{literal (if x y)}}', 1, /is not an expression/],
    ['{{literal (lookup x)}}', 1, /is not an expression/],
    ['{{#if (log x "y")}}{{/if}}', 1, /is not an expression/],
    ['{{#each (lookup this (log x "y"))}}{{/each}}', 1, /is not an expression/],
    ['{{literal x y}}', 1, /takes one value/],
    ['{{literal x y=1}}', 1, /takes one value/],
    ['{{#if x y=1}}{{/if}}', 1, /takes one value/],
  ])('%j', (text, line, what) => {
    const { message, hint } = refusal(text)
    expect(message).toMatch(new RegExp(`^my\\.hbs:${line}: `))
    expect(message).toMatch(what)
    expect(hint).not.toBe('')
  })

  test.each(['\n{{#if x}}', '{{#if x}}\n{{/each}}', '\n{{', '{{literal x}'])(
    'where it is none: %j',
    (text) => {
      expect(refusal(text).message).toMatch(/^my\.hbs is not a template: .*\b(line \d|\d+:\d+)/)
    },
  )
})

describe('what is not there is not printed', () => {
  const helpers = ['name', 'literal', 'key', 'code', 'doc', 'comment', 'union', 'table']
  test.each(helpers)('{{%s}} of nothing', (name) => {
    for (const view of [{}, { x: undefined }, { x: null }]) {
      expect(() => render(`{{${name} x}}`, view), JSON.stringify(view)).toThrow(new RegExp(`\\{\\{${name} `))
    }
  })

  test('what every object inherits is not there', () => {
    for (const name of ['constructor', '__proto__']) {
      expect(() => render(`{{literal ${name}}}`, {}), name).toThrow()
    }
  })
})

test('only code that the generator composed is printed as code', () => {
  expect(() => render('{{code label}}', { label: 'any; process.exit(1)' })).toThrow(/code/)
})
