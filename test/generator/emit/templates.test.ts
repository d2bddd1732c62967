import { describe, expect, test } from 'vitest'
import { checkTemplate, parseTemplate } from '../../../generator/emit/check-template.ts'
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

/** The refusal of a template that has only these helpers. */
function refusalAmong(names: readonly string[], text: string): ConfigurationError {
  const helpers = Object.fromEntries(names.map((name) => [name, String]))
  try {
    checkTemplate('my.hbs', parseTemplate('my.hbs', text), { helpers, partials: [] })
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('it was let through')
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
    ['{{literal}}', 1, /has no value/],
    ['{{lookup this "x"}}', 1, /without escaping/],
    ['{{log x}}', 1, /without escaping/],
    ['{{toString x}}', 1, /there is no helper/],
    ['{{constructor x}}', 1, /there is no helper/],
    ['{{./literal x}}', 1, /there is no helper/],
    ['{{this.literal x}}', 1, /there is no helper/],
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

  test.each([
    ['{{markdwn x}}', ['markdown'], 'there is no helper markdwn here', 'Did you mean markdown?'],
    ['{{litteral x}}', undefined, 'there is no helper litteral here', 'Did you mean literal?'],
    ['{{./literal x}}', undefined, 'there is no helper ./literal here', 'Did you mean literal?'],
    ['{{uppercase x}}', undefined, 'there is no helper uppercase here', /^Print through one of .*literal/],
    ['{{literal}}', undefined, '{{literal}} has no value, and would print nothing', /\{\{literal x\}\}/],
    ['{{{literal}}}', undefined, '{{literal}} has no value, and would print nothing', /\{\{literal x\}\}/],
  ])('where a helper is none, or is given nothing: %s', (text, names, what, hint) => {
    const { message, hint: told } = names === undefined ? refusal(text) : refusalAmong(names, text)
    expect(message).toBe(`my.hbs:1: ${what}`)
    expect(told).toMatch(hint)
  })

  test.each([
    ['a\n{{#if x}}\n\n{{literal y}}\n', 'my.hbs:2 is not a template: {{#if x}} is not closed'],
    [
      '{{! {{#if z}} }}{{#each x}}\n{{~#if y}}{{else}}{{/if}}',
      'my.hbs:1 is not a template: {{#each x}} is not closed',
    ],
    ['{{#if x}}\n{{/each}}', 'my.hbs:1 is not a template: {{#if}} is closed by {{/each}}'],
    ['\n{{', 'my.hbs:2 is not a template from here on: {{'],
    ['a\n  b {{literal x}\nc', 'my.hbs:2 is not a template from here on: b {{literal x}'],
    ['a\n{{/if}}', 'my.hbs:2 is not a template from here on: {{/if}}'],
    ['{{foo/../bar}}', 'my.hbs:1 is not a template: Invalid path: foo/..'],
    [
      `{{literal x}${'y'.repeat(60)}`,
      `my.hbs:1 is not a template from here on: {{literal x}${'y'.repeat(48)}…`,
    ],
  ])('where it is none: %j', (text, message) => {
    expect(refusal(text).message).toBe(message)
  })
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
