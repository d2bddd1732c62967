import type { ModuleMetadata } from '@zcrm/runtime/metadata'
import { layoutTypeNames } from './naming.ts'
import type { LayoutType } from './schema.ts'

/** What the active layouts of a module demand of a new record, beside what the organisation does. */
export interface LayoutDemands {
  /** API names of the fields that every layout demands. */
  readonly everywhere: ReadonlySet<string>
  /** What each layout demands beside them, where there are several. */
  readonly layouts: readonly {
    readonly key: string
    readonly label: string
    readonly demanded: readonly string[]
  }[]
}

/** Where layouts have no say. */
export const NO_DEMANDS: LayoutDemands = { everywhere: new Set(), layouts: [] }

/** The demands of a module's layouts. */
export function layoutDemands({ fields, layouts }: ModuleMetadata): LayoutDemands {
  const demandable = new Set(
    fields.filter((field) => field.creatable && !field.mandatory).map((field) => field.apiName),
  )
  const active = layouts
    .filter((layout) => layout.active)
    .map(({ apiName, name, sections }) => ({
      key: apiName ?? name,
      label: name,
      demanded: sections.flatMap((section) => section.required).filter((field) => demandable.has(field)),
    }))
  const [first, ...others] = active
  if (first === undefined) return NO_DEMANDS
  const everywhere = new Set(
    first.demanded.filter((field) => others.every(({ demanded }) => demanded.includes(field))),
  )
  if (others.length === 0) return { everywhere, layouts: [] }
  const rest = active.map((layout) => ({
    ...layout,
    demanded: [...new Set(layout.demanded)].filter((field) => !everywhere.has(field)).sort(),
  }))
  return { everywhere, layouts: rest }
}

/** The types of what creates a record in each layout. */
export function layoutTypes(createType: string, { layouts }: LayoutDemands): readonly LayoutType[] {
  const unique = [...new Map(layouts.map((layout) => [layout.key, layout])).values()]
  const names = layoutTypeNames(
    createType,
    unique.map(({ key }) => key),
  )
  return unique
    .map(({ key, label, demanded }) => ({ name: names.get(key) ?? '', label, demanded }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
