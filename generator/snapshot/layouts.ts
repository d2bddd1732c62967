import type {
  CustomViewMetadata,
  DependencyMetadata,
  LayoutMetadata,
  ModuleMetadata,
  OptionName,
  RelatedListMetadata,
} from '@zcrm/runtime/metadata'
import { jsonText } from '../schema/literals.ts'

/** An option's name in a snapshot: one text where both of its strings are the same. */
type WrittenOption = string | readonly [display: string | null, actual: string | null]

/** A layout in a snapshot is several lines: its own, one for each section, one for each value of a dependency. */
type WrittenLayoutLine =
  | {
      readonly layout: string
      readonly id: string | null
      readonly apiName?: string | null
      readonly active?: false
    }
  | {
      readonly section: string
      readonly apiName?: string | null
      readonly fields: readonly string[]
      readonly required?: readonly string[]
    }
  | { readonly dependency: readonly [parent: string, child: string] }
  | { readonly when: WrittenOption; readonly options: readonly WrittenOption[] }

/** The parts of a module beside its fields, as a snapshot has them; what is empty is left out. */
export interface SnapshotParts {
  readonly layouts?: readonly WrittenLayoutLine[]
  readonly relatedLists?: readonly Partial<RelatedListMetadata>[]
  readonly customViews?: readonly Partial<CustomViewMetadata>[]
}

/** The parts of a module beside its fields, as lines of a snapshot. */
export function partLines({
  layouts,
  relatedLists,
  customViews,
}: ModuleMetadata): readonly { readonly member: keyof SnapshotParts; readonly lines: readonly string[] }[] {
  const parts = [
    { member: 'layouts', values: layouts.flatMap(layoutLines) },
    { member: 'relatedLists', values: relatedLists.map(relatedListLine) },
    { member: 'customViews', values: customViews.map(customViewLine) },
  ] as const
  return parts
    .filter(({ values }) => values.length > 0)
    .map(({ member, values }) => ({ member, lines: values.map((value) => `    ${jsonText(value)}`) }))
}

function layoutLines(layout: LayoutMetadata): readonly WrittenLayoutLine[] {
  const { name, apiName, id, active, sections, dependencies } = layout
  return [
    {
      layout: name,
      id,
      ...(apiName === name ? {} : { apiName }),
      ...(active ? {} : { active: false as const }),
    },
    ...sections.map(({ label, apiName, fields, required }) => ({
      section: label,
      ...(apiName === label ? {} : { apiName }),
      fields,
      ...(required.length === 0 ? {} : { required }),
    })),
    ...dependencies.flatMap(({ parent, child, map }) => [
      { dependency: [parent, child] as const },
      ...map.map(({ value, options }) => ({
        when: writtenOption(value),
        options: options.map(writtenOption),
      })),
    ]),
  ]
}

function writtenOption({ display, actual }: OptionName): WrittenOption {
  return display !== null && display === actual ? display : [display, actual]
}

function optionName(written: WrittenOption): OptionName {
  const [display, actual] = typeof written === 'string' ? [written, written] : written
  return { display: display ?? null, actual: actual ?? null }
}

function relatedListLine({ id, apiName, label, module, linkingModule }: RelatedListMetadata): object {
  return withoutNull({ id, apiName, label: label === apiName ? null : label, module, linkingModule })
}

function customViewLine({ id, name, systemName }: CustomViewMetadata): object {
  return withoutNull({ id, name, systemName })
}

function withoutNull(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
}

interface OpenLayout extends Omit<LayoutMetadata, 'sections' | 'dependencies'> {
  readonly sections: LayoutMetadata['sections'][number][]
  readonly dependencies: (Omit<DependencyMetadata, 'map'> & {
    readonly map: DependencyMetadata['map'][number][]
  })[]
}

/** The layouts of a module in a snapshot. */
export function readLayouts({ layouts = [] }: SnapshotParts): readonly LayoutMetadata[] {
  const read: OpenLayout[] = []
  for (const line of layouts) {
    const last = read.at(-1)
    if ('layout' in line) {
      const { layout: name, id, apiName = name, active = true } = line
      read.push({ name, apiName, id, active, sections: [], dependencies: [] })
    } else if ('section' in line) {
      const { section: label, apiName = label, fields, required = [] } = line
      last?.sections.push({ label, apiName, fields, required })
    } else if ('dependency' in line) {
      const [parent, child] = line.dependency
      last?.dependencies.push({ parent, child, map: [] })
    } else {
      const entry = { value: optionName(line.when), options: line.options.map(optionName) }
      last?.dependencies.at(-1)?.map.push(entry)
    }
  }
  return read
}

/** The related lists of a module in a snapshot. */
export function readRelatedLists({ relatedLists = [] }: SnapshotParts): readonly RelatedListMetadata[] {
  return relatedLists.map(
    ({ id = null, apiName = '', label = apiName, module = null, linkingModule = null }) => ({
      id,
      apiName,
      label,
      module,
      linkingModule,
    }),
  )
}

/** The custom views of a module in a snapshot. */
export function readCustomViews({ customViews = [] }: SnapshotParts): readonly CustomViewMetadata[] {
  return customViews.map(({ id = null, name = '', systemName = null }) => ({ id, name, systemName }))
}
