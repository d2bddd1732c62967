import { ConfigurationError } from '@zcrm/runtime'
import type {
  FieldMetadata,
  GlobalPicklistMetadata,
  Metadata,
  ModuleMetadata,
  OptionMetadata,
} from '@zcrm/runtime/metadata'
import { contentHash } from '../content-hash.ts'
import { FIELD_DEFAULTS, type Snapshot, VERSION } from './format.ts'
import { readCustomViews, readLayouts, readRelatedLists, type SnapshotParts } from './layouts.ts'
import { memberFault, shapeFault } from './shape.ts'

interface SnapshotFile {
  readonly version?: unknown
  readonly hash?: unknown
  readonly profile: string | null
  readonly notSeen: Metadata['notSeen']
  readonly globalPicklists: readonly (Omit<GlobalPicklistMetadata, 'options'> & {
    readonly options: readonly Partial<OptionMetadata>[]
  })[]
  readonly modules: readonly SnapshotModule[]
}

/** Version 1 had no layouts, related lists and custom views. */
type SnapshotModule = Pick<ModuleMetadata, 'id' | 'apiName' | 'label' | 'generatedType'> &
  SnapshotParts & {
    readonly notDescribed?: string
    readonly fields: readonly SnapshotField[]
  }

type SnapshotField = Partial<FieldMetadata> & Pick<FieldMetadata, 'apiName' | 'label' | 'dataType'>

const REMEDY = 'Run zcrm pull to write it anew, or restore it from version control.'

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
  if (file.hash !== contentHash(bodyOf(text))) {
    throw new ConfigurationError(
      `${path} does not match its own hash: it was changed by hand or by a merge`,
      REMEDY,
    )
  }
  refuseFault(path, shapeFault(file))
  const metadata = complete(file)
  refuseFault(path, memberFault(metadata))
  return { hash: file.hash, ...metadata }
}

function refuseFault(path: string, fault: string | null): void {
  if (fault === null) return
  throw new ConfigurationError(`${path} is not made as snapshots are, at ${fault}`, REMEDY)
}

/** The hash that a snapshot has, if it is the right one and of this format; it takes a tenth of the time of reading. */
export function snapshotHash(text: string): string | null {
  const [, version, hash] = /^\{\r?\n"version": (\d+),\r?\n"hash": "(\w+)",\r?\n/.exec(text) ?? []
  return Number(version) === VERSION && hash === contentHash(bodyOf(text)) ? hash : null
}

/** What the hash is of. A checkout on Windows may have turned the line ends. */
function bodyOf(text: string): string {
  const lines = text.replaceAll('\r\n', '\n')
  return lines.slice(lines.indexOf('"profile": '), lines.lastIndexOf('\n}'))
}

function parse(path: string, text: string): SnapshotFile {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {}
  // A version alone has many a file, package.json among them.
  if (typeof file === 'object' && file !== null && 'version' in file && 'modules' in file)
    return file as SnapshotFile
  throw new ConfigurationError(`${path} is not a snapshot of zcrm`, REMEDY)
}

function complete({ profile, notSeen, globalPicklists, modules }: SnapshotFile): Metadata {
  return {
    profile,
    notSeen,
    globalPicklists: globalPicklists.map((picklist) => ({
      ...picklist,
      options: picklist.options.map(completeOption),
    })),
    modules: modules.map(({ id, apiName, label, generatedType, notDescribed = null, fields, ...parts }) => ({
      id,
      apiName,
      label,
      generatedType,
      notDescribed,
      fields: fields.map(completeField),
      layouts: readLayouts(parts),
      relatedLists: readRelatedLists(parts),
      customViews: readCustomViews(parts),
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
    used: field.used ?? FIELD_DEFAULTS.used,
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
