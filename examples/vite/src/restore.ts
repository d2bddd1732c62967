/** Puts what was typed into a form. A choice that is no longer among the options is not made. */
export function restore(form: HTMLFormElement, typed: FormData): void {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type)) {
      control.checked = typed.getAll(control.name).includes(control.value)
    } else if (control instanceof HTMLInputElement) {
      control.value = String(typed.get(control.name) ?? '')
    } else if (control instanceof HTMLSelectElement) {
      control.value = String(typed.get(control.name) ?? '')
      if (control.selectedIndex < 0) control.selectedIndex = 0
      // The options of other fields may depend on it.
      control.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
}
