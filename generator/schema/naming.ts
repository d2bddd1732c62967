import { createHash } from 'node:crypto'
import { ConfigurationError } from '@zcrm/runtime'

/**
 * Names come from API names and wire values alone, and are decided before anything is printed. PascalCase never
 * starts with a lower-case ASCII letter, so that no name is a keyword or one of the runtime's own members.
 */

const ASCII = /^[ -~]*$/

/** How a text falls into words. Nearly every one is ASCII, for which the patterns take a tenth of the time. */
const asciiPatterns = {
  separators: /_+/g,
  words: /[A-Za-z0-9]+/g,
  meetingDigits: /(?<=\d) (?=\d)/g,
  start: /^[A-Za-z]/,
}

const unicodePatterns = {
  /** What stands between words although identifiers may hold it: underscores, and characters that nobody sees. */
  separators: /[_\p{Default_Ignorable_Code_Point}]+/gu,
  words: /[\p{ID_Continue}]+/gu,
  meetingDigits: /(?<=\p{Nd}) (?=\p{Nd})/gu,
  start: /^\p{ID_Start}/u,
}

/** Words of letters, each with a capital: what most labels are, and in PascalCase but for the spaces. */
const TITLE = /^[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*$/

/** A text in PascalCase: words joined, each with a capital first; `''` where the text has no letter and no digit. */
export function pascalCase(text: string): string {
  if (TITLE.test(text)) return text.replaceAll(' ', '')
  const patterns = ASCII.test(text) ? asciiPatterns : unicodePatterns
  const words = text.normalize('NFC').replace(patterns.separators, ' ').match(patterns.words) ?? []
  // 1-10 and 110 are different things: digits that meet stay apart.
  const joined = words.map(capitalised).join(' ').replace(patterns.meetingDigits, '_').replaceAll(' ', '')
  // A mark that was a word of its own has met a letter by now.
  const name = joined.normalize('NFC')
  return name === '' || patterns.start.test(name) ? name : `_${name}`
}

function capitalised(word: string): string {
  const [first = ''] = word
  const upper = first.toUpperCase()
  // ß becomes SS and ŉ two characters: they stay as they are.
  return upper.length === first.length ? upper + word.slice(first.length) : word
}

const CASE_BOUNDARY = /(?<=[a-z0-9])(?=[A-Z])/g
const MAX_FILE_NAME = 80

/** A text in kebab-case, of lower-case ASCII letters and digits alone, accents left off; `''` where it has none. */
export function kebabCase(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}+/gu, '')
  const words = plain.replace(CASE_BOUNDARY, ' ').match(/[A-Za-z0-9]+/g) ?? []
  return words.join('-').toLowerCase().slice(0, MAX_FILE_NAME).replace(/-$/, '')
}

/** Names that Windows keeps for devices, whatever follows the first dot. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** Whether Windows keeps the name of a file for a device. */
export function isDeviceName(name: string): boolean {
  return DEVICES.test(name.toLowerCase().split('.')[0]?.trim() ?? '') || /^con(in|out)\$/i.test(name)
}

/** Something to be named: `key` is its own string, which a suffix is made from where the name is taken. */
export interface Nameable {
  readonly key: string
  /** The name that it gets if nobody else wants it; `''` where it has none of its own. */
  readonly base: string
}

/** How names of a scope are told apart. */
export interface NamingRules {
  /** Every identifier that a name takes up, the name itself included. */
  readonly claims: (name: string) => readonly string[]
  /** Identifiers that no name may take up. */
  readonly isReserved: (claim: string) => boolean
  /** Puts a name and its suffix together. */
  readonly join: (base: string, suffix: string) => string
}

/**
 * Decides the names of a scope. Where two would take up one identifier, each gets a suffix made from its own
 * string: never a number, which would depend on what else there is.
 */
export function decideNames(items: readonly Nameable[], rules: NamingRules): ReadonlyMap<string, string> {
  const names = new Map(items.map(({ key, base }) => [key, base]))
  for (let length = 4; length <= HASH_LENGTH; length += 4) {
    const clashing = clashes(items, names, rules)
    if (clashing.length === 0) return names
    for (const { key, base } of clashing) names.set(key, rules.join(base, hashOf(key).slice(0, length)))
  }
  throw new Error(`named twice: ${JSON.stringify(clashes(items, names, rules).map(({ key }) => key))}`)
}

function clashes(
  items: readonly Nameable[],
  names: ReadonlyMap<string, string>,
  { claims, isReserved }: NamingRules,
): readonly Nameable[] {
  const owners = new Map<string, number>()
  const claimsOf = (item: Nameable) => claims(names.get(item.key) ?? '')
  for (const item of items)
    for (const claim of claimsOf(item)) owners.set(claim, (owners.get(claim) ?? 0) + 1)
  return items.filter((item) =>
    claimsOf(item).some((claim) => claim === '' || isReserved(claim) || (owners.get(claim) ?? 0) > 1),
  )
}

const HASH_LENGTH = 64

/** The hash that a suffix is cut from. JSON spells every string differently, lone surrogates too. */
function hashOf(key: string): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex')
}

const joinIdentifier = (base: string, suffix: string): string => `${base}_${suffix}`

/** Class names that compilers keep for themselves. */
const RESERVED_CLASSES = new Set([
  'Object',
  'Promise',
  'Reflect',
  'WeakMap',
  'WeakSet',
  'NaN',
  'Infinity',
  'GlobalPicklists',
])

