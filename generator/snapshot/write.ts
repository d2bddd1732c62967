import type {
  FieldMetadata,
  GlobalPicklistMetadata,
  Metadata,
  ModuleMetadata,
  OptionMetadata,
} from '@zcrm/runtime/metadata'
import { sortMetadata } from '@zcrm/runtime/metadata'
import { contentHash } from '../content-hash.ts'
import { jsonText } from '../schema/literals.ts'
import { FIELD_DEFAULTS, optionDefaults, VERSION } from './format.ts'
import { partLines } from './layouts.ts'

/**
 * The text of a snapshot: normalised, sorted, a line per field and option, without times, people or secrets, and
 * byte-identical for the same organisation.
 */
export function writeSnapshot(metadata: Metadata): string {
  const body = bodyOf(sortMetadata(metadata))
  return `{\n"version": ${VERSION},\n"hash": "${contentHash(body)}",\n${body}\n}\n`
}

function bodyOf({ profile, notSeen, globalPicklists, modules }: Metadata): string {
  return [
    `"profile": ${jsonText(profile)}`,
    `"notSeen": ${block(
      notSeen.map(({ part, reason }) => `  ${jsonText({ part, reason })}`),
      '',
    )}`,
    `"globalPicklists": ${block(globalPicklists.map(picklistLines), '')}`,
    `"modules": ${block(modules.map(moduleLines), '')}`,
  ].join(',\n')
}

function block(lines: readonly string[], indent: string): string {
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n${indent}]`
}

function picklistLines({ id, apiName, label, options }: GlobalPicklistMetadata): string {
  return `  ${withArray(
    jsonText({ id, apiName, label }),
    'options',
    block(
      options.map((option) => `    ${optionLine(option)}`),
      '  ',
    ),
  )}`
}

function moduleLines(metadata: ModuleMetadata): string {
  const { id, apiName, label, generatedType, fields, notDescribed } = metadata
  const module = { id, apiName, label, generatedType }
  const head = jsonText(notDescribed === null ? module : { ...module, notDescribed })
  const parts = partLines(metadata).map(({ member, lines }) => `,"${member}":${block(lines, '  ')}`)
  return `  ${head.slice(0, -1)},"fields":${block(fields.map(fieldLines), '  ')}${parts.join('')}}`
}

function fieldLines({ options, ...field }: FieldMetadata): string {
  const head = jsonText(told(FIELD_KEYS, { ...field, target: targetOf(field) }, FIELD_DEFAULTS))
  if (options.length === 0) return `    ${head}`
  return `    ${withArray(
    head,
    'options',
    block(
      options.map((option) => `      ${optionLine(option)}`),
      '    ',
    ),
  )}`
}

function optionLine(option: OptionMetadata): string {
  return jsonText(told(OPTION_KEYS, option, optionDefaults(option.display)))
}

/** A JSON object with an array as its last member. */
function withArray(object: string, member: string, array: string): string {
  return `${object.slice(0, -1)},"${member}":${array}}`
}

/** What a snapshot says of a field beside its options, in this order. */
const FIELD_KEYS = [
  'id',
  'apiName',
  'label',
  'tooltip',
  'dataType',
  'jsonType',
  'returnType',
  'length',
  'richText',
  'mandatory',
  'unique',
  'used',
  'creatable',
  'updatable',
  'target',
  'globalPicklist',
] as const

const OPTION_KEYS = ['id', 'display', 'actual', 'reference', 'order', 'color', 'used'] as const

/** The members of those names, in that order, without those that are as they are by default. */
function told<K extends string>(
  names: readonly K[],
  value: Readonly<Record<K, unknown>>,
  defaults: Readonly<Partial<Record<K, unknown>>>,
): object {
  return Object.fromEntries(
    names.filter((name) => value[name] !== defaults[name]).map((name) => [name, value[name]]),
  )
}

function targetOf({ target }: Pick<FieldMetadata, 'target'>): FieldMetadata['target'] {
  return target && { modules: target.modules, connectedField: target.connectedField }
}
