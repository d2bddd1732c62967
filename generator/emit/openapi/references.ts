import type { OpenAPIV3_1 } from 'openapi-types'
import type { ComponentKind } from './objects.ts'

const KINDS: readonly ComponentKind[] = ['parameters', 'responses', 'schemas']

/** A document without the components that nothing in its paths leads to. */
export function withoutUnused(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const { components = {} } = document
  const used = new Set<string>()
  const waiting: unknown[] = [document.paths]
  // A queue, since schemas may be as deep as subforms go.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const reference of referencesIn(next)) {
      if (used.has(reference)) continue
      used.add(reference)
      waiting.push(componentOf(components, reference))
    }
  }
  const kept = KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(components[kind] ?? {}).filter(([name]) => used.has(`#/components/${kind}/${name}`)),
    ),
  ])
  return { ...document, components: { ...components, ...Object.fromEntries(kept) } }
}

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (key === '$ref' && typeof member === 'string') yield member
    else yield* referencesIn(member)
  }
}

function componentOf(components: OpenAPIV3_1.ComponentsObject, reference: string): unknown {
  const [, , kind = '', name = ''] = reference.split('/')
  const table = components[kind as ComponentKind]
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : null
}
