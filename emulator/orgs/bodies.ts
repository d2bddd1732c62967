import { type FieldSpec, fieldBody, labelOf, type OptionSpec, optionBody } from './field-bodies.ts'
import { ADMIN, type Body, idOf, moduleId, PROFILES } from './ids.ts'

export { type FieldSpec, fieldBody, type OptionSpec } from './field-bodies.ts'
export type { Body } from './ids.ts'

/** One module in short. */
export interface ModuleSpec {
  readonly name: string
  readonly plural?: string
  readonly singular?: string
  /** Zoho's internal name, such as `CustomModule3`. */
  readonly moduleName?: string
  readonly generated?: string
  readonly status?: string
  readonly visibility?: number
  readonly sequence?: number
  readonly api?: boolean
  /** create, edit, delete, view, conVert, tab, quick create, feeds, recycle bin: the letters of what is allowed. */
  readonly can?: string
  readonly parent?: string
  /** When its settings last changed, and so were changed by somebody. */
  readonly modified?: string
  readonly description?: string
  /** Keys laid over the finished body. */
  readonly extra?: Body
}

/** One section of a layout: field specs, those named in `required` made mandatory by the layout. */
export interface SectionSpec {
  readonly name: string
  readonly fields: readonly FieldSpec[]
  readonly required?: readonly string[]
}

/** One layout in short. */
export interface LayoutSpec {
  readonly module: string
  readonly name: string
  readonly apiName?: string
  readonly sections: readonly SectionSpec[]
  readonly status?: string
  readonly modified?: string
  /** What a lead becomes: target module → fields that the convert form asks for. */
  readonly converts?: Readonly<Record<string, readonly FieldSpec[]>>
}

/** One related list in short. */
export interface RelatedListSpec {
  readonly name: string
  readonly label?: string
  /** Null for a list that groups others. */
  readonly module: string | null
  readonly type?: 'default' | 'custom_lookup' | 'multiselectlookup' | 'grouped'
  readonly status?: string
  /** For a multi-select lookup: its field, the linking module and the field on the other side. */
  readonly through?: { readonly field: string; readonly module: string; readonly other: string }
}

const singularOf = (plural: string): string => plural.replace(/ies$/, 'y').replace(/(?<!s)s$/, '')

/** One element of `modules`, with every key that API version 8 answers. */
export function moduleBody(spec: ModuleSpec): Body {
  const { generated = 'default', api = true, can = api ? 'cedvtqfr' : 'vt' } = spec
  const allows = (letter: string): boolean => can.includes(letter)
  const plural = spec.plural ?? labelOf(spec.name)
  const singular = spec.singular ?? singularOf(plural)
  return {
    has_more_profiles: false,
    access_type: 'org_based',
    private_profile: null,
    global_search_supported: api && generated !== 'linking',
    deletable: allows('d'),
    description: spec.description ?? null,
    creatable: allows('c'),
    recycle_bin_on_delete: allows('r'),
    modified_time: spec.modified ?? null,
    plural_label: plural,
    presence_sub_menu: allows('q') && allows('t'),
    actual_plural_label: plural,
    lookupable: api && generated !== 'subform',
    id: moduleId(spec.name),
    isBlueprintSupported: allows('f'),
    visibility: spec.visibility ?? 1,
    convertable: allows('V'),
    sub_menu_available: allows('t'),
    editable: allows('e'),
    actual_singular_label: singular,
    profiles: PROFILES.map((profile) => ({ ...profile })),
    show_as_tab: allows('t'),
    web_link: null,
    sequence_number: spec.sequence ?? 1,
    singular_label: singular,
    viewable: allows('v'),
    api_supported: api,
    api_name: spec.name,
    quick_create: allows('q'),
    modified_by: spec.modified === undefined ? null : { ...ADMIN },
    generated_type: generated,
    feeds_required: allows('f'),
    public_fields_configured: false,
    arguments: [],
    module_name: spec.moduleName ?? spec.name.replaceAll('_', ''),
    profile_count: PROFILES.length,
    business_card_field_limit: 5,
    ...(generated.endsWith('tracker') ? { track_current_data: true } : {}),
    parent_module: spec.parent === undefined ? {} : { api_name: spec.parent, id: moduleId(spec.parent) },
    status: spec.status ?? 'visible',
    ...spec.extra,
  }
}

// Keys of a field that its place in a layout does not repeat, as recorded.
const NOT_IN_LAYOUTS = new Set([
  ...['layout_associations', 'hipaa_compliance', 'hipaa_compliance_enabled', 'display_format_properties'],
  ...['history_tracking_enabled', 'parent_field', 'child_fields', 'private', 'range', 'public', 'address'],
  ...['column_name', 'display_format', 'additional_column'],
])

