import { type FieldSpec, type OptionSpec, optionBody } from './field-bodies.ts'
import { type Body, fieldId, idOf } from './ids.ts'

/** Which options of one picklist go with each option of another, by their display values. */
export type MapSpec = Readonly<Record<string, readonly string[]>>

/** One dependency between two picklists of a layout, in short; the options of the parent that it does not name have none. */
export interface DependencySpec {
  readonly parent: FieldSpec
  readonly child: FieldSpec
  readonly maps: MapSpec
  readonly active?: boolean
}

/** The used options of a picklist as its field has them. */
function optionsOf(module: string, { name, global, options = [] }: FieldSpec): readonly Body[] {
  const owner = global === undefined ? `${module}.${name}` : `global ${global}`
  const isUsed = (option: string | OptionSpec): boolean => typeof option === 'string' || !option.unused
  return options.filter(isUsed).map((option, index) => optionBody(owner, option, index + 1))
}

const named = (option: Body): Body => ({
  display_value: option['display_value'],
  actual_value: option['actual_value'],
  id: option['id'],
})

/** The options with these display values; throws where there is none, a mistake of whoever describes the organisation. */
function chosen(options: readonly Body[], displays: readonly string[]): readonly Body[] {
  return displays.map((display) => {
    const found = options.find((option) => option['display_value'] === display)
    if (!found) throw new RangeError(`There is no option ${display}.`)
    return found
  })
}

function dependencyBody(module: string, layout: string, spec: DependencySpec): Body {
  const { parent, child, maps, active = true } = spec
  const parents = optionsOf(module, parent)
  const children = optionsOf(module, child)
  chosen(parents, Object.keys(maps))
  return {
    parent: { api_name: parent.name, id: fieldId(module, parent.name) },
    internal: false,
    sub_module: null,
    active,
    id: idOf('dependency', module, layout, parent.name, child.name),
    source: 1,
    category: 0,
    pick_list_values: parents.map((option) => {
      const allowed = maps[String(option['display_value'])] ?? []
      return { ...named(option), maps: chosen(children, allowed).map(named) }
    }),
    child: { api_name: child.name, id: fieldId(module, child.name) },
  }
}

/** The body of `map_dependency` of one layout. */
export function dependenciesBody(module: string, layout: string, specs: readonly DependencySpec[]): Body {
  return {
    map_dependency: specs.map((spec) => dependencyBody(module, layout, spec)),
    info: { per_page: 200, count: specs.length, page: 1, more_records: false },
  }
}

/** The body of `pipeline` of one layout: the stages of each pipeline, in its own order; the first is the default. */
export function pipelinesBody(module: string, pipeline: FieldSpec, stage: FieldSpec, maps: MapSpec): Body {
  const stages = optionsOf(module, stage)
  return {
    pipeline: chosen(optionsOf(module, pipeline), Object.keys(maps)).map((option, place) => ({
      display_value: option['display_value'],
      default: place === 0,
      maps: chosen(stages, maps[String(option['display_value'])] ?? []).map((found, index) => ({
        ...named(found),
        sequence_number: index + 1,
        forecast_category: found['forecast_category'],
        forecast_type: found['forecast_type'],
      })),
      actual_value: option['actual_value'],
      id: option['id'],
    })),
  }
}
