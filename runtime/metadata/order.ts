import type {
  DependencyMetadata,
  FieldMetadata,
  LayoutMetadata,
  Metadata,
  ModuleMetadata,
  OptionMetadata,
  OptionName,
} from './model.ts'

/** Compares by code units: the same in every locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * The same metadata whatever the order of the API's answers: sorted by API name, options by their place and then by
 * their strings.
 */
export function sortMetadata(metadata: Metadata): Metadata {
  return {
    profile: metadata.profile,
    modules: sortedBy(metadata.modules.map(sortModule), (module) => module.apiName),
    globalPicklists: sortedBy(
      metadata.globalPicklists.map((picklist) => ({ ...picklist, options: sortOptions(picklist.options) })),
      (picklist) => picklist.apiName,
    ),
    notSeen: sortedBy(metadata.notSeen, ({ part, reason }) => `${part}\n${reason}`),
  }
}

/** A module whose fields, options and parts are in order. */
export function sortModule(module: ModuleMetadata): ModuleMetadata {
  const fields = module.fields.map((field): FieldMetadata => {
    const options = sortOptions(field.options)
    return options === field.options ? field : { ...field, options }
  })
  return {
    ...module,
    fields: sortedBy(fields, (field) => field.apiName),
    layouts: sortedBy(module.layouts.map(sortLayout), textOfLayout),
    relatedLists: sortedBy(module.relatedLists, (list) => list.apiName),
    customViews: sortedBy(module.customViews, ({ name, id, systemName }) =>
      JSON.stringify([name, id, systemName]),
    ),
  }
}

/** Sections and their fields stand in the order of the layout. */
function sortLayout(layout: LayoutMetadata): LayoutMetadata {
  const dependencies = layout.dependencies.map(({ parent, child, map }) => ({
    parent,
    child,
    map: sortedBy(
      map.map(({ value, options }) => ({ value, options: sortedBy(options, textOfName) })),
      ({ value, options }) => JSON.stringify([textOfName(value), options.map(textOfName)]),
    ),
  }))
  return { ...layout, dependencies: sortedBy(dependencies, textOfDependency) }
}

// Texts that do not depend on the order of an object's members.

function textOfName({ display, actual }: OptionName): string {
  return JSON.stringify([display, actual])
}

function textOfDependency({ parent, child, map }: DependencyMetadata): string {
  const entries = map.map(({ value, options }) => [textOfName(value), options.map(textOfName)])
  return JSON.stringify([parent, child, entries])
}

function textOfLayout({ name, id, apiName, active, sections, dependencies }: LayoutMetadata): string {
  const shown = sections.map((section) => [section.apiName, section.label, section.fields, section.required])
  return JSON.stringify([name, id, apiName, active, shown, dependencies.map(textOfDependency)])
}

/** Options in the order of the organisation; those without a place come last. */
export function sortOptions(options: readonly OptionMetadata[]): readonly OptionMetadata[] {
  if (areInPlace(options)) return options
  const placed = options.map((option) => ({ option, place: option.order ?? Number.POSITIVE_INFINITY }))
  placed.sort((left, right) =>
    left.place === right.place
      ? compareText(textsOf(left.option), textsOf(right.option))
      : left.place < right.place
        ? -1
        : 1,
  )
  return placed.map(({ option }) => option)
}

function areInPlace(options: readonly OptionMetadata[]): boolean {
  const places = options.map((option) => option.order)
  return places.every(
    (place, index) => place !== null && (index === 0 || (places[index - 1] ?? place) < place),
  )
}

function textsOf({ display, actual, reference, color, used, id }: OptionMetadata): string {
  return JSON.stringify([display, actual, reference, color, used, id])
}

/** By a key; where that is the same, by everything, so that the order of an answer decides nothing. */
function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const keyed = items.map((item) => ({ item, key: key(item) }))
  // What was sorted before, as a snapshot was, stays as it is.
  if (keyed.every((one, index) => index === 0 || (keyed[index - 1]?.key ?? '') < one.key)) return items
  keyed.sort(
    (left, right) =>
      compareText(left.key, right.key) || compareText(JSON.stringify(left.item), JSON.stringify(right.item)),
  )
  return keyed.map(({ item }) => item)
}
