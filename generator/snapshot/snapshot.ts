import { ConfigurationError } from '@zcrm/runtime'
import type {
  FieldMetadata,
  GlobalPicklistMetadata,
  Metadata,
  ModuleMetadata,
  OptionMetadata,
} from '@zcrm/runtime/metadata'
import { contentHash } from '../content-hash.ts'
import { jsonText } from '../schema/literals.ts'
import { sortMetadata } from './order.ts'

/** The metadata of an organisation as users commit it, with the hash of its content. */
export interface Snapshot extends Metadata {
  readonly hash: string
}

/** The file format. A newer one is refused, an older one is read. */
const VERSION = 1

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

function moduleLines({ id, apiName, label, generatedType, fields, notDescribed }: ModuleMetadata): string {
  const module = { id, apiName, label, generatedType }
  const head = jsonText(notDescribed === null ? module : { ...module, notDescribed })
  return `  ${withArray(head, 'fields', block(fields.map(fieldLines), '  '))}`
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

const FIELD_DEFAULTS: Omit<FieldMetadata, 'apiName' | 'label' | 'dataType'> = {
  id: null,
  tooltip: null,
  jsonType: '',
  returnType: null,
  length: null,
  richText: false,
  mandatory: false,
  unique: false,
  creatable: true,
  updatable: true,
  target: null,
  globalPicklist: null,
  options: [],
}

/** The other two strings of an option are those that people see, unless it says otherwise. */
function optionDefaults(display: string | null): OptionMetadata {
  return {
    id: null,
    display: null,
    actual: display,
    reference: display,
    order: null,
    color: null,
    used: true,
  }
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

interface SnapshotFile {
  readonly version?: unknown
  readonly hash?: unknown
  readonly profile: string | null
  readonly notSeen: Metadata['notSeen']
  readonly globalPicklists: readonly (Omit<GlobalPicklistMetadata, 'options'> & {
    readonly options: readonly Partial<OptionMetadata>[]
  })[]
  readonly modules: readonly (Omit<ModuleMetadata, 'fields' | 'notDescribed'> & {
    readonly notDescribed?: string
    readonly fields: readonly SnapshotField[]
  })[]
}

type SnapshotField = Partial<FieldMetadata> & Pick<FieldMetadata, 'apiName' | 'label' | 'dataType'>

/**
 * Reads the text of a snapshot.
 * @throws ConfigurationError where it is no snapshot, of a newer version, or was changed by hand or by a merge.
 */
export function readSnapshot(path: string, text: string): Snapshot {
  const file = parse(path, text)
  if (typeof file.version !== 'number' || file.version > VERSION) {
    throw new ConfigurationError(
      `${path} has the format ${String(file.version)}; this version of zcrm reads ${VERSION} and older`,
      'Install the version of zcrm that wrote it, or a newer one.',
    )
  }
  // A checkout on Windows may have turned the line ends.
  const lines = text.replaceAll('\r\n', '\n')
  const body = lines.slice(lines.indexOf('"profile": '), lines.lastIndexOf('\n}'))
  if (file.hash !== contentHash(body)) {
    throw new ConfigurationError(
      `${path} does not match its own hash: it was changed by hand or by a merge`,
      'Run zcrm pull to write it anew, or restore it from version control.',
    )
  }
  return { hash: file.hash, ...complete(file) }
}

function parse(path: string, text: string): SnapshotFile {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {}
  if (typeof file === 'object' && file !== null && 'version' in file) return file as SnapshotFile
  throw new ConfigurationError(
    `${path} is not a snapshot of zcrm`,
    'Run zcrm pull to write it anew, or restore it from version control.',
  )
}

function complete({ profile, notSeen, globalPicklists, modules }: SnapshotFile): Metadata {
  return {
    profile,
    notSeen,
    globalPicklists: globalPicklists.map((picklist) => ({
      ...picklist,
      options: picklist.options.map(completeOption),
    })),
    modules: modules.map(({ id, apiName, label, generatedType, notDescribed = null, fields }) => ({
      id,
      apiName,
      label,
      generatedType,
      notDescribed,
      fields: fields.map(completeField),
    })),
  }
}

// Spelled out: ten thousand fields that are spread over their defaults take 40 ms longer.
function completeField(field: SnapshotField): FieldMetadata {
  const { options } = field
  return {
    apiName: field.apiName,
    label: field.label,
    dataType: field.dataType,
    id: field.id ?? FIELD_DEFAULTS.id,
    tooltip: field.tooltip ?? FIELD_DEFAULTS.tooltip,
    jsonType: field.jsonType ?? FIELD_DEFAULTS.jsonType,
    returnType: field.returnType ?? FIELD_DEFAULTS.returnType,
    length: field.length ?? FIELD_DEFAULTS.length,
    richText: field.richText ?? FIELD_DEFAULTS.richText,
    mandatory: field.mandatory ?? FIELD_DEFAULTS.mandatory,
    unique: field.unique ?? FIELD_DEFAULTS.unique,
    creatable: field.creatable ?? FIELD_DEFAULTS.creatable,
    updatable: field.updatable ?? FIELD_DEFAULTS.updatable,
    target: field.target ?? FIELD_DEFAULTS.target,
    globalPicklist: field.globalPicklist ?? FIELD_DEFAULTS.globalPicklist,
    options: options === undefined ? FIELD_DEFAULTS.options : options.map(completeOption),
  }
}

function completeOption(option: Partial<OptionMetadata>): OptionMetadata {
  const { id = null, display = null, order = null, color = null, used = true } = option
  const { actual = display, reference = display } = option
  return { id, display, actual, reference, order, color, used }
}
