import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkViewVersion, VIEW_CHANGES, VIEW_VERSION } from '../../../generator/emit/view-version.ts'
import { ConfigurationError } from '../../../runtime/index.ts'
import { root } from '../../support/scratch.ts'
import { viewReference } from '../../support/view-reference.ts'

const MARK = /(<!-- reference: .* -->\n).*/s

// npx vitest run test/generator/emit/views.test.ts -u writes it anew.
test('docs/templates.md has every member of every view', async () => {
  const path = join(root, 'docs/templates.md')
  const reference = viewReference(await readFile(join(root, 'generator/emit/views.ts'), 'utf8'))
  const docs = await readFile(path, 'utf8')
  expect(docs).toMatch(MARK)
  await expect(docs.replace(MARK, (_, mark: string) => `${mark}\n${reference}`)).toMatchFileSnapshot(path)
})

test('docs/templates.md names the version that there is', async () => {
  const docs = await readFile(join(root, 'docs/templates.md'), 'utf8')
  expect(docs).toContain(`{{!-- zcrm view ${VIEW_VERSION} --}}`)
})

test('each version after the first says what changed', () => {
  const versions = Array.from({ length: VIEW_VERSION - 1 }, (_, index) => String(index + 2))
  expect(Object.keys(VIEW_CHANGES)).toEqual(versions)
})

describe('the version of a template', () => {
  const CHANGES = { 2: 'label is title', 3: 'groups are gone' }
  function refusal(text: string): ConfigurationError | null {
    try {
      checkViewVersion('my.hbs', text, 3, CHANGES)
      return null
    } catch (error) {
      if (error instanceof ConfigurationError) return error
      throw error
    }
  }

  test.each(['{{!-- zcrm view 3 --}}', '{{! zcrm view 3 }}', '{{!--zcrm view 3--}}\ntext'])(
    '%s is right',
    (text) => {
      expect(refusal(text)).toBeNull()
    },
  )

  test.each(['', 'text', '\n{{!-- zcrm view 3 --}}', '{{!-- zcrm view --}}', '{{!-- zcrm view 99999 --}}'])(
    '%j says none',
    (text) => {
      expect(refusal(text)).toMatchObject({
        message: expect.stringMatching(/^my\.hbs:1: .*does not say/),
        hint: 'Begin it with {{!-- zcrm view 3 --}}',
      })
    },
  )

  test('an older one is told what changed since', () => {
    const { message, hint } = refusal('{{!-- zcrm view 2 --}}') as ConfigurationError
    expect(message).toBe('my.hbs:1: the template was written for view 2, and this zcrm gives view 3')
    expect(hint).toContain('3: groups are gone')
    expect(hint).not.toContain('label is title')
  })

  test('a newer one is told to update', () => {
    expect(refusal('{{!-- zcrm view 4 --}}')?.hint).toBe('Update zcrm.')
  })
})
