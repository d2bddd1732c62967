import { element, type Field, labelled } from './field.js'

/** A text that may be left out: `null` then. */
export function text(label: string, name: string, type = 'text'): Field<string | null> {
  const input = element('input', { type, name, autocomplete: 'off' })
  return { element: labelled(label, input), value: () => input.value || null }
}

/** A text that must be there. */
export function requiredText(label: string, name: string): Field<string> {
  const input = element('input', { name, required: true, autocomplete: 'off' })
  return { element: labelled(label, input), value: () => input.value }
}
