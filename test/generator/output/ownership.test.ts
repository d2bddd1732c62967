import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../../generator/content-hash.ts'
import { SIGNATURE } from '../../../generator/emit/typescript.ts'
import { filesBefore, isOurs, staleFiles } from '../../../generator/output/ownership.ts'
import { scratchFolder } from '../../support/scratch.ts'

const known = new Map([
  ['a.md', [contentHash('older\n'), contentHash('made\n')]],
  ['a.ts', ['any']],
])

describe('whose a file is', () => {
  test.each([
    ['a.ts', `// ${SIGNATURE}\n`, true],
    ['b.ts', `// ${SIGNATURE}\n`, true],
    ['a.ts', 'made\n', false],
    ['a.md', 'made\n', true],
    ['a.md', 'made\r\n', true],
    ['a.md', 'older\n', true],
    ['a.md', 'made', false],
    ['a.md', `// ${SIGNATURE}\n`, false],
    ['b.md', 'made\n', false],
    ['constructor.md', 'made\n', false],
    ['a.exe', `// ${SIGNATURE}\n`, false],
    ['manifest.json', '{ "schemaHash": 1 }', true],
    ['manifest.json', '{\n<<<<<<< HEAD\n  "schemaHash": 1,\n=======\n  "schemaHash": 2,\n>>>>>>> b\n}', true],
    ['manifest.json', '{\r\n<<<<<<< HEAD\r\n  "schemaHash": 1', true],
    ['manifest.json', '{\n<<<<<<< HEAD\n  "name": 1', false],
    ['manifest.json', '{ "name": 1 }', false],
  ])('%s with %j', (path, text, want) => {
    expect(isOurs(path, text, known)).toBe(want)
  })
})

test.each(['', '{', '[]', 'null', '{}', '{"files":null}', '{"files":5}'])(
  'a manifest that says nothing: %j',
  async (text) => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'manifest.json'), text)
    expect(filesBefore(folder)).toEqual({})
  },
)

describe('what is no longer made', () => {
  const hash = contentHash('made')

  test('goes, below the folder too, where no link leads to it', async () => {
    const folder = join(await scratchFolder(), 'out')
    await mkdir(join(folder, 'docs/deep'), { recursive: true })
    await mkdir(join(folder, '../beside'))
    for (const path of ['docs/deep/a.md', 'b.md', '../victim.md', '../beside/c.md'])
      await writeFile(join(folder, path), 'made')
    await symlink('../beside', join(folder, 'link'))
    await symlink('b.md', join(folder, 'linked.md'))
    const paths = [
      'docs/deep/a.md',
      'b.md',
      '../victim.md',
      'docs/../b.md',
      './b.md',
      '/etc/passwd',
      'link/c.md',
      'linked.md',
      'docs/deep',
      'docs\\deep\\a.md',
      'gone.md',
      '',
    ]
    const old = new Map(paths.map((path) => [path, [hash]]))
    expect(staleFiles(folder, new Set(), old)).toEqual(['b.md', 'docs/deep/a.md'])
    expect(staleFiles(folder, new Set(['b.md']), old)).toEqual(['docs/deep/a.md'])
  })

  test('stays where a disk that knows no case takes it for what is made', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'A.md'), 'made')
    // Two names of one file, which is what such a disk shows.
    await link(join(folder, 'A.md'), join(folder, 'a.md'))
    expect(staleFiles(folder, new Set(['a.md']), new Map([['A.md', [hash]]]))).toEqual([])
    await writeFile(join(folder, 'B.md'), 'made')
    await writeFile(join(folder, 'b.md'), 'made')
    expect(staleFiles(folder, new Set(['b.md']), new Map([['B.md', [hash]]]))).toEqual(['B.md'])
  })
})
