import { DATA_TYPES, UNKNOWN_DATA_TYPE } from './data-types.ts'
import { type Body, fieldId, idOf, moduleId, PROFILES } from './ids.ts'

/** One option of a picklist: a bare string is display, reference and actual value in one. */
export interface OptionSpec {
  readonly display: string
  readonly actual?: string
  readonly reference?: string
  readonly unused?: boolean
  readonly colour?: string
  /** Keys laid over the finished body. */
  readonly extra?: Body
}

/** One field in short; whatever is not said follows from its data type. */
export interface FieldSpec {
  readonly name: string
  readonly type: string
  readonly label?: string
  /** open to everyone; set by the system; system and read-only; or settable in one operation only. */
  readonly access?: 'open' | 'system' | 'locked' | 'create' | 'update'
  readonly mandatory?: boolean
  readonly custom?: boolean
  readonly unused?: boolean
  /** The field that names a record of its module. */
  readonly names?: boolean
  /** Its place in the quick-create form. */
  readonly quick?: number
  readonly json?: string
  readonly ui?: number
  readonly length?: number
  readonly decimals?: number
  readonly size?: 'small' | 'large' | 'rich_text'
  readonly options?: readonly (string | OptionSpec)[]
  readonly coloured?: boolean
  readonly global?: string
  /** The target of a lookup, and the related list that it makes there. */
  readonly to?: string
  readonly list?: string
  /** The linking module of a multi-select lookup, and its two lookup fields. */
  readonly through?: { readonly module: string; readonly own: string; readonly other: string }
  readonly targets?: readonly string[]
  /** The module behind a subform or an upload. */
  readonly of?: string
  /** What a formula or a roll-up returns. */
  readonly returns?: string
  readonly rollup?: {
    readonly module: string
    readonly list: string
    readonly fn: string
    readonly field: string
  }
  readonly auto?: { readonly prefix: string; readonly start: string; readonly suffix: string }
  readonly unique?: 'sensitive' | 'insensitive'
  readonly tooltip?: string
  readonly converts?: { readonly Contacts?: string; readonly Deals?: string; readonly Accounts?: string }
  readonly history?: { readonly module: string; readonly list: string }
  /** Its part in a compound address, and whose part it is. */
  readonly part?: { readonly type: string; readonly of: string }
  readonly parts?: readonly string[]
  readonly modified?: string
  /** Keys laid over the finished body. */
  readonly extra?: Body
}

/** `Lead_Source` → `Lead Source`. */
export const labelOf = (name: string): string => name.replace(/__s$/, '').replaceAll('_', ' ')

/** One entry of `pick_list_values`. */
export function optionBody(owner: string, spec: string | OptionSpec, sequence: number): Body {
  const option = typeof spec === 'string' ? { display: spec } : spec
  const actual = option.actual ?? option.display
  return {
    display_value: option.display,
    sequence_number: sequence,
    reference_value: option.reference ?? actual,
    colour_code: option.colour ?? null,
    actual_value: actual,
    id: idOf('option', owner, actual),
    type: option.unused ? 'unused' : 'used',
    ...option.extra,
  }
}

const JSON_OF_RETURN = new Map(
  Object.entries({ double: 'double', currency: 'double', integer: 'integer', boolean: 'boolean' }),
)

const named = (module: string): Body => ({
  plural_label: labelOf(module),
  api_name: module,
  id: moduleId(module),
})

function lookupOf(spec: FieldSpec): Body {
  if (spec.type !== 'lookup') return {}
  const target = spec.to ?? 'se_module'
  const list = spec.list?.replaceAll(' ', '_') ?? null
  return {
    display_label: spec.list ?? null,
    revalidate_filter_during_edit: false,
    api_name: list,
    module: { api_name: target, crypt: false, id: moduleId(target) },
    id: list === null ? null : idOf('related-list', target, list),
    query_details: {},
  }
}

