import type { FieldMetadata, LayoutMetadata } from '../../../../runtime/metadata/index.ts'
import { dependency, layout, option, picklist } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { create, NAME, type Pair } from './pair.ts'

/** Two picklists of Leads. */
export const place: readonly FieldMetadata[] = [
  picklist('Country', [option('USA'), option('France')]),
  picklist('State', [option('Texas'), option('Alsace')]),
]

/** A layout of both, in which one depends on the other where it is said how. */
export function byCountry(map?: Readonly<Record<string, readonly string[]>>): {
  readonly layouts: readonly LayoutMetadata[]
} {
  const dependencies = map === undefined ? [] : [dependency('Country', 'State', map)]
  return { layouts: [layout('Standard', ['Country', 'State'], { id: 'l', dependencies })] }
}

/** Two layouts, in which the same goes together where nothing else is said of the second. */
const onBoth = (first: Readonly<Record<string, readonly string[]>>, second = first) => ({
  layouts: [first, second].map((map, index) =>
    layout(`${index}`, ['Country', 'State'], {
      id: `${index}`,
      dependencies: [dependency('Country', 'State', map)],
    }),
  ),
})
const withNone = place.map((field) => ({ ...field, options: [option('-None-'), ...field.options] }))
const HAS_ALSACE = "export const has = o.LeadsPicklists.StateByCountry.map.USA.includes('Alsace')"

/** Changes of dependent picklists. */
export const DEPENDENCY_PAIRS: readonly Pair[] = [
  {
    kind: 'dependency.removed',
    before: leads(place, byCountry({ USA: ['Texas'] })),
    after: leads(place, byCountry()),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map'],
    writes: ['export const states = o.LeadsPicklists.StateByCountry.map.USA'],
  },
  {
    kind: 'dependency.widened',
    before: leads(place, byCountry({ USA: ['Texas'] })),
    after: leads(place, byCountry({ USA: ['Texas', 'Alsace'] })),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map.USA'],
    writes: [create("{ Country: 'USA', State: 'Texas' }")],
  },
  {
    kind: 'dependency.narrowed',
    before: leads(place, byCountry({ USA: ['Texas', 'Alsace'] })),
    after: leads(place, byCountry({ USA: ['Texas'] })),
    reads: [HAS_ALSACE],
    writes: [create("{ Country: 'USA', State: 'Alsace' }")],
    writesCompile: true,
  },
  {
    kind: 'dependency.added',
    before: leads(place, byCountry()),
    after: leads(place, byCountry({ USA: ['Texas'] })),
    reads: [NAME],
    writes: [create("{ Country: 'USA', State: 'Alsace' }")],
  },
  {
    kind: 'dependency.widened',
    about: 'a value that goes with anything',
    before: leads(place, byCountry({ USA: ['Texas'], France: ['Alsace'] })),
    after: leads(place, byCountry({ USA: ['Texas'] })),
    reads: ['export const states = o.LeadsPicklists.StateByCountry.map.France'],
    writes: [create("{ Country: 'France', State: 'Alsace' }")],
  },
  {
    kind: 'dependency.widened',
    about: 'a value that another layout lists',
    before: leads(place, onBoth({ USA: ['Texas'], France: ['Alsace'] })),
    after: leads(place, onBoth({ USA: ['Texas'] }, { USA: ['Texas'], France: ['Alsace'] })),
    reads: ['export const states = o.LeadsPicklists.StateByCountry.map.France'],
    writes: [create("{ Country: 'France', State: 'Alsace' }")],
  },
  {
    kind: 'dependency.narrowed',
    about: 'what another layout has together',
    before: leads(place, onBoth({ USA: ['Texas', 'Alsace'] })),
    after: leads(place, onBoth({ USA: ['Texas'] }, { USA: ['Texas', 'Alsace'] })),
    reads: [HAS_ALSACE],
    writes: [create("{ Country: 'USA', State: 'Alsace' }")],
  },
  {
    kind: 'dependency.narrowed',
    about: 'a value that went with anything',
    before: leads(place, byCountry({ USA: ['Texas'] })),
    after: leads(place, byCountry({ USA: ['Texas'], France: ['Alsace'] })),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map.USA'],
    writes: [create("{ Country: 'France', State: 'Texas' }")],
  },
  {
    kind: 'dependency.narrowed',
    about: 'what stands for no value',
    before: leads(withNone, byCountry({ USA: ['Texas', '-None-'] })),
    after: leads(withNone, byCountry({ USA: ['Texas'] })),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map.USA'],
    writes: [create("{ Country: 'USA', State: null }")],
  },
]
