import type { FieldMetadata, LayoutMetadata, ModuleMetadata } from './model.ts'
import { sortModule } from './order.ts'

/**
 * A hash of what generated code covers of a module: the used fields, their types and options, which picklists depend on
 * each other, what its layouts demand, and its related lists; not labels, ids and what nobody sees in code. Equal for
 * equal metadata, wherever it comes from.
 */
export function moduleHash(module: ModuleMetadata): string {
  const { fields, layouts, relatedLists } = sortModule(module)
  const active = layouts.filter((layout) => layout.active)
  return hash(
    JSON.stringify([
      fields.filter((field) => field.used).map(covered),
      // They are in order of their names, which are labels.
      active.map((layout) => JSON.stringify(saidBy(layout))).sort(),
      relatedLists.map(({ apiName, module: of }) => [apiName, of]),
    ]),
  )
}

function saidBy({ apiName, name, sections, dependencies }: LayoutMetadata): readonly unknown[] {
  const required = new Set(sections.flatMap((section) => section.required))
  return [apiName ?? name, [...required].sort(), dependencies]
}

function covered(field: FieldMetadata): readonly unknown[] {
  const { apiName, dataType, jsonType, returnType, richText, mandatory, creatable, updatable } = field
  const { target, globalPicklist } = field
  const options = field.options.map(({ display, actual, reference, order, color, used }) => [
    display,
    actual,
    reference,
    order,
    color,
    used,
  ])
  return [
    [apiName, dataType, jsonType, returnType, richText],
    [mandatory, creatable, updatable],
    target && [target.modules, target.connectedField],
    [globalPicklist, options],
  ]
}

/** FNV-1a over two lanes, 64 bits: tells texts apart, hides nothing, and is the same everywhere. */
function hash(text: string): string {
  let one = 0x811c9dc5
  let two = 0x01000193
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    one = Math.imul(one ^ unit, 0x01000193)
    two = Math.imul(two ^ (unit + index), 0x85ebca6b)
  }
  return [one, two].map((lane) => (lane >>> 0).toString(36).padStart(7, '0')).join('')
}
