import { expect, test } from 'vitest'
import { page } from '../../../generator/login/page.ts'

test('a page shows texts as they are, whoever wrote them', () => {
  const html = page({
    heading: '</title><script>',
    lines: ['<img src=x onerror=alert(1)>', 'Tom & "Söhne" \'GmbH\''],
  })
  expect(html).toContain('<title>&lt;/title&gt;&lt;script&gt;</title>')
  expect(html).toContain('<h1>&lt;/title&gt;&lt;script&gt;</h1>')
  expect(html).toContain('<p>&lt;img src=x onerror=alert(1)&gt;</p>')
  expect(html).toContain('<p>Tom &amp; &quot;Söhne&quot; &#39;GmbH&#39;</p>')
  expect(html).not.toMatch(/<(script|img)/)
})
