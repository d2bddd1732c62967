import { element, type Field, recordOf } from './field.js'
import { leadFields, rentalFields } from './fields.js'
import { restore } from './restore.js'

const app = document.querySelector<HTMLElement>('#app')
if (app !== null) show(app)

// The picklists are generated anew while the page is open: what was typed stays.
import.meta.hot?.accept()

function show(place: HTMLElement): void {
  const before = place.querySelector('form')
  const [lead, rental] = [leadFields(), rentalFields()]
  const { Salutation, First_Name, Last_Name, Company, Email, Phone, ...interest } = lead
  const form = element(
    'form',
    { className: 'card' },
    section('Person', { Salutation, First_Name, Last_Name, Company, Email, Phone }),
    section('Interest', interest),
    section('First rental', rental),
  )
  const [leadRecord, rentalRecord] = [element('pre', {}), element('pre', {})]
  const tell = () => {
    leadRecord.textContent = JSON.stringify(recordOf(lead), null, 2)
    rentalRecord.textContent = JSON.stringify(recordOf(rental), null, 2)
  }
  form.addEventListener('input', tell)
  form.addEventListener('submit', (event) => event.preventDefault())
  place.replaceChildren(
    form,
    element(
      'aside',
      { className: 'card' },
      element('h2', {}, 'What the records hold'),
      element('p', {}, 'Send this to your server, where the tokens are: the classes of the SDK write it.'),
      element('h3', {}, 'For leads.create()'),
      leadRecord,
      element('h3', {}, 'For rentals.create(), among others'),
      rentalRecord,
    ),
  )
  if (before !== null) restore(form, new FormData(before))
  tell()
}

function section(title: string, fields: Readonly<Record<string, Field<unknown>>>): HTMLElement {
  const elements = Object.values(fields).map((field) => field.element)
  return element(
    'section',
    {},
    element('h2', {}, title),
    element('div', { className: 'fields' }, ...elements),
  )
}
