import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashFiles } from '../../../generator/emit/manifest.ts'
import { SIGNATURE } from '../../../generator/emit/typescript.ts'
import { applyPlan } from '../../../generator/output/apply.ts'
import { JOURNAL } from '../../../generator/output/journal.ts'
import { planOutput } from '../../../generator/output/plan.ts'
import { isAsStamped, stampPath, writeStamp } from '../../../generator/output/stamp.ts'
import { scratchFolder } from '../../support/scratch.ts'

const files = [
  { path: 'leads.ts', content: `// ${SIGNATURE}\nexport const leads = 1\n` },
  { path: 'manifest.json', content: '{ "schemaHash": "1" }\n' },
]

async function stamped(): Promise<{ folder: string; stamp: string }> {
  const scratch = await scratchFolder()
  const folder = join(scratch, 'generated')
  await applyPlan(await planOutput(folder, files))
  const stamp = stampPath(join(scratch, '.zcrm'), folder)
  writeStamp(stamp, 'inputs', hashFiles(files))
  return { folder, stamp }
}

test('a folder that nobody touched is as it was stamped', async () => {
  const { folder, stamp } = await stamped()
  expect(isAsStamped(stamp, 'inputs', folder)).toBe(true)
})

describe('it is not', () => {
  test('for other inputs', async () => {
    const { folder, stamp } = await stamped()
    expect(isAsStamped(stamp, 'others', folder)).toBe(false)
  })

  test.each<[string, (folder: string, stamp: string) => Promise<void>]>([
    ['without a stamp', (_, stamp) => rm(stamp)],
    ['with half a stamp', (_, stamp) => writeFile(stamp, '{ "inputsHash": "inputs"')],
    ['with a stamp of another kind', (_, stamp) => writeFile(stamp, '{ "inputsHash": "inputs" }')],
    ['where a file was changed', (folder) => writeFile(join(folder, 'leads.ts'), 'mine')],
    ['where the manifest was changed', (folder) => writeFile(join(folder, 'manifest.json'), '{}')],
    ['where a file is gone', (folder) => rm(join(folder, 'leads.ts'))],
    [
      'where there is TypeScript beside it, which may be ours',
      (folder) => writeFile(join(folder, 'old.ts'), ''),
    ],
    ['where a run was cut off', (folder) => writeFile(join(folder, JOURNAL), '{}')],
    ['where the folder is gone', (folder) => rm(folder, { recursive: true })],
  ])('%s', async (_, change) => {
    const { folder, stamp } = await stamped()
    await change(folder, stamp)
    expect(isAsStamped(stamp, 'inputs', folder)).toBe(false)
  })
})