function layoutField(
  module: string,
  field: FieldSpec,
  section: number,
  index: number,
  required: boolean,
): Body {
  const body = fieldBody(module, field)
  const kept = Object.entries(body).filter(([key]) => !NOT_IN_LAYOUTS.has(key))
  return {
    ...Object.fromEntries(kept),
    required: required || body['system_mandatory'] === true,
    validation_rule: null,
    section_id: section,
    default_value: null,
    sequence_number: index,
  }
}

/** One element of `layouts`. */
export function layoutBody(spec: LayoutSpec): Body {
  const { module, name, apiName = 'Standard__s', status = 'active' } = spec
  const id = idOf('layout', module, apiName)
  const view = { name, id, type: 'layout' }
  const system = apiName === 'Standard__s'
  const target = ([to, fields]: [string, readonly FieldSpec[]]): [string, Body] => [
    to,
    {
      name: 'Standard',
      id: idOf('layout', to, 'Standard__s'),
      ...(fields.length === 0
        ? {}
        : {
            fields: fields.map((field) => ({
              api_name: field.name,
              field_label: field.label ?? labelOf(field.name),
              id: idOf('field', to, field.name),
              required: field.mandatory ?? false,
            })),
          }),
    },
  ]
  return {
    has_more_profiles: false,
    created_time: system ? null : (spec.modified ?? null),
    convert_mapping:
      spec.converts === undefined ? null : Object.fromEntries(Object.entries(spec.converts).map(target)),
    visible: true,
    created_for: null,
    profiles: PROFILES.map((profile) => ({
      _default_assignment_view: view,
      default: system,
      ...profile,
      _default_view: view,
    })),
    source: 'crm',
    created_by: system ? null : { ...ADMIN },
    sections: spec.sections.map((section, place) => ({
      isSubformSection: section.fields.some((field) => field.type === 'subform'),
      type: 'used',
      display_label: section.name,
      mode: 'default_create',
      sequence_number: place + 1,
      tab_traversal: 'left_to_right',
      api_name: section.name,
      column_count: section.fields.length > 1 ? 2 : 1,
      name: section.name,
      generated_type: system ? 'default' : 'custom',
      id: idOf('section', module, apiName, section.name),
      fields: section.fields.map((field, index) =>
        layoutField(module, field, place + 1, index + 1, section.required?.includes(field.name) ?? false),
      ),
      properties: null,
    })),
    display_label: name,
    show_business_card: true,
    actions_allowed: {
      edit: true,
      rename: true,
      clone: true,
      downgrade: false,
      delete: !system,
      deactivate: !system,
      set_layout_permissions: true,
    },
    modified_time: spec.modified ?? null,
    api_name: apiName,
    name,
    modified_by: spec.modified === undefined ? null : { ...ADMIN },
    generated_type: system ? 'system' : 'custom',
    id,
    status,
    mode: 'view',
  }
}

/** One element of `related_lists` of a module. */
export function relatedListBody(parent: string, spec: RelatedListSpec, sequence: number): Body {
  const { module, type = 'default', through } = spec
  const label = spec.label ?? labelOf(spec.name)
  const grouped = type === 'grouped'
  return {
    module: module === null ? null : { api_name: module, id: moduleId(module) },
    ...(grouped ? { parent_related_lists: null } : {}),
    type,
    sequence_number: String(sequence),
    display_label: label,
    customize_sort: true,
    customize_fields: module !== 'Attachments',
    api_name: spec.name,
    customize_display_label: grouped || type !== 'default',
    name: label,
    action: null,
    href: grouped || through !== undefined ? null : `${parent}/{ENTITYID}/${spec.name}`,
    id: idOf('related-list', parent, spec.name),
    status: spec.status ?? 'visible',
    ...(through === undefined
      ? {}
      : { connectedlookupApiName: through.other, connectedmodule: module, linkingmodule: through.module }),
  }
}

/** One element of `global_picklists`. Its options have no reference value and count from 0, as recorded. */
export function globalPicklistBody(
  name: string,
  options: readonly (string | OptionSpec)[],
  modified?: string,
): Body {
  return {
    display_label: labelOf(name),
    modified_time: modified ?? null,
    api_name: name,
    modified_by: modified === undefined ? null : { ...ADMIN },
    description: null,
    pick_list_values_sorted_lexically: false,
    id: idOf('global-picklist', name),
    presence: true,
    created_by: null,
    actual_label: labelOf(name),
    pick_list_values: options.map((option, index) => {
      const { display_value, actual_value, id, type } = optionBody(`global ${name}`, option, index)
      return { display_value, sequence_number: index, actual_value, id, type }
    }),
  }
}
