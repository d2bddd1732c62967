import { describe, expect, test } from 'vitest'
import { configText } from '../../../generator/init/config-text.ts'
import { addIgnored } from '../../../generator/init/ignore-line.ts'
import { addScripts } from '../../../generator/init/package-scripts.ts'

describe('the lines that git ignores', () => {
  test.each([
    ['', '.zcrm/\n'],
    ['node_modules', 'node_modules\n.zcrm/\n'],
    ['node_modules\n', 'node_modules\n.zcrm/\n'],
    ['node_modules\r\ndist\r\n', 'node_modules\r\ndist\r\n.zcrm/\r\n'],
    ['.zcrm\n', '.zcrm\n'],
    ['/.zcrm/\n', '/.zcrm/\n'],
    ['.zcrm/*', '.zcrm/*'],
    ['# .zcrm/\n', '# .zcrm/\n.zcrm/\n'],
    ['!.zcrm/\n', '!.zcrm/\n.zcrm/\n'],
  ])('%j becomes %j', (before, after) => {
    expect(addIgnored(before)).toBe(after)
    expect(addIgnored(after)).toBe(after)
  })
})

describe('the scripts of a package', () => {
  test('are added, indent and line ends kept', () => {
    const before = '{\r\n    "name": "app",\r\n    "scripts": {\r\n        "build": "tsc"\r\n    }\r\n}'
    const result = addScripts(before)
    expect(result?.text).toBe(
      '{\r\n    "name": "app",\r\n    "scripts": {\r\n        "build": "tsc",\r\n        "zcrm:generate": "zcrm generate",\r\n' +
        '        "zcrm:check": "zcrm check",\r\n        "zcrm:watch": "zcrm watch"\r\n    }\r\n}',
    )
    expect(addScripts(result?.text ?? '')).toMatchObject({ text: result?.text, added: [], kept: [] })
  })

  test('of the same name are left as they are', () => {
    const result = addScripts('{"scripts":{"zcrm:check":"make check"}}\n')
    expect(result).toMatchObject({ added: ['zcrm:generate', 'zcrm:watch'], kept: ['zcrm:check'] })
    expect(JSON.parse(result?.text ?? '')).toMatchObject({ scripts: { 'zcrm:check': 'make check' } })
  })

  test.each(['', '[]', '{', '{"scripts":[]}', 'null'])('are not added to %j', (text) => {
    expect(addScripts(text)).toBe(null)
  })

  test('keep a package whose keys are those of every object', () => {
    const text = '{\n  "__proto__": { "a": 1 },\n  "scripts": { "toString": "x" }\n}\n'
    expect(addScripts(text)?.text).toContain('"__proto__"')
  })
})

test('a configuration is commented, and escapes what was answered', () => {
  const text = configText({
    environment: 'EU.PRODUCTION',
    sandbox: null,
    out: "it's",
    modules: ["A'b", 'Leads'],
  })
  expect(text).toContain("environment: 'EU.PRODUCTION',")
  expect(text).toContain("out: 'it\\'s',")
  expect(text).toContain("modules: ['A\\'b', 'Leads'],")
})
