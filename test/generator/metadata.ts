import fc from 'fast-check'
import type { SchemaOptions } from '../../generator/schema/build.ts'
import type {
  CustomViewMetadata,
  DependencyMetadata,
  FieldMetadata,
  GlobalPicklistMetadata,
  LayoutMetadata,
  Metadata,
  ModuleMetadata,
  OptionMetadata,
  RelatedListMetadata,
} from '../../runtime/metadata/index.ts'

/** A field that can be set, of text where nothing else is said. */
export function field(apiName: string, more: Partial<FieldMetadata> = {}): FieldMetadata {
  return {
    id: null,
    apiName,
    label: apiName,
    tooltip: null,
    dataType: 'text',
    jsonType: '',
    returnType: null,
    length: null,
    richText: false,
    mandatory: false,
    unique: false,
    used: true,
    creatable: true,
    updatable: true,
    target: null,
    globalPicklist: null,
    options: [],
    ...more,
  }
}

/** An option whose three strings are one. */
export function option(display: string | null, more: Partial<OptionMetadata> = {}): OptionMetadata {
  return {
    id: null,
    display,
    actual: display,
    reference: display,
    order: null,
    color: null,
    used: true,
    ...more,
  }
}

/** A field with options. */
export function picklist(
  apiName: string,
  options: readonly OptionMetadata[],
  more: Partial<FieldMetadata> = {},
): FieldMetadata {
  return field(apiName, { dataType: 'picklist', options, ...more })
}

/** A module with its fields. */
export function module(
  apiName: string,
  fields: readonly FieldMetadata[],
  more: Partial<ModuleMetadata> = {},
): ModuleMetadata {
  return {
    id: null,
    apiName,
    label: apiName,
    generatedType: 'custom',
    fields,
    layouts: [],
    relatedLists: [],
    customViews: [],
    notDescribed: null,
    ...more,
  }
}

/** A layout of one section. */
export function layout(
  name: string,
  fields: readonly string[],
  more: Partial<LayoutMetadata> & { readonly required?: readonly string[] } = {},
): LayoutMetadata {
  const { required = [], ...rest } = more
  const sections = [{ apiName: 'Information', label: 'Information', fields, required }]
  return { id: null, apiName: null, name, active: true, sections, dependencies: [], ...rest }
}

/** A picklist that depends on another: what goes with each value. */
export function dependency(
  parent: string,
  child: string,
  map: Readonly<Record<string, readonly string[]>>,
): DependencyMetadata {
  const name = (text: string) => ({ display: text, actual: text })
  const entries = Object.entries(map).map(([value, options]) => ({
    value: name(value),
    options: options.map(name),
  }))
  return { parent, child, map: entries }
}

/** An organisation of some modules. */
export function organisation(
  modules: readonly ModuleMetadata[],
  globalPicklists: readonly GlobalPicklistMetadata[] = [],
): Metadata {
  return { modules, globalPicklists, notSeen: [], profile: null }
}

/** What texts are made of that want to be something else: code, line ends, halves of characters, nothing visible. */
const FRAGMENTS = [
  ...["'", '"', '`', '\\', '$', '{', '}', '${', '*', '/', '*/', '/*', '//', '@', '@ts-ignore', '#', ';'],
  ...['\n', '\r', '\r\n', '\t', '\u2028', '\u2029', '\u0085', '\0', '\x1b', '\x7f', '\ufeff', '\u00a0'],
  ...['\u200b', '\u200d', '\u202e', '\u2066', '\u00ad', '\u061c', '\ufe0f', '\ud83d', '\udeb2', '🚲', '中'],
  ...['é', 'e\u0301', 'ß', '_', '-', ' ', '.', '0', '1', '9', 'a', 'Z', 'u0041', '__proto__', '-None-'],
]

