import { ADMIN, type Body, fieldId, idOf, PROFILES } from './ids.ts'

/** One condition of a view: field, comparator, value. */
export type CriterionSpec = readonly [field: string, comparator: string, value: unknown]

/** One custom view in short. */
export interface CustomViewSpec {
  readonly name: string
  readonly display?: string
  /** Zoho's name of a view that it makes itself. */
  readonly system?: string
  /** Who has it; default: everybody. */
  readonly category?: 'created_by_me' | 'shared_with_me'
  readonly columns: readonly string[]
  readonly criteria?: readonly CriterionSpec[]
  readonly sort?: readonly [field: string, order: 'asc' | 'desc']
}

const CREATED = '2025-03-04T09:44:00+01:00'

const ACCESS = { created_by_me: 'only_to_me', shared_with_me: 'shared' }

const TRANSLATION = {
  public_views: 'Public Views',
  other_users_views: "Other Users' Views",
  shared_with_me: 'Shared With Me',
  created_by_me: 'Created By Me',
}

function criteriaOf(module: string, criteria: readonly CriterionSpec[]): Body | null {
  const group = criteria.map(([field, comparator, value]) => ({
    comparator,
    field: { api_name: field, id: fieldId(module, field) },
    type: 'value',
    value,
  }))
  const [first] = group
  return group.length > 1 ? { group_operator: 'AND', group } : (first ?? null)
}

function customViewBody(module: string, spec: CustomViewSpec, isDefault: boolean): Body {
  const { name, display = name, system, category, columns, criteria = [], sort } = spec
  const column = (field: string): Body => ({ api_name: field, id: fieldId(module, field) })
  const by = system === undefined ? { ...ADMIN } : null
  const at = system === undefined ? CREATED : null
  return {
    display_value: display,
    access_type: category === undefined ? 'public' : ACCESS[category],
    criteria: criteriaOf(module, criteria),
    sort_by: sort === undefined ? null : column(sort[0]),
    default: isDefault,
    modified_time: at,
    id: idOf('custom-view', module, name),
    last_accessed_time: null,
    locked: false,
    sort_order: sort?.[1] ?? null,
    created_time: at,
    system_name: system ?? null,
    created_by: by,
    shared_to:
      category === 'shared_with_me'
        ? PROFILES.slice(1).map((profile) => ({ ...profile, type: 'profiles', subordinates: null }))
        : null,
    name,
    system_defined: system !== undefined,
    modified_by: by,
    fields: columns.map((field) => ({ ...column(field), _pin: false })),
    category: category ?? 'public_views',
    favorite: null,
  }
}

/** The body of `custom_views` of a module, with what only the answer for a single one has; the first is the default. */
export function customViewsBody(module: string, specs: readonly CustomViewSpec[]): Body {
  const custom_views = specs.map((spec, index) => customViewBody(module, spec, index === 0))
  const info = {
    per_page: 200,
    default: custom_views[0]?.['id'] ?? null,
    count: specs.length,
    translation: TRANSLATION,
    page: 1,
    more_records: false,
  }
  return { custom_views, info }
}
