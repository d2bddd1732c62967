import type { Field, Module } from '../lib/schema.ts'

/** A way of writing the three record types of a module. */
export interface Shape {
  readonly id: string
  readonly title: string
  /** The types of the runtime that its fields may need; those that a module does not use are left out. */
  readonly helpers: readonly string[]
  /** Must declare `<Module>Record`, `<Module>Create` and `<Module>Update`. */
  types(module: Module, docs: boolean): string
}

/** A file of generated text, its path relative to the output folder. */
export interface ShapeFile {
  readonly path: string
  readonly content: string
}

/** The files of a module in a shape: the record types with the module's class, and its picklists. */
export function shapeFiles(
  shape: Shape,
  module: Module,
  docs: boolean,
): readonly [types: ShapeFile, picklists: ShapeFile] {
  const base = fileName(module.name)
  return [
    { path: `${base}.ts`, content: moduleFile(shape, module, docs) },
    { path: `${base}.picklists.ts`, content: picklistFile(module) },
  ]
}

/** The name of a module's file, without its ending. */
export function fileName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}

/** The type of the values of a field's picklist. */
export function valueType(field: Field): string {
  return `${pascal(field.name)}Value`
}

/** The lines of some fields inside an interface. */
export function members(
  fields: readonly Field[],
  docs: boolean,
  type: (field: Field) => string,
  mark: '' | '?' = '',
): string {
  return fields
    .map((field) => `${docs ? `  ${docOf(field)}\n` : ''}  ${field.name}${mark}: ${type(field)}\n`)
    .join('')
}

/** The type of a field that is the same in reading and writing, without null. */
export function plainType(field: Field): string {
  return field.kind === 'number' ? 'number' : field.kind === 'boolean' ? 'boolean' : 'string'
}

/** Whether a field is read as one type and written as another. */
export function differs(field: Field): boolean {
  return field.kind === 'lookup' || field.kind === 'user' || field.options !== undefined
}

/** The fields of a module with that access. */
export function having(module: Module, access: Field['access']): readonly Field[] {
  return module.fields.filter((field) => field.access === access)
}

/** The module whose records a lookup refers to, as a literal type. */
export function targetOf(field: Field): string {
  return `'${field.target ?? 'users'}'`
}

function docOf(field: Field): string {
  const target = field.target === undefined ? '' : ` to ${field.target}`
  const access =
    field.access === 'system' ? ' · read-only' : field.access === 'mandatory' ? ' · mandatory' : ''
  return `/** ${field.label} · ${field.dataType}${target}${access} */`
}

function moduleFile(shape: Shape, module: Module, docs: boolean): string {
  const { name } = module
  const types = shape.types(module, docs)
  const helpers = ['Module', ...shape.helpers.filter((helper) => new RegExp(`\\b${helper}\\b`).test(types))]
  const values = module.fields.filter((field) => field.options !== undefined).map(valueType)
  return [
    `import { ${helpers.map((helper) => (helper === 'Module' ? helper : `type ${helper}`)).join(', ')} } from '@zcrm/runtime'`,
    `import type { ${values.join(', ')} } from './${fileName(name)}.picklists.js'`,
    '',
    types,
    ...(docs ? [`/** The module ${name}. */`] : []),
    `export class ${name} extends Module<${name}Record, ${name}Create, ${name}Update> {`,
    `  static readonly apiName = '${name}'`,
    '}',
    '',
  ].join('\n')
}

function picklistFile(module: Module): string {
  const classes = module.fields.filter((field) => field.options !== undefined).map(picklistClass)
  return `import { Picklist, type PicklistOption } from '@zcrm/runtime'\n\n${classes.join('\n')}`
}

function picklistClass(field: Field): string {
  const options = field.options ?? []
  const type = valueType(field)
  return [
    `/** ${field.label} · ${field.dataType} */`,
    `export class ${pascal(field.name)} extends Picklist {`,
    ...options.map((value) => `  static readonly ${pascal(value)} = '${value}'`),
    `  declare static readonly values: readonly ${type}[]`,
    `  declare static readonly options: readonly PicklistOption<${type}>[]`,
    `  protected static override readonly table: string = \`\n${options.map((value, order) => `${value}|${order + 1}|#c4f0b3`).join('\n')}\``,
    '}',
    `export type ${type} = ${options.map((value) => `'${value}'`).join(' | ')}`,
    '',
  ].join('\n')
}

function pascal(text: string): string {
  return text.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())
}
