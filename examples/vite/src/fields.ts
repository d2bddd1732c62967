import { Depot, Region, Season } from '../../../generated/global-picklists.js'
import type { LeadsCreate } from '../../../generated/leads.js'
import { LeadSource, LeadStatus, Rating, Salutation } from '../../../generated/leads.picklists.js'
import type { RentalsCreate } from '../../../generated/rentals.js'
import { PickupDepotByPickupRegion } from '../../../generated/rentals.picklists.js'
import { choice, choices, colouredChoice, dependentChoice } from './choice.js'
import type { FieldsOf } from './field.js'
import { requiredText, text } from './text.js'

/** What the form asks of a lead. */
type Lead = Pick<
  LeadsCreate,
  | 'Salutation'
  | 'First_Name'
  | 'Last_Name'
  | 'Company'
  | 'Email'
  | 'Phone'
  | 'Lead_Source'
  | 'Rating'
  | 'Lead_Status'
  | 'Preferred_Season'
>

/** What it asks of the rental that the lead is after. */
type Rental = Pick<RentalsCreate, 'Pickup_Region' | 'Pickup_Depot'>

/** The fields of a lead. A picklist of another field, or a text where a picklist belongs, does not compile. */
export function leadFields(): FieldsOf<Lead> {
  return {
    Salutation: choice('Salutation', 'Salutation', Salutation.options),
    First_Name: text('First name', 'First_Name'),
    Last_Name: requiredText('Last name', 'Last_Name'),
    Company: requiredText('Company', 'Company'),
    Email: text('Email', 'Email', 'email'),
    Phone: text('Phone', 'Phone', 'tel'),
    Lead_Source: choice('Lead source', 'Lead_Source', LeadSource.options),
    Rating: choice('Rating', 'Rating', Rating.options),
    Lead_Status: colouredChoice('Lead status', 'Lead_Status', LeadStatus.options),
    Preferred_Season: choices('Preferred season', 'Preferred_Season', Season.options),
  }
}

/** The fields of a rental: the depots are those of the region. */
export function rentalFields(): FieldsOf<Rental> {
  const region = choice('Pickup region', 'Pickup_Region', Region.options)
  const { map } = PickupDepotByPickupRegion
  return {
    Pickup_Region: region,
    Pickup_Depot: dependentChoice('Pickup depot', 'Pickup_Depot', Depot.options, region, map),
  }
}
