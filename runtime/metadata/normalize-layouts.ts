import type {
  CustomViewMetadata,
  DependencyMetadata,
  LayoutMetadata,
  OptionName,
  RelatedListMetadata,
  SectionMetadata,
} from './model.ts'
import { uniqueBy } from './normalize.ts'
import { compareText } from './order.ts'
import { nameOf, numberOf, objectOf, objectsOf, textOf, type Wire } from './wire.ts'

/** A layout of an answer, and what is to be asked for beside it. */
export interface LayoutEntry extends LayoutMetadata {
  /** Whether the answer tells which picklists depend on each other: version 8 does, in the options. */
  readonly tellsDependencies: boolean
  /** Whether it shows the picklists of pipelines and stages. */
  readonly hasPipelines: boolean
}

/** The field that decides which stages there are, and the field that has them. */
const PIPELINE = 'Pipeline'
const STAGE = 'Stage'

/** Whether it is the stages of the pipelines. */
export function isPipelines({ parent, child }: DependencyMetadata): boolean {
  return parent === PIPELINE && child === STAGE
}

/** The layouts of an answer. */
export function layoutsOf(body: unknown): readonly LayoutEntry[] {
  const layouts = objectsOf(objectOf(body)['layouts']).flatMap((element) => {
    const name = nameOf(element['name']) ?? nameOf(element['display_label']) ?? nameOf(element['api_name'])
    return name === null ? [] : [layoutOf(name, element)]
  })
  return uniqueBy(layouts, ({ id, name }) => id ?? name)
}

function layoutOf(name: string, element: Wire): LayoutEntry {
  const sections = objectsOf(element['sections'])
  const fields = sections.flatMap((section) => objectsOf(section['fields']).filter(isUsed))
  const picklists = fields.filter((field) => objectsOf(field['pick_list_values']).length > 0)
  const names = fields.map((field) => nameOf(field['api_name']))
  return {
    id: nameOf(element['id']),
    apiName: nameOf(element['api_name']),
    name,
    active: isActive(element),
    sections: inSequence(sections.filter(isUsed)).map(sectionOf),
    dependencies: uniqueDependencies(picklists.flatMap(inlineDependencies)),
    tellsDependencies: picklists.length < 2 || picklists.every(tellsMaps),
    hasPipelines: names.includes(PIPELINE) && names.includes(STAGE),
  }
}

/** Old versions have no status, or a number that says something else; a layout that is hidden is not offered. */
function isActive({ status, visible }: Wire): boolean {
  return typeof status === 'string' ? status === 'active' : visible !== false
}

/** Elements in the order that they say, whatever the order of the answer. */
function inSequence(elements: readonly Wire[]): readonly Wire[] {
  const keyed = elements.map((element) => ({
    element,
    place: numberOf(element['sequence_number']) ?? Number.MAX_SAFE_INTEGER,
    text: JSON.stringify([element['api_name'], element['name'], element['id']]),
  }))
  keyed.sort((left, right) => left.place - right.place || compareText(left.text, right.text))
  return keyed.map(({ element }) => element)
}

function isUsed(element: Wire): boolean {
  return element['type'] !== 'unused'
}

function sectionOf(section: Wire): SectionMetadata {
  const fields = inSequence(objectsOf(section['fields']).filter(isUsed)).flatMap((field) => {
    const apiName = nameOf(field['api_name'])
    return apiName === null ? [] : [{ apiName, required: field['required'] === true }]
  })
  const apiName = nameOf(section['api_name'])
  return {
    apiName,
    label: nameOf(section['display_label']) ?? nameOf(section['name']) ?? apiName ?? '',
    fields: [...new Set(fields.map((field) => field.apiName))],
    required: [...new Set(fields.filter((field) => field.required).map((field) => field.apiName))],
  }
}

function tellsMaps(field: Wire): boolean {
  return objectsOf(field['pick_list_values']).every((option) => Array.isArray(option['maps']))
}

/**
 * What the options of a field say of the fields that depend on it. An option that says nothing of such a field lets none
 * of its options go, as `map_dependency` says it by an empty list.
 */
function inlineDependencies(field: Wire): readonly DependencyMetadata[] {
  const parent = nameOf(field['api_name'])
  if (parent === null) return []
  const options = objectsOf(field['pick_list_values']).filter(isUsed)
  const maps = options.map((option) => ({ value: optionName(option), of: objectsOf(option['maps']) }))
  const children = new Set(maps.flatMap(({ of }) => of.flatMap((map) => nameOf(map['api_name']) ?? [])))
  return [...children].map((child) => ({
    parent,
    child,
    map: maps.map(({ value, of }) => ({
      value,
      options: of
        .filter((map) => nameOf(map['api_name']) === child)
        .flatMap((map) => optionNames(map['pick_list_values'])),
    })),
  }))
}

