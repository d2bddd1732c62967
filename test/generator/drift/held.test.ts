import { expect, test } from 'vitest'
import { type Kind, RULES } from '../../../generator/drift/rules/rules.ts'
import { PAIRS } from './pairs/pairs.ts'
import { PLAYED } from './played.ts'

/** Kinds that neither a compiler nor the emulator can judge, and why. */
const NEITHER: Readonly<Partial<Record<Kind, string>>> = {}

const kindsOf = (all: readonly { readonly kind: Kind }[]): ReadonlySet<Kind> =>
  new Set(all.map(({ kind }) => kind))

test('the grades of every kind are held to the truth: by compiled code, by the emulator, or it is said why not', () => {
  const shown = new Set([...kindsOf(PAIRS), ...kindsOf(PLAYED)])
  const kinds = Object.keys(RULES) as Kind[]
  expect(kinds.filter((kind) => !shown.has(kind) && NEITHER[kind] === undefined)).toEqual([])
  expect(kinds.filter((kind) => shown.has(kind) && NEITHER[kind] !== undefined)).toEqual([])
})

test('what is refused at run time alone, the emulator shows', () => {
  const atRunTime = kindsOf(PAIRS.filter(({ writesCompile }) => writesCompile))
  const played = kindsOf(PLAYED)
  expect([...atRunTime].filter((kind) => !played.has(kind))).toEqual([])
})

test('every pair has code', () => {
  expect(PAIRS.filter(({ reads = [], writes = [] }) => reads.length + writes.length === 0)).toEqual([])
})
