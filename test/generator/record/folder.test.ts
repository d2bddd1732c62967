import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import { checkFolder, replaceFolder } from '../../../generator/record/folder.ts'
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

test('of a link, what it leads to is replaced; one to nothing is refused before any call', async () => {
  const folder = await scratchFolder()
  const [to, link] = [join(folder, 'rec'), join(folder, 'link')]
  mkdirSync(to)
  symlinkSync(to, link)
  replaceFolder(link, files('one'), () => undefined)
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(to, 'modules.json'), 'utf8')).toBe('one')
  expect(readdirSync(folder).sort()).toEqual(['link', 'package.json', 'rec'])
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'))
  expect(() => checkFolder(join(folder, 'dangling'))).toThrow(/dangling is a link to nothing/)
  expect(() => checkFolder(join(folder, 'package.json/rec'))).toThrow(/cannot be written to/)
})