function linkingDetails(spec: FieldSpec): Body | undefined {
  const { through } = spec
  if (through === undefined) return undefined
  const ref = (field: string): Body => ({
    api_name: field,
    field_label: labelOf(field),
    id: fieldId(through.module, field),
  })
  return {
    module: { visibility: 1, ...named(through.module) },
    lookup_field: ref(through.own),
    connected_lookup_field: ref(through.other),
  }
}

function multiSelectLookupOf(module: string, spec: FieldSpec): Body {
  const linking_details = linkingDetails(spec)
  if (spec.type !== 'multiselectlookup' || linking_details === undefined || spec.to === undefined) return {}
  const layout = { api_name: 'Standard__s', name: 'Standard', id: idOf('layout', spec.to, 'Standard__s') }
  return {
    linking_details,
    connected_details: { field: null, module: named(spec.to), layouts: [layout] },
    related_list: {
      display_label: labelOf(module),
      api_name: `${module}_${spec.name}`,
      id: idOf('related-list', spec.to, `${module}_${spec.name}`),
    },
  }
}

function rollupOf(module: string, spec: FieldSpec): Body {
  const { rollup } = spec
  if (rollup === undefined) return {}
  return {
    return_type: spec.returns ?? 'integer',
    expression: { function_parameters: [{ api_name: rollup.field }], criteria: null, function: rollup.fn },
    based_on_module: { api_name: rollup.module, id: moduleId(rollup.module) },
    related_list: { api_name: rollup.list, id: idOf('related-list', module, rollup.list) },
    rollup_based_on: 'related_list',
  }
}

function operations(access: string, settable: boolean): Body {
  const create = settable && (access === 'open' || access === 'create')
  const update = settable && (access === 'open' || access === 'update')
  return { web_update: update, api_create: create, web_create: create, api_update: update }
}

/** Keys that only fields of some data types have. */
function keysOfType(module: string, spec: FieldSpec): Body {
  if (spec.type === 'picklist')
    return { blueprint_supported: spec.options !== undefined && spec.access === undefined }
  if (spec.type === 'textarea') return { textarea: { type: spec.size ?? 'large' } }
  if (spec.type === 'multiuserlookup') {
    return { multiuserlookup: { linking_details: linkingDetails(spec) ?? {}, record_access: false } }
  }
  if (spec.type === 'consent_lookup')
    return { associated_module: { module: 'Consents', id: moduleId('Consents') } }
  if (spec.type === 'widget') return { widget: { name: spec.name, id: idOf('widget', module, spec.name) } }
  return {}
}