/** Names that a configuration gives, by API name. */
type Given = ReadonlyMap<string, string>

const NONE_GIVEN: Given = new Map()

/** Names of module classes; each takes up the names of its types and of its namespace in the index as well. */
export function moduleClassNames(
  apiNames: readonly string[],
  given: Given = NONE_GIVEN,
): ReadonlyMap<string, string> {
  return decideClassNames(apiNames, given, (name) => [
    name,
    ...Object.values(derivedTypes(name)),
    `${name}Picklists`,
  ])
}

function decideClassNames(
  apiNames: readonly string[],
  given: Given,
  claimsOf: (name: string) => readonly string[],
): ReadonlyMap<string, string> {
  const items = apiNames.map((key) => ({ key, base: given.get(key) ?? pascalCase(key) }))
  const rules: NamingRules = {
    claims: (name) => (name === '' ? [''] : claimsOf(name)),
    isReserved: (claim) => RESERVED_CLASSES.has(claim),
    join: joinIdentifier,
  }
  const names = decideNames(items, rules)
  for (const { key, base } of items)
    if (given.has(key) && names.get(key) !== base) throw nameTaken(key, base, items, rules)
  return names
}

/** A name that was given gets no suffix: whoever gave it relies on it. */
function nameTaken(
  key: string,
  name: string,
  items: readonly Nameable[],
  { claims, isReserved }: NamingRules,
): ConfigurationError {
  const claimed = claims(name)
  const rival = items.find(
    (item) => item.key !== key && claims(item.base).some((one) => claimed.includes(one)),
  )
  const reserved = claimed.find(isReserved)
  const reason =
    rival === undefined
      ? `${reserved ?? name} is a name that is kept`
      : `${JSON.stringify(rival.key)} is called ${rival.base}`
  return new ConfigurationError(
    `classNames calls ${JSON.stringify(key)} ${name}, but ${reason}`,
    'Choose another name.',
  )
}

/** The types that go with a module's class. */
export function derivedTypes(className: string): { record: string; create: string; update: string } {
  return { record: `${className}Record`, create: `${className}Create`, update: `${className}Update` }
}

/** Names of the picklist classes of a file; each takes up the name of the type of its values as well. */
export function picklistClassNames(
  apiNames: readonly string[],
  given: Given = NONE_GIVEN,
): ReadonlyMap<string, string> {
  return decideClassNames(apiNames, given, (name) => [name, valueType(name)])
}

/** Names of the classes of dependent picklists, `StateByCountry`, by the JSON of their fields' names. */
export function dependencyClassNames(
  pairs: readonly (readonly [parent: string, child: string])[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const items = pairs.map(([parent, child]) => {
    const [childName, parentName] = [pascalCase(child), pascalCase(parent)]
    const base = childName === '' || parentName === '' ? '' : `${childName}By${parentName}`
    return { key: JSON.stringify([parent, child]), base }
  })
  return decideNames(items, {
    claims: (name) => [name],
    isReserved: (claim) => RESERVED_CLASSES.has(claim) || taken.has(claim),
    join: joinIdentifier,
  })
}

/** Names of the types that create a record in a layout, `RentalsCreateGroupTour`, by the layouts' own names. */
export function layoutTypeNames(createType: string, layouts: readonly string[]): ReadonlyMap<string, string> {
  const items = layouts.map((key) => ({
    key,
    base: pascalCase(key) === '' ? '' : `${createType}${pascalCase(key)}`,
  }))
  const groups = new Set(['Mandatory', 'Demanded', 'Optional'].map((group) => `${createType}${group}`))
  return decideNames(items, {
    claims: (name) => [name],
    // The groups of fields stand in the same file.
    isReserved: (claim) => groups.has(claim),
    join: joinIdentifier,
  })
}

/** The type of the values of a picklist class. */
export function valueType(className: string): string {
  return `${className}Value`
}

/** Names of the constants of a picklist class. */
export function constantNames(values: readonly string[]): ReadonlyMap<string, string> {
  const items = values.map((key) => ({ key, base: pascalCase(key) }))
  // Nearly every list is like this, and there may be thousands of them.
  const bases = new Set(items.map((item) => item.base))
  if (bases.size === items.length && !bases.has('')) return new Map(items.map(({ key, base }) => [key, base]))
  return decideNames(items, { claims: (name) => [name], isReserved: () => false, join: joinIdentifier })
}

/** Names of the files of modules, without their ending: the same on disks that know no case, and never a device. */
export function moduleFileNames(apiNames: readonly string[]): ReadonlyMap<string, string> {
  return decideNames(
    apiNames.map((key) => ({ key, base: kebabCase(key) })),
    {
      claims: (name) => [name],
      isReserved: (claim) => claim === 'index' || claim === 'global-picklists' || DEVICES.test(claim),
      join: (base, suffix) => (base === '' ? `module-${suffix}` : `${base}-${suffix}`),
    },
  )
}

/** Names for files of the picklists of a module, by the names of their classes: the same on disks that know no case. */
export function picklistFileNames(classNames: readonly string[]): ReadonlyMap<string, string> {
  return decideNames(
    classNames.map((key) => ({ key, base: kebabCase(key) })),
    {
      claims: (name) => [name],
      isReserved: (claim) => DEVICES.test(claim),
      join: (base, suffix) => (base === '' ? `picklist-${suffix}` : `${base}-${suffix}`),
    },
  )
}
