import { fieldOf } from './demo-all-fields.ts'
import { NONE } from './demo-picklists.ts'
import type { DependencySpec, MapSpec } from './picklist-map-bodies.ts'

const depotsOfRegion = (module: string, region: string, depot: string, maps: MapSpec): DependencySpec => ({
  parent: fieldOf(module, region),
  child: fieldOf(module, depot),
  maps,
})

/**
 * Which depots serve a region. North Station serves two; nobody serves the airport; Riverside Workshop is one that was
 * renamed, as Old Town is among the regions.
 */
const SERVICE: MapSpec = {
  [NONE]: [NONE],
  'City Centre': [NONE, 'Canal Street', 'North Station'],
  Harbour: [NONE, 'Harbour Gate', 'Riverside Workshop'],
  'North Side': [NONE, 'North Station'],
  'Old Town': ['Old Mill'],
}

/** The dependencies between picklists: module, layout, and what depends on what there. */
export const DEPENDENCIES: readonly (readonly [string, string, readonly DependencySpec[]])[] = [
  [
    'Accounts',
    'Standard__s',
    [
      depotsOfRegion('Accounts', 'Service_Region', 'Preferred_Depot', SERVICE),
      // Switched off: it still is in the list, and binds nobody.
      {
        parent: fieldOf('Accounts', 'Account_Type'),
        child: fieldOf('Accounts', 'Ownership'),
        maps: { Customer: [NONE, 'Private', 'Public', 'Government'], Supplier: ['Privately Held'] },
        active: false,
      },
    ],
  ],
  [
    'Rentals',
    'Standard__s',
    [depotsOfRegion('Rentals', 'Pickup_Region', 'Pickup_Depot', { ...SERVICE, Airport: ['Harbour Gate'] })],
  ],
  // Groups start where there is room for them.
  [
    'Rentals',
    'Group_tour',
    [
      depotsOfRegion('Rentals', 'Pickup_Region', 'Pickup_Depot', {
        [NONE]: [NONE],
        'City Centre': ['North Station'],
        Harbour: ['Harbour Gate', 'Old Mill'],
        'Old Town': ['Old Mill'],
      }),
    ],
  ],
]

/** The stages of each pipeline of deals, in its order. Either has one that the other has not. */
export const PIPELINES: MapSpec = {
  'Standard (Standard)': [
    'Qualification',
    'Needs Analysis',
    'Identify Decision Makers',
    'Proposal/Price Quote',
    'Negotiation/Review',
    'Closed Won',
    'Closed Lost',
    'Closed-Lost to Competition',
  ],
  'Fleet contracts': [
    'Qualification',
    'Identify Decision Makers',
    'Value Proposition',
    'Negotiation/Review',
    'Closed Won',
    'Closed Lost',
  ],
}
