import { readFile } from 'node:fs/promises'
import type { Metadata } from '@zcrm/runtime/metadata'
import { replaceFile } from '../../generator/files/write.ts'
import { readSnapshot } from '../../generator/snapshot/read.ts'
import { writeSnapshot } from '../../generator/snapshot/write.ts'

/** Gives an option of a field another label, as if it had been renamed in the organisation and pulled. */
export async function renameOption(path: string, field: string, from: string, to: string): Promise<void> {
  const { hash: _, ...before } = readSnapshot(path, await readFile(path, 'utf8'))
  const text = JSON.stringify(before, (_key, value: unknown) => renamed(value, field, from, to))
  replaceFile(path, writeSnapshot(JSON.parse(text) as Metadata))
}

function renamed(value: unknown, field: string, from: string, to: string): unknown {
  if (typeof value !== 'object' || value === null || !('apiName' in value) || value.apiName !== field)
    return value
  const { options = [] } = value as { options?: readonly { display: string | null }[] }
  const names = options.map((option) =>
    option.display === from ? { ...option, display: to, actual: to, reference: to } : option,
  )
  return { ...value, options: names }
}
