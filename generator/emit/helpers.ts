import {
  Code,
  commentText,
  identifier,
  jsonLines,
  jsonText,
  key,
  literal,
  templateLiteral,
} from '../schema/literals.ts'
import type { FieldSchema, PicklistSchema } from '../schema/schema.ts'

/** The longest union that stays on one line. */
const LINE = 100

/** A union of string literals; `never` where there are none. */
function union(values: readonly string[]): string {
  if (values.length === 0) return 'never'
  const literals = values.map(literal)
  const line = literals.join(' | ')
  return line.length <= LINE ? line : literals.join('\n  | ')
}

function code(value: unknown): string {
  if (value instanceof Code) return value.toString()
  throw new Error('a template prints {{code …}} of a text: {{literal …}} prints texts')
}

/** A table of a picklist: a line of JSON per option. */
function table(rows: readonly (readonly unknown[])[]): string {
  return templateLiteral(`\n${jsonLines(rows)}`)
}

function doc(text: string): string {
  return `/** ${commentText(text)} */`
}

// Two lists have a helper each: a block and a helper for every part of 20,000 lines would take 60 ms.

/** The properties of an interface, each below its doc comment where it has one. */
function properties(fields: readonly FieldSchema[]): string {
  return fields
    .map((field) => {
      const property = `  ${key(field.apiName)}: ${code(field.type)}`
      return field.doc === '' ? property : `  ${doc(field.doc)}\n${property}`
    })
    .join('\n')
}

/** The constants of a picklist class. */
function constants(list: PicklistSchema['constants']): string {
  return list.map(({ name, value }) => `  static readonly ${identifier(name)} = ${literal(value)}`).join('\n')
}

/** The members of an object type that maps values to the options that go with each. */
function entries(list: readonly { readonly value: string; readonly options: readonly string[] }[]): string {
  return list
    .map(({ value, options }) => {
      const choice = options.length > 1 ? `(${union(options)})` : union(options)
      return `    readonly ${key(value)}: readonly ${choice}[]`
    })
    .join('\n')
}

/** Pieces of code that the generator composed, a line each. */
function lines(list: readonly { readonly code: Code }[]): string {
  return list.map((item) => `        ${code(item.code)},`).join('\n')
}

/** The members of an object type whose values are texts. */
function names(list: readonly { readonly apiName: string; readonly module: string }[]): string {
  return list.map(({ apiName, module }) => `    ${key(apiName)}: ${literal(module)}`).join('\n')
}

/** An array of texts. */
function texts(list: readonly string[]): string {
  return `[${list.map(literal).join(', ')}] as const`
}

const printers: Printers = {
  /** A decided identifier. */
  name: identifier,
  /** A string literal. */
  literal,
  /** The name of a property. */
  key,
  /** Code that the generator composed; a text is none. */
  code,
  /** Any value as JSON, which TypeScript reads as well. */
  json: (value: unknown): string => jsonText(value),
  /** A doc comment of one line. */
  doc,
  /** A line comment. */
  comment: (text: string): string => `// ${commentText(text)}`,
  properties,
  constants,
  entries,
  lines,
  names,
  texts,
  union,
  table,
}

/** A helper of templates: it gets its one argument and, from Handlebars, its options. */
export type Helper = (value: unknown) => string

/** What helpers are made of: each prints one value, escaped. */
export type Printers = Readonly<Record<string, (value: never) => string>>

/** Helpers that print what is there, and refuse what is not. */
export function helpersOf(printers: Printers): Readonly<Record<string, Helper>> {
  return Object.fromEntries(
    Object.entries(printers).map(([name, print]) => [
      name,
      (value: unknown) => {
        // Handlebars is strict about what it prints, and not about what it passes to helpers.
        if (value === undefined || (value === null && name !== 'json'))
          throw new Error(`a template prints {{${name} …}} of something that is not there`)
        return print(value as never)
      },
    ]),
  )
}

/**
 * What an output expression of a template must be: one of these, each of which escapes what it prints or refuses
 * it. Nothing of an organisation reaches the generated code past them.
 */
export const helpers: Readonly<Record<string, Helper>> = helpersOf(printers)

/** What may stand in parentheses beside Handlebars' own `lookup`: it gives a value, and prints nothing. */
export const expressions: Readonly<Record<string, (a: unknown, b: unknown) => unknown>> = {
  eq: (a, b) => a === b,
}
