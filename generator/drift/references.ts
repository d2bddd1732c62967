import type {
  DependencyMetadata,
  FieldMetadata,
  GlobalPicklistMetadata,
  LayoutMetadata,
  ModuleMetadata,
  OptionName,
} from '@zcrm/runtime/metadata'
import type { DiffOptions } from './change.ts'
import { type Pair, pairsOf } from './match.ts'

/** The pairs of a module's fields. */
export type FieldPairs = readonly Pair<FieldMetadata>[]

/**
 * What names of before are called after: where something is named that was renamed, it is still the same, and the
 * rename is told once, where it is.
 */
export class References {
  readonly #modules = new Map<string, string>()
  readonly #globals = new Map<string, string>()
  readonly #fields = new Map<ModuleMetadata, FieldPairs>()
  /** Renames of fields of whatever module. */
  readonly #renamed = new Set<string>()

  module(before: ModuleMetadata, after: ModuleMetadata): void {
    this.#modules.set(before.apiName, after.apiName)
  }

  global(before: GlobalPicklistMetadata, after: GlobalPicklistMetadata): void {
    this.#globals.set(before.apiName, after.apiName)
  }

  /** Pairs the fields of a module that is on both sides. */
  fields(before: ModuleMetadata, after: ModuleMetadata, { matchBy }: DiffOptions): void {
    const pairs = pairsOf(before.fields, after.fields, { matchBy, names: [(field) => field.apiName] })
    this.#fields.set(before, pairs)
    for (const pair of pairs) {
      if (pair.before === null || pair.after === null || pair.before.apiName === pair.after.apiName) continue
      this.#renamed.add(JSON.stringify([pair.before.apiName, pair.after.apiName]))
    }
  }

  fieldPairs(before: ModuleMetadata): FieldPairs {
    return this.#fields.get(before) ?? []
  }

  moduleName(before: string): string {
    return this.#modules.get(before) ?? before
  }

  globalName(before: string): string {
    return this.#globals.get(before) ?? before
  }

  /** Whether the field that one side names is the one that the other side names; its module is not known. */
  isSameField(before: string | null, after: string | null): boolean {
    return before === after || this.#renamed.has(JSON.stringify([before, after]))
  }

  /** Layouts of before, with the names of after. */
  layouts(module: ModuleMetadata, { matchBy }: DiffOptions): readonly LayoutMetadata[] {
    const pairs = this.fieldPairs(module)
    const names = new Map(pairs.map(({ before, after }) => [before?.apiName ?? null, after?.apiName ?? null]))
    const fieldName = (name: string) => names.get(name) ?? name
    const optionNames = new Map<string, OptionNames>()
    const optionNamesOf = (field: string): OptionNames => {
      const pair = pairs.find(({ before }) => before?.apiName === field)
      const known = optionNames.get(field) ?? optionNamesIn(pair, matchBy)
      optionNames.set(field, known)
      return known
    }
    return module.layouts.map((layout) => ({
      ...layout,
      sections: layout.sections.map((section) => ({
        ...section,
        fields: section.fields.map(fieldName),
        required: section.required.map(fieldName),
      })),
      dependencies: layout.dependencies.map(
        ({ parent, child, map }): DependencyMetadata => ({
          parent: fieldName(parent),
          child: fieldName(child),
          map: map.map(({ value, options }) => ({
            value: optionNamesOf(parent)(value),
            options: options.map(optionNamesOf(child)),
          })),
        }),
      ),
    }))
  }
}

type OptionNames = (name: OptionName) => OptionName

/** An option's name, as one text. */
export function nameKey({ display, actual }: OptionName): string {
  return JSON.stringify([display, actual])
}

function optionNamesIn(pair: Pair<FieldMetadata> | undefined, matchBy: DiffOptions['matchBy']): OptionNames {
  const names = new Map<string, OptionName>()
  const options = pairsOf(pair?.before?.options ?? [], pair?.after?.options ?? [], {
    matchBy,
    names: OPTION_NAMES,
  })
  for (const { before, after } of options) {
    if (before === null || after === null || names.has(nameKey(before))) continue
    names.set(nameKey(before), { display: after.display, actual: after.actual })
  }
  return (name) => names.get(nameKey(name)) ?? name
}

/** What an option is recognised by, where ids do not tell: all that it is called, then what is stored, then its label. */
export const OPTION_NAMES: readonly ((
  option: OptionName & { readonly reference: string | null },
) => string | null)[] = [
  ({ display, actual, reference }) => JSON.stringify([display, actual, reference]),
  ({ actual }) => actual,
  ({ display }) => display,
]
