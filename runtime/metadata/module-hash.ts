import type { FieldMetadata, LayoutMetadata, ModuleMetadata, OptionMetadata } from './model.ts'
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

/** What nearly always is the same is left out: ten thousand fields make a text of megabytes otherwise. */
function covered(field: FieldMetadata): readonly unknown[] {
  const { apiName, dataType, jsonType, returnType, richText, mandatory, creatable, updatable } = field
  const { target, globalPicklist, options } = field
  const flags = Number(richText) + 2 * Number(mandatory) + 4 * Number(creatable) + 8 * Number(updatable)
  const type = [apiName, dataType, jsonType, flags]
  if (returnType === null && target === null && globalPicklist === null && options.length === 0) return type
  return [
    ...type,
    returnType,
    target && [target.modules, target.connectedField],
    globalPicklist,
    options.map(coveredOption),
  ]
}

/** A text that is the display value too is a 0, which is no text. */
function coveredOption({
  display,
  actual,
  reference,
  order,
  color,
  used,
}: OptionMetadata): readonly unknown[] {
  const [one, other] = [actual === display ? 0 : actual, reference === display ? 0 : reference]
  return one === 0 && other === 0 && used
    ? [display, order, color]
    : [display, order, color, one, other, used]
}

/** FNV-1a over two lanes, 64 bits, two characters at a time: tells texts apart, hides nothing, and is the same everywhere. */
function hash(text: string): string {
  let one = 0x811c9dc5 ^ text.length
  let two = 0x01000193
  for (let index = 0; index < text.length; index += 2) {
    // Behind the end there is NaN, which shifts to 0.
    const unit = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16)
    one = Math.imul(one ^ unit, 0x01000193)
    two = Math.imul(two ^ (unit + index), 0x85ebca6b)
  }
  return [one, two].map((lane) => (lane >>> 0).toString(36).padStart(7, '0')).join('')
}
