import { demoOrg } from '../../emulator/orgs/demo.ts'
import type { OrgFiles } from '../../emulator/orgs/org-folder.ts'

/** An option of a picklist, as its field or a map of it has it. */
export interface Option {
  readonly id: string
  readonly display_value: string
  readonly actual_value: string
  readonly type: string
}

/** A field in a layout. */
export interface LayoutField {
  readonly id: string
  readonly api_name: string
  readonly required: boolean
  readonly pick_list_values: readonly Option[]
}

/** A layout. */
export interface Layout {
  readonly id: string
  readonly sections: readonly { readonly fields: readonly LayoutField[] }[]
}

/** A dependency between two picklists. */
export interface Dependency {
  readonly parent: { readonly api_name: string; readonly id: string }
  readonly child: { readonly api_name: string; readonly id: string }
  readonly active: boolean
  readonly pick_list_values: readonly (Option & { readonly maps: readonly Option[] })[]
}

/** A pipeline with its stages. */
export interface Pipeline extends Option {
  readonly default: boolean
  readonly maps: readonly Option[]
}

/** The files of the demo organisation, as the script makes them. */
export const files: OrgFiles = demoOrg()

/** The layouts of a module. */
export const layoutsOf = (module: string): Layout[] =>
  (files.get(`layouts_${module}.json`)?.['layouts'] ?? []) as Layout[]

/** The fields of all sections of a layout. */
export const fieldsIn = (layout: Layout): readonly LayoutField[] =>
  layout.sections.flatMap(({ fields }) => fields)

/** The elements of all files of a kind. */
export const listsOf = (prefix: string, key: string): Record<string, unknown>[] =>
  [...files].flatMap(([file, body]) =>
    file.startsWith(prefix) ? ((body?.[key] ?? []) as Record<string, unknown>[]) : [],
  )