/** Any text, halves of characters included, and hostile ones more often than chance would have them. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join('')),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
)

const anyName = fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor', 'toString', 'id'))
const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null })

const anyOption: fc.Arbitrary<OptionMetadata> = fc.record({
  id: nullable(anyText),
  display: nullable(anyText),
  actual: nullable(anyText),
  reference: nullable(anyText),
  order: nullable(fc.integer()),
  color: nullable(anyText),
  used: fc.boolean(),
})

const anyField: fc.Arbitrary<FieldMetadata> = fc.record({
  id: nullable(anyText),
  apiName: anyName,
  label: anyText,
  tooltip: nullable(anyText),
  dataType: fc.oneof(fc.constantFrom('text', 'picklist', 'lookup', ''), anyText),
  jsonType: fc.oneof(fc.constantFrom('string', ''), anyText),
  returnType: nullable(anyText),
  length: nullable(fc.nat()),
  richText: fc.boolean(),
  mandatory: fc.boolean(),
  unique: fc.boolean(),
  used: fc.boolean(),
  creatable: fc.boolean(),
  updatable: fc.boolean(),
  target: nullable(
    fc.record({ modules: fc.array(anyText, { maxLength: 2 }), connectedField: nullable(anyText) }),
  ),
  globalPicklist: nullable(anyName),
  options: fc.array(anyOption, { maxLength: 4 }),
})

const anyOptionName = fc
  .record({ display: nullable(anyText), actual: nullable(anyText) })
  .filter(({ display, actual }) => display !== null || actual !== null)

const anyLayout: fc.Arbitrary<LayoutMetadata> = fc.record({
  id: nullable(anyText),
  apiName: nullable(anyText),
  name: anyText,
  active: fc.boolean(),
  sections: fc.array(
    fc.record({
      apiName: nullable(anyText),
      label: anyText,
      fields: fc.array(anyName, { maxLength: 3 }),
      required: fc.array(anyName, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  dependencies: fc.array(
    fc.record({
      parent: anyName,
      child: anyName,
      map: fc.array(fc.record({ value: anyOptionName, options: fc.array(anyOptionName, { maxLength: 2 }) }), {
        maxLength: 2,
      }),
    }),
    { maxLength: 2 },
  ),
})

const anyRelatedList: fc.Arbitrary<RelatedListMetadata> = fc.record({
  id: nullable(anyText),
  apiName: anyName,
  label: anyText,
  module: nullable(anyName),
  linkingModule: nullable(anyName),
})

const anyCustomView: fc.Arbitrary<CustomViewMetadata> = fc.record({
  id: nullable(anyText),
  name: anyText,
  systemName: nullable(anyText),
})

const named = <T extends { apiName: string }>(items: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(items, { selector: (item) => item.apiName, maxLength: 4 })

/** The metadata of any organisation: API names are told apart, and nothing else is sure. */
export const anyMetadata: fc.Arbitrary<Metadata> = fc.record({
  profile: nullable(anyText),
  notSeen: fc.array(fc.record({ part: anyText, reason: anyText }), { maxLength: 3 }),
  globalPicklists: named(
    fc.record({
      id: nullable(anyText),
      apiName: anyName,
      label: anyText,
      options: fc.array(anyOption, { maxLength: 3 }),
    }),
  ),
  modules: named(
    fc.record({
      id: nullable(anyText),
      apiName: anyName,
      label: anyText,
      generatedType: anyText,
      notDescribed: nullable(anyText),
      fields: named(anyField),
      layouts: fc.array(anyLayout, { maxLength: 2 }),
      relatedLists: named(anyRelatedList),
      customViews: fc.array(anyCustomView, { maxLength: 2 }),
    }),
  ),
})

/** What buildSchema is told where a test says nothing else. */
export const standardOptions: SchemaOptions = {
  wireValue: 'display',
  openPicklists: 'read',
  importExtension: '.js',
  modules: ['*'],
  fields: ['*'],
  classNames: {},
  fieldTypes: {},
  required: 'system',
}
