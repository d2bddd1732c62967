import { expect, test } from 'vitest'
import { changeLines, changesText, gradesText } from '../../../generator/commands/changes.ts'
import type { Change } from '../../../generator/drift/change.ts'
import { resolveConfig } from '../../../generator/index.ts'
import { changesOfPull } from '../../../generator/pulled-changes.ts'
import { readSnapshot } from '../../../generator/snapshot/read.ts'
import { writeSnapshot } from '../../../generator/snapshot/write.ts'
import type { ModuleMetadata } from '../../../runtime/metadata/index.ts'
import { field, module, organisation } from '../metadata.ts'

const config = resolveConfig({ flags: {}, env: {}, file: null, cwd: '/' })

function changesOf(before: readonly ModuleMetadata[], after: readonly ModuleMetadata[]): readonly Change[] {
  const read = (modules: readonly ModuleMetadata[]) => readSnapshot('', writeSnapshot(organisation(modules)))
  return changesOfPull(config, { before: read(before), after: read(after) }) ?? []
}

const told = (changes: readonly Change[], isVerbose = false) => ({
  grades: gradesText(changes),
  line: changesText(changes, { isVerbose }),
  lines: changeLines(changes, { isVerbose }),
})

test('the worst comes first, with its grade', () => {
  const before = [module('Leads', [field('Fax'), field('Website')])]
  const after = [module('Leads', [field('Website', { label: 'Page' })])]
  expect(told(changesOf(before, after))).toEqual({
    grades: '1 breaking, 0 to review, 1 safe',
    line: 'Leads.Fax is gone (breaking); Leads.Website is labelled "Page"; it was "Website" (safe)',
    lines: ['  Leads.Fax is gone (breaking)', '  Leads.Website is labelled "Page"; it was "Website" (safe)'],
  })
})

test('what tells nothing of a module or picklist is told as that', () => {
  const leads = [module('Leads', [field('Fax')])]
  expect(told(changesOf(leads, leads))).toEqual({
    grades: 'no module and no picklist differs',
    line: 'no module and no picklist differs',
    lines: [],
  })
})

test('of 300 modules a few are told, unless everything is asked for', () => {
  const modules = Array.from({ length: 300 }, (_, index) => module(`M${100 + index}`, [field('Name')]))
  const changes = changesOf([module('M000', [])], modules)
  const { grades, line, lines } = told(changes)
  expect(grades).toBe('1 breaking, 0 to review, 300 safe')
  expect(line).toBe(
    'the module M000 is gone (breaking); the module M100 is new (safe); the module M101 is new (safe) and 298 more (--verbose names them)',
  )
  expect(lines).toHaveLength(6)
  expect(told(changes, true).lines).toHaveLength(301)
})