/** The dependencies of an answer of `map_dependency` that tell their values; those that are switched off do not count. */
export function dependenciesOf(body: unknown): readonly DependencyMetadata[] {
  const dependencies = activeDependencies(body).flatMap((element) => {
    const parent = nameOf(objectOf(element['parent'])['api_name'])
    const child = nameOf(objectOf(element['child'])['api_name'])
    if (parent === null || child === null || !Array.isArray(element['pick_list_values'])) return []
    const map = objectsOf(element['pick_list_values']).map((option) => ({
      value: optionName(option),
      options: optionNames(option['maps']),
    }))
    return [{ parent, child, map }]
  })
  return uniqueDependencies(dependencies)
}

/** Ids of the dependencies of an answer whose values have to be asked for one by one: version 8 lists them without. */
export function dependenciesWithoutValues(body: unknown): readonly string[] {
  return activeDependencies(body).flatMap((element) => {
    const id = nameOf(element['id'])
    return id === null || Array.isArray(element['pick_list_values']) ? [] : [id]
  })
}

function activeDependencies(body: unknown): readonly Wire[] {
  return objectsOf(objectOf(body)['map_dependency']).filter((element) => element['active'] !== false)
}

/** The pipelines of an answer, as what they are: the stages that go with each. */
export function pipelinesOf(body: unknown): readonly DependencyMetadata[] {
  const pipelines = objectsOf(objectOf(body)['pipeline'])
  const map = pipelines.map((pipeline) => ({
    value: optionName(pipeline),
    options: optionNames(pipeline['maps']),
  }))
  return map.length === 0 ? [] : [{ parent: PIPELINE, child: STAGE, map }]
}

function optionName(element: Wire): OptionName {
  return { display: textOf(element['display_value']), actual: textOf(element['actual_value']) }
}

function optionNames(value: unknown): readonly OptionName[] {
  return objectsOf(value)
    .map(optionName)
    .filter(({ display, actual }) => display !== null || actual !== null)
}

/** One for each pair of fields. */
export function uniqueDependencies(
  dependencies: readonly DependencyMetadata[],
): readonly DependencyMetadata[] {
  return uniqueBy(dependencies, ({ parent, child }) => JSON.stringify([parent, child]))
}

/** The related lists of an answer, those that are hidden or deleted left out. */
export function relatedListsOf(body: unknown): readonly RelatedListMetadata[] {
  const lists = objectsOf(objectOf(body)['related_lists'])
    .filter((element) => (nameOf(element['status']) ?? 'visible') === 'visible')
    .flatMap((element) => {
      const apiName = nameOf(element['api_name'])
      return apiName === null ? [] : [relatedListOf(apiName, element)]
    })
  return uniqueBy(lists, (list) => list.apiName)
}

function relatedListOf(apiName: string, element: Wire): RelatedListMetadata {
  const name = (value: unknown) => nameOf(value) ?? nameOf(objectOf(value)['api_name'])
  return {
    id: nameOf(element['id']),
    apiName,
    label: nameOf(element['display_label']) ?? nameOf(element['name']) ?? apiName,
    // Up to version 2.1 the module is a text. Of a multi-select lookup the connected module is at the other end.
    module: name(element['connectedmodule']) ?? name(element['module']),
    linkingModule:
      name(element['linkingmodule']) ??
      name(objectOf(objectOf(element['multiselectlookup'])['linking_details'])['module']),
  }
}

/** What is not `public_views`: one's own, what others share with one, and what an administrator sees of the others'. */
const OWN_VIEWS = new Set(['created_by_me', 'shared_with_me', 'other_users_views'])

/** The custom views of an answer that everybody has. */
export function customViewsOf(body: unknown): readonly CustomViewMetadata[] {
  const views = objectsOf(objectOf(body)['custom_views']).flatMap((element) => {
    const systemName = nameOf(element['system_name'])
    // A view of one's own is nobody else's business: what one user sees must not change what others commit.
    if (OWN_VIEWS.has(nameOf(element['category']) ?? '')) return []
    const name = nameOf(element['name']) ?? nameOf(element['display_value']) ?? systemName
    return name === null ? [] : [{ id: nameOf(element['id']), name, systemName }]
  })
  return uniqueBy(views, ({ id, name }) => id ?? name)
}
