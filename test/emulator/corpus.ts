import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Recorded answers of real organisations, kept outside the project. */
export const corpus: string = resolve(root, process.env['ZCRM_CORPUS'] ?? '../shared/corpus')

/** Tells whether the recorded answers are on this machine. */
export const hasCorpus: boolean = existsSync(join(corpus, 'docs-org', 'modules.json'))

/** Why tests are skipped where they are not. */
export const NO_CORPUS: string = `(skipped: no recorded answers in ${corpus}; set ZCRM_CORPUS)`

/** A JSON object of a recorded body. */
export type Element = Readonly<Record<string, unknown>>

/** Reads a JSON file. */
export function readJson(...path: readonly string[]): Element {
  return JSON.parse(readFileSync(join(...path), 'utf8'))
}

/** The objects of a list in a body. */
export function list(body: unknown, key: string): readonly Element[] {
  const found = (body as Element | undefined)?.[key]
  return Array.isArray(found) ? found.filter((each) => typeof each === 'object' && each !== null) : []
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** A Shape is the keys that every recorded element of a kind has, with the JSON types seen. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>

/** The shape of recorded elements. A single one says nothing of what may be null. */
export function shapeOf(elements: readonly Element[]): Shape {
  const single = elements.length === 1 ? ['null'] : []
  const types = (key: string): readonly string[] => [
    ...elements.map((element) => typeOf(element[key])),
    ...single,
  ]
  const keys = Object.keys(elements[0] ?? {})
  const always = keys.filter((key) => elements.every((element) => Object.hasOwn(element, key)))
  return new Map(always.map((key) => [key, new Set(types(key))]))
}

/** The keys that some elements have and others do not. */
export function optionalKeys(elements: readonly Element[]): ReadonlySet<string> {
  const all = new Set(elements.flatMap((element) => Object.keys(element)))
  return new Set([...all].filter((key) => !elements.every((element) => Object.hasOwn(element, key))))
}

/** What an element lacks of a shape, or has of another type. A key that was only ever null may have any type. */
export function differences(shape: Shape, element: Element): readonly string[] {
  return [...shape].flatMap(([key, types]) => {
    if (!Object.hasOwn(element, key)) return [`no ${key}`]
    const type = typeOf(element[key])
    const isKnown = types.has(type) || (types.size === 1 && types.has('null'))
    return isKnown ? [] : [`${key} is ${type}, seen: ${[...types].join(', ')}`]
  })
}
