import type { FieldMetadata, Metadata, OptionMetadata } from '@zcrm/runtime/metadata'

/** The metadata of an organisation as users commit it, with the hash of its content. */
export interface Snapshot extends Metadata {
  readonly hash: string
}

/** The file format. A newer one is refused, an older one is read. */
export const VERSION = 2

/** What a field is where a snapshot does not say. */
export const FIELD_DEFAULTS: Omit<FieldMetadata, 'apiName' | 'label' | 'dataType'> = {
  id: null,
  tooltip: null,
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
}

/** What an option is where a snapshot does not say: its other two strings are the one that people see. */
export function optionDefaults(display: string | null): OptionMetadata {
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
