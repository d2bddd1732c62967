import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import { replaceFolder } from '../../../generator/record/folder.ts'
import { scratchFolder } from '../../support/scratch.ts'

const files = (text: string) => new Map([['modules.json', text]])

test('a folder is replaced whole, and not at all where what would be in it is refused', async () => {
  const to = join(await scratchFolder(), 'deep/rec')
  replaceFolder(to, files('one'), (written) => expect(written).toEqual(files('one')))
  writeFileSync(join(to, 'records_Leads.json'), 'mine')
  const refused = new ConfigurationError('it would still tell a name', 'Report it.')
  const refuse = () => {
    throw refused
  }
  expect(() => replaceFolder(to, files('two'), refuse)).toThrow(refused)
  expect(readdirSync(join(to, '..'))).toEqual(['rec'])
  expect(readFileSync(join(to, 'modules.json'), 'utf8')).toBe('one')
  replaceFolder(to, files('three'), () => undefined)
  expect(readFileSync(join(to, 'modules.json'), 'utf8')).toBe('three')
  expect(readdirSync(to).sort()).toEqual(['modules.json', 'records_Leads.json'])
})
