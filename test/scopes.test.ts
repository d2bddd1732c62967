import { expect, test } from 'vitest'
import * as emulator from '../emulator/scopes.ts'
import * as generator from '../generator/emit/openapi/security.ts'
import * as runtime from '../runtime/http/scopes.ts'

// Each package has a list of its own, since none may import another's inside.
test("the runtime, the generator and the emulator know the same modules and lists by Zoho's scopes", () => {
  const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].sort()
  expect(sorted(generator.SCOPED_MODULES)).toEqual(sorted(runtime.SCOPED_MODULES))
  expect(sorted(emulator.SCOPED_MODULES)).toEqual(sorted(runtime.SCOPED_MODULES))
  expect(emulator.SCOPED_LISTS).toEqual(runtime.SCOPED_LISTS)
})

/** The words of Zoho's list of scopes that are those of modules. */
const WORDS =
  'leads accounts contacts deals campaigns tasks cases events calls solutions products vendors pricebooks quotes ' +
  'salesorders purchaseorders invoices notes services appointments appointments_rescheduled_history'

test('they call them by the same words, which are those of the list', () => {
  const words = [...runtime.SCOPED_MODULES].map((apiName) => {
    const scope = generator.moduleScope({ apiName, generatedType: 'default' }, 'READ')
    expect(runtime.scopesOf('GET', `/${apiName}`)).toEqual([scope])
    const area = emulator.moduleArea(apiName, 'default') ?? ''
    expect(emulator.allows([scope], 'GET', [area]), scope).toBe(true)
    return scope.split('.')[2]
  })
  expect(words.sort()).toEqual(WORDS.split(' ').sort())
})
