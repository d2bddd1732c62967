import type { PicklistOption } from '@zcrm/runtime'
import { element, type Field, labelled } from './field.js'

/** The options of a picklist. */
type Options<V extends string> = readonly PicklistOption<V>[]

/** Those that can be chosen, in the order of the organisation. The option that means "none" has the value `null`. */
function usable<V extends string>(
  options: Options<V>,
): readonly Extract<PicklistOption<V>, { used: true }>[] {
  return options.filter((option) => option.used)
}

/** One of the options, in a menu. */
export function choice<V extends string>(label: string, name: string, options: Options<V>): Field<V | null> {
  const menu = element('select', { name }, ...menuOptions(usable(options)))
  return { element: labelled(label, menu), value: () => usable(options)[menu.selectedIndex]?.value ?? null }
}

/** One of the options that go with what another field says; none as long as that says nothing. */
export function dependentChoice<V extends string, P extends string>(
  label: string,
  name: string,
  options: Options<V>,
  parent: Field<P | null>,
  map: { readonly [Value in P]?: readonly V[] },
): Field<V | null> {
  const menu = element('select', { name })
  const shown = () => {
    const value = parent.value()
    const allowed = value === null ? [] : map[value]
    // A value that the map does not have restricts nothing.
    return usable(options).filter(({ value: one }) => one === null || (allowed?.includes(one) ?? true))
  }
  const fill = () => {
    menu.replaceChildren(...menuOptions(shown()))
    menu.disabled = parent.value() === null
  }
  parent.element.addEventListener('change', fill)
  fill()
  return { element: labelled(label, menu), value: () => shown()[menu.selectedIndex]?.value ?? null }
}

function menuOptions(options: Options<string>): readonly HTMLElement[] {
  return options.map(({ label, value }) => element('option', { value: value ?? '' }, label))
}

/** One of the options, all of them to be seen, with their colours. */
export function colouredChoice<V extends string>(
  label: string,
  name: string,
  options: Options<V>,
): Field<V | null> {
  const chips = usable(options).map((option) => ({ option, ...chip('radio', name, option) }))
  return {
    element: group(label, chips),
    value: () => chips.find(({ input }) => input.checked)?.option.value ?? null,
  }
}

/** Any of the options; `null` for none of them. */
export function choices<V extends string>(
  label: string,
  name: string,
  options: Options<V>,
): Field<readonly V[] | null> {
  const chips = usable(options).map((option) => ({ option, ...chip('checkbox', name, option) }))
  const chosen = () =>
    chips.flatMap(({ option, input }) => (input.checked && option.value !== null ? [option.value] : []))
  return { element: group(label, chips), value: () => (chosen().length === 0 ? null : chosen()) }
}

interface Chip {
  readonly element: HTMLElement
  readonly input: HTMLInputElement
}

function chip(type: string, name: string, { label, value, color }: PicklistOption): Chip {
  const checked = type === 'radio' && value === null
  const input = element('input', { type, name, value: value ?? '', checked })
  const dot = element('i', { ariaHidden: 'true' })
  if (color !== null) dot.style.background = color
  const parts = color === null ? [input, label] : [input, dot, label]
  return { element: element('label', { className: 'chip' }, ...parts), input }
}

function group(label: string, chips: readonly Chip[]): HTMLElement {
  const inside = element('div', { className: 'chips' }, ...chips.map(({ element: one }) => one))
  return element('fieldset', { className: 'field' }, element('legend', {}, label), inside)
}
