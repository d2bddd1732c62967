import type { FieldMetadata, Metadata, ModuleMetadata, OptionMetadata } from '@zcrm/runtime/metadata'

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

function sortModule(module: ModuleMetadata): ModuleMetadata {
  const fields = module.fields.map(
    (field): FieldMetadata =>
      field.options.length === 0 ? field : { ...field, options: sortOptions(field.options) },
  )
  return { ...module, fields: sortedBy(fields, (field) => field.apiName) }
}

/** Options in the order of the organisation; those without a place come last. */
export function sortOptions(options: readonly OptionMetadata[]): readonly OptionMetadata[] {
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

function textsOf({ display, actual, reference, color, used, id }: OptionMetadata): string {
  return JSON.stringify([display, actual, reference, color, used, id])
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((left, right) => compareText(key(left), key(right)))
}
