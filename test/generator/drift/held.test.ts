import { expect, test } from 'vitest'
import type { Change } from '../../../generator/drift/change.ts'
import { type Kind, RULES } from '../../../generator/drift/rules/rules.ts'
import { diff } from './organisations.ts'
import { PAIRS } from './pairs/pairs.ts'
import { PLAYED } from './played.ts'

/** Kinds that neither a compiler nor the emulator can judge, and why. */
const NEITHER: Readonly<Partial<Record<Kind, string>>> = {}

/** The same of single cases of rules, each by its kind and its condition. */
const CASES_OF_NEITHER: Readonly<Record<string, string>> = {
  'module.reason': 'no code is generated of the module, which is what is said then; a pair shows that',
  'layout.deactivated: inactive':
    'a layout that is deactivated was active; its rule shares the cases of removal',
  'layout.deactivated':
    'Zoho does not document what it answers to the id of an inactive layout; the emulator takes it',
}

const kindsOf = (all: readonly { readonly kind: Kind }[]): ReadonlySet<Kind> =>
  new Set(all.map(({ kind }) => kind))

const nameOf = (kind: Kind, when: string | null) => (when === null ? kind : `${kind}: ${when}`)

/** The case of its rule by which a change is graded: the one whose sentence it has. */
function caseOf({ kind, why }: Change): string {
  const found = RULES[kind].cases.find((one) => {
    const texts = one.why.split(/\{\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${texts.join('.*')}$`).test(why)
  })
  return found === undefined ? '' : nameOf(kind, found.when)
}

test('the grades of every kind are held to the truth: by compiled code, by the emulator, or it is said why not', () => {
  const shown = new Set([...kindsOf(PAIRS), ...kindsOf(PLAYED)])
  const kinds = Object.keys(RULES) as Kind[]
  expect(kinds.filter((kind) => !shown.has(kind) && NEITHER[kind] === undefined)).toEqual([])
  expect(kinds.filter((kind) => shown.has(kind) && NEITHER[kind] !== undefined)).toEqual([])
})

test('so is every case of them', () => {
  const compiled = PAIRS.flatMap(({ kind, before, after, options }) =>
    diff(before, after, options)
      .filter((change) => change.kind === kind)
      .map(caseOf),
  )
  // What is played is played where the configuration says nothing.
  const shown = new Set([...compiled, ...PLAYED.map(({ kind }) => nameOf(kind, null))])
  const cases = (Object.keys(RULES) as Kind[]).flatMap((kind) =>
    RULES[kind].cases.map(({ when }) => nameOf(kind, when)),
  )
  expect(cases.filter((name) => !shown.has(name)).toSorted()).toEqual(
    Object.keys(CASES_OF_NEITHER).toSorted(),
  )
})

test('what is refused at run time alone, the emulator shows', () => {
  const atRunTime = kindsOf(PAIRS.filter(({ writesCompile }) => writesCompile))
  const played = kindsOf(PLAYED)
  expect([...atRunTime].filter((kind) => !played.has(kind))).toEqual([])
})

test('every pair has code', () => {
  expect(PAIRS.filter(({ reads = [], writes = [] }) => reads.length + writes.length === 0)).toEqual([])
})
