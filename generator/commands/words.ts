import { relative } from 'node:path'
import type { Plan } from '../output/plan.ts'
import type { Schema } from '../schema/schema.ts'

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

/** The modules without a class, by name, with the reason for each. */
export function notDescribedLines(modules: Schema['notDescribed']): readonly string[] {
  const byReason = new Map<string, string[]>()
  for (const { apiName, reason } of modules) byReason.set(reason, [...(byReason.get(reason) ?? []), apiName])
  return [...byReason].map(
    ([reason, names]) => `  not described: ${names.sort().join(', ')}, because ${reason}`,
  )
}

/** The fields of data types that nobody knows, a line for each type. */
export function unknownTypeLines(fields: Schema['unknownTypes']): readonly string[] {
  const byType = new Map<string, string[]>()
  for (const { field, dataType } of fields) byType.set(dataType, [...(byType.get(dataType) ?? []), field])
  return [...byType].map(
    ([dataType, names]) =>
      `  unknown to TypeScript: ${names.join(', ')}, because nobody knows the data type ${JSON.stringify(dataType)}`,
  )
}

/** The mandatory fields that were left out, in a line. */
export function leftOutLines(fields: Schema['leftOut']): readonly string[] {
  if (fields.length === 0) return []
  return [`  left out though mandatory: ${fields.join(', ')}, so Zoho refuses what the types allow to create`]
}

/** What a plan would change, a line each. */
export function planLines({ create, update, remove }: Plan): readonly string[] {
  return [
    ...create.map(({ path }) => `  ${path} would be created`),
    ...update.map(({ path }) => `  ${path} would be updated`),
    ...remove.map((path) => `  ${path} would be removed`),
  ]
}