/** One element of `fields`, with every key that API version 8 answers. */
export function fieldBody(module: string, spec: FieldSpec): Body {
  const traits = DATA_TYPES.get(spec.type) ?? UNKNOWN_DATA_TYPE
  const has = (flag: string): boolean => traits.flags.includes(flag)
  const { access = 'open', custom = false, length = traits.length } = spec
  const settable = !has('x')
  const locked = access === 'locked'
  const edits = settable ? access !== 'system' && !locked : spec.type === 'subform'
  const label = spec.label ?? labelOf(spec.name)
  const changed = spec.modified ?? (custom ? '2025-03-04T09:30:00+01:00' : null)
  const owner = spec.global === undefined ? `${module}.${spec.name}` : `global ${spec.global}`
  const json =
    spec.json ?? (spec.returns === undefined ? traits.json : (JSON_OF_RETURN.get(spec.returns) ?? 'string'))
  const decimals = ['currency', 'percent', 'double'].includes(spec.returns ?? spec.type) ? 2 : null
  const money = spec.type === 'currency' || spec.returns === 'currency'
  return {
    associated_module: spec.of === undefined ? null : { module: spec.of, id: moduleId(spec.of) },
    webhook: has('w'),
    operation_type: operations(access, settable),
    colour_code_enabled_by_system: false,
    field_label: label,
    tooltip: spec.tooltip === undefined ? null : { name: 'info_icon', value: spec.tooltip },
    display_format_properties: null,
    type: spec.unused ? 'unused' : 'used',
    field_read_only: locked,
    customizable_properties: edits ? ['tooltip'] : null,
    display_label: label,
    read_only: locked || spec.type === 'formula' || spec.type === 'rollup_summary',
    association_details: null,
    businesscard_supported: has('f') && has('s'),
    multi_module_lookup:
      spec.targets === undefined
        ? {}
        : {
            display_label: label,
            api_name: spec.name,
            modules: spec.targets.map((name) => ({ api_name: name, module_name: name, id: moduleId(name) })),
          },
    id: fieldId(module, spec.name),
    created_time: changed,
    filterable: has('f'),
    visible: true,
    profiles: PROFILES.slice(0, 1).map((profile) => ({ permission_type: 'read_write', ...profile })),
    view_type: { view: true, edit: edits, quick_create: spec.quick !== undefined, create: edits },
    separator: false,
    searchable: has('s'),
    history_tracking_enabled: spec.history !== undefined,
    external: null,
    api_name: spec.name,
    parent_field:
      spec.part === undefined
        ? null
        : { api_name: spec.part.of, name: labelOf(spec.part.of), id: fieldId(module, spec.part.of) },
    unique: spec.unique === undefined ? {} : { case_sensitive: spec.unique === 'sensitive' },
    enable_colour_code: spec.coloured ?? false,
    child_fields:
      spec.parts?.map((part) => ({ api_name: part, name: labelOf(part), id: fieldId(module, part) })) ?? null,
    pick_list_values: (spec.options ?? []).map((option, index) => optionBody(owner, option, index + 1)),
    system_mandatory: spec.mandatory ?? false,
    private: null,
    virtual_field: has('v'),
    json_type: json,
    crypt: null,
    range: null,
    created_source: 'default',
    display_type: -1,
    ui_type: spec.ui ?? traits.ui,
    modified_time: changed,
    public: false,
    email_parser: {
      fields_update_supported: edits && !custom,
      record_operations_supported: edits && !custom,
    },
    currency: money ? { rounding_option: 'normal', precision: 2 } : {},
    custom_field: custom,
    lookup: lookupOf(spec),
    hipaa_compliance: null,
    convert_mapping: { Contacts: null, Deals: null, Accounts: null, ...spec.converts },
    address: spec.part === undefined ? null : { type: spec.part.type },
    rollup_summary: rollupOf(module, spec),
    ...(length === null ? {} : { length }),
    column_name: custom ? `CF_${fieldId(module, spec.name).slice(-4)}` : spec.name.toUpperCase(),
    display_field: spec.names ?? false,
    pick_list_values_sorted_lexically: false,
    sortable: has('o'),
    layout_associations: [
      { api_name: 'Standard__s', name: 'Standard', id: idOf('layout', module, 'Standard__s') },
    ],
    global_picklist:
      spec.global === undefined ? null : { api_name: spec.global, id: idOf('global-picklist', spec.global) },
    display_format: null,
    history_tracking:
      spec.history === undefined
        ? null
        : {
            related_list_name: spec.history.list,
            module: { api_name: spec.history.module, id: moduleId(spec.history.module) },
            duration_configured_field: spec.name,
            duration_configuration: 'hours',
            followed_fields: [],
          },
    data_type: spec.type,
    formula: spec.type === 'formula' ? { return_type: spec.returns ?? 'double', assume_default: false } : {},
    additional_column: null,
    hipaa_compliance_enabled: false,
    decimal_place: spec.decimals ?? decimals,
    mass_update: has('m') && access === 'open',
    multiselectlookup: multiSelectLookupOf(module, spec),
    auto_number:
      spec.auto === undefined
        ? {}
        : {
            starting_number_length: spec.auto.start.length,
            prefix: spec.auto.prefix,
            start_number: spec.auto.start,
            suffix: spec.auto.suffix,
          },
    ...(spec.quick === undefined ? {} : { quick_sequence_number: String(spec.quick) }),
    ...keysOfType(module, spec),
    ...spec.extra,
  }
}
