import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  commentMarkdown,
  description,
  htmlText,
  markdownText,
  printable,
  printableLine,
  workflowMessage,
  workflowProperty,
} from '../../generator/escape.ts'
import { anyText } from './metadata.ts'

const DOORS = {
  printable,
  printableLine,
  htmlText,
  markdownText,
  commentMarkdown,
  description,
  workflowMessage,
  workflowProperty,
}

/** What a label may hold to harm each of them. */
const HOSTILE = 'a|b `c` <i>*d*</i> [e](f) &lt; */ @g #1 http://h.i www.j.k GH-2\n::error::l,m%0A\u001b\u202e'

test.each([
  [
    'printable',
    'a|b `c` <i>*d*</i> [e](f) &lt; */ @g #1 http://h.i www.j.k GH-2\n::error::l,m%0A\\u001b\\u202e',
  ],
  [
    'printableLine',
    'a|b `c` <i>*d*</i> [e](f) &lt; */ @g #1 http://h.i www.j.k GH-2\\u000a::error::l,m%0A\\u001b\\u202e',
  ],
  [
    'htmlText',
    'a|b &#96;c&#96; &lt;i&gt;*d*&lt;/i&gt; [e](f) &amp;lt; */ @g #1 http://h.i www.j.k GH-2 ::error::l,m%0A',
  ],
  [
    'markdownText',
    'a\\|b \\`c\\` &lt;i&gt;\\*d\\*&lt;/i&gt; \\[e\\](f) &amp;lt; \\*/ \\@g \\#1 http\\://h.i www\\.j.k GH-2 ::error::l,m%0A',
  ],
  [
    'commentMarkdown',
    'a\\|b \\`c\\` &lt;i&gt;\\*d\\*&lt;/i&gt; \\[e\\](f) &amp;lt; \\*/ \\@&#8203;g \\#&#8203;1 http\\:&#8203;//h.i www&#8203;\\.j.k GH&#8203;-2 ::error::l,m%0A\\\\u001b\\\\u202e',
  ],
  [
    'description',
    'a|b \\`c\\` &lt;i>\\*d\\*&lt;/i> \\[e\\](f) &amp;lt; \\*\\/ \\@g #1 http://h.i www.j.k GH-2 ::error::l,m%0A',
  ],
  [
    'workflowMessage',
    'a|b `c` <i>*d*</i> [e](f) &lt; */ @g #1 http://h.i www.j.k GH-2%0A::error::l,m%250A\\u001b\\u202e',
  ],
  [
    'workflowProperty',
    'a|b `c` <i>*d*</i> [e](f) &lt; */ @g #1 http%3A//h.i www.j.k GH-2%0A%3A%3Aerror%3A%3Al%2Cm%250A\\u001b\\u202e',
  ],
] as const)('a hostile label through %s', (door, want) => {
  expect(DOORS[door](HOSTILE)).toBe(want)
})

describe('in a comment on a pull request', () => {
  test.each([
    ['<script>', '&lt;script&gt;'],
    ['*a* _b_ `c` [d](e)', '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)'],
    ['![a](b) [^1] $x^2$', '!\\[a\\](b) \\[\\^1\\] \\$x\\^2\\$'],
    ['@everyone #1', '\\@&#8203;everyone \\#&#8203;1'],
    ['https://a.example WWW.a.example GH-1', 'https\\:&#8203;//a.example WWW&#8203;\\.a.example GH&#8203;-1'],
    ['a\n| b', 'a \\| b'],
    ['\u001b[2J', '\\\\u001b\\[2J'],
    ['&amp;', '&amp;amp;'],
    ['- Leads.Fax', '\\- Leads.Fax'],
  ])('%j', (text, want) => expect(commentMarkdown(text)).toBe(want))
})

test.each(Object.entries(DOORS))(
  '%s: nothing that a terminal obeys, and one line where one is meant',
  (name, door) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = door(text)
        expect(escaped).not.toMatch(/[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
        if (name !== 'printable') expect(escaped).not.toMatch(/[\n\r]/)
      }),
    )
  },
)

test('no tag begins in a file, whatever is in it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const door of [htmlText, markdownText, commentMarkdown, description])
        expect(door(`<b>${text}<`)).not.toContain('<')
    }),
  )
})

test('no cell of a table ends, and no code or emphasis begins', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const door of [markdownText, commentMarkdown])
        expect(door(text).replace(/\\./g, '')).not.toMatch(/[|`*_~[\]\\]/)
    }),
  )
})
