/** A field of a form: what is shown, and what it says as a record has it. */
export interface Field<V> {
  readonly element: HTMLElement
  readonly value: () => V
}

/** The fields for the properties of a record: the type of each is the type that the record wants. */
export type FieldsOf<R> = { readonly [Name in keyof R]-?: Field<R[Name]> }

/** What the fields say, as a record. */
export function recordOf(
  fields: Readonly<Record<string, Field<unknown>>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value()]))
}

/** An element with properties and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** A field with its label above it. */
export function labelled(label: string, control: HTMLElement): HTMLElement {
  return element('label', { className: 'field' }, element('span', {}, label), control)
}
