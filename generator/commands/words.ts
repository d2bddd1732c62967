import { relative } from 'node:path'
import type { Plan } from '../output/plan.ts'
import type { Schema } from '../schema/schema.ts'
import { firstFew } from '../wording.ts'
import type { Terminal } from './terminal.ts'

/** A number and what it counts. */
export function plural(count: number, noun: string): string {
  // Not toLocaleString, which takes 20 ms to load what it knows of locales.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${digits} ${noun}${count === 1 ? '' : 's'}`
}

/** A path as short as it can be said from the working directory. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' ? '.' : short.startsWith('..') ? path : short
}

/** Says that another process writes into the output folder. */
export function waitLine(out: string, pid: number | null): string {
  const who = pid === null ? '' : ` (process ${pid})`
  return `another zcrm${who} is writing into ${displayPath(out)}: waiting for it`
}

/** As many names of a list are told as this, unless everything is asked for. */
const NAMES = 8
/** As many lines of one kind; of files more, where somebody asked for them. */
const LINES = 5
const FILES = 20

/** How much is told. */
export type Extent = Pick<Terminal, 'isVerbose'>

/** Names with commas between them; of many the first few, and how many more there are. */
export function listed(names: readonly string[], { isVerbose }: Extent): string {
  // One more takes less room than the words that say so.
  if (isVerbose || names.length <= NAMES + 1) return names.join(', ')
  return `${firstFew(names, NAMES)} (--verbose names them)`
}

/** Lines; of many the first few, and a last one that says how many more there are. */
export function limited(
  lines: readonly string[],
  { isVerbose }: Extent,
  most: number = LINES,
): readonly string[] {
  if (isVerbose || lines.length <= most + 1) return lines
  return [...lines.slice(0, most), `  and ${lines.length - most} more; --verbose or --json names them`]
}

/** Names in groups, in the order in which the groups appear first. */
export function grouped(pairs: readonly (readonly [group: string, name: string])[]): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const [group, name] of pairs) {
    const names = groups.get(group)
    if (names === undefined) groups.set(group, [name])
    else names.push(name)
  }
  return [...groups]
}

/** The modules without a class, by name, with the reason for each. */
export function notDescribedLines(modules: Schema['notDescribed'], extent: Extent): readonly string[] {
  const lines = grouped(modules.map(({ reason, apiName }) => [reason, apiName])).map(
    ([reason, names]) => `  not described: ${listed(names.sort(), extent)}, because ${reason}`,
  )
  return limited(lines, extent)
}

/** The fields of data types that nobody knows, a line for each type. */
export function unknownTypeLines(fields: Schema['unknownTypes'], extent: Extent): readonly string[] {
  const lines = grouped(fields.map(({ dataType, field }) => [dataType, field])).map(
    ([dataType, names]) =>
      `  unknown to TypeScript: ${listed(names, extent)}, because nobody knows the data type ${JSON.stringify(dataType)}`,
  )
  return limited(lines, extent)
}

/** The mandatory fields that were left out, in a line. */
export function leftOutLines(fields: Schema['leftOut'], extent: Extent): readonly string[] {
  if (fields.length === 0) return []
  return [
    `  left out though mandatory: ${listed(fields, extent)}, so Zoho refuses what the types allow to create`,
  ]
}

/** The patterns that the organisation has nothing for, in a line for each option. */
export function unmatchedLines(patterns: Schema['unmatched'], extent: Extent): readonly string[] {
  const told = patterns.map(({ option, pattern, nearest }): [string, string] => [
    option,
    JSON.stringify(pattern) + (nearest === null ? '' : ` (did you mean ${nearest}?)`),
  ])
  return grouped(told).map(
    ([option, names]) => `  the organisation has no such ${option}: ${listed(names, extent)}`,
  )
}

/** What there is to say of what is not generated, or not as it may be meant. */
export function schemaLines(schema: Schema, extent: Extent): readonly string[] {
  return [
    ...notDescribedLines(schema.notDescribed, extent),
    ...unknownTypeLines(schema.unknownTypes, extent),
    ...leftOutLines(schema.leftOut, extent),
    ...unmatchedLines(schema.unmatched, extent),
  ]
}

/** What a plan would change, a line each. */
export function planLines({ create, update, remove }: Plan, extent: Extent): readonly string[] {
  const lines = [
    ...create.map(({ path }) => `  ${path} would be created`),
    ...update.map(({ path }) => `  ${path} would be updated`),
    ...remove.map((path) => `  ${path} would be removed`),
  ]
  return limited(lines, extent, FILES)
}
