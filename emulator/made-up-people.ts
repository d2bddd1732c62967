import type { JsonObject } from './json.ts'

const CREATED = '2024-02-05T09:00:00+00:00'

/** The user of an organisation whose users were not recorded. */
export function madeUpUser(prefix: string): JsonObject {
  const role = { name: 'CEO', id: `${prefix}000000026005` }
  const profile = { name: 'Administrator', id: `${prefix}000000026011` }
  return {
    id: `${prefix}000000235011`,
    full_name: 'Robin Ashford',
    first_name: 'Robin',
    last_name: 'Ashford',
    email: 'robin.ashford@example.com',
    status: 'active',
    confirm: true,
    role,
    profile,
    zuid: '700000235',
    created_time: CREATED,
    Modified_Time: CREATED,
    language: 'en_US',
    locale: 'en_US',
    country: 'us',
    country_locale: 'en_US',
    time_zone: 'America/New_York',
    time_format: 'hh:mm a',
    date_format: 'MM/dd/yyyy',
    offset: -18000000,
    microsoft: false,
    personal_account: false,
    territories: [],
    phone: null,
    mobile: null,
    alias: null,
  }
}

/** The organisation itself, where it was not recorded. */
export function madeUpOrg(prefix: string): JsonObject {
  return {
    id: `${prefix}000000020005`,
    zgid: '700000020',
    company_name: 'Ashford Trading',
    domain_name: 'org700000020',
    primary_email: 'robin.ashford@example.com',
    primary_zuid: '700000235',
    type: 'production',
    country: 'USA',
    country_code: 'US',
    currency: 'US Dollar - USD',
    currency_symbol: '$',
    currency_locale: 'en_US',
    iso_code: 'USD',
    time_zone: 'America/New_York',
    created_time: CREATED,
    employee_count: '12',
    phone: null,
    website: null,
    photo_id: null,
    mc_status: false,
    gapps_enabled: false,
    license_details: {
      paid: true,
      paid_type: 'enterprise',
      paid_expiry: null,
      trial_type: null,
      trial_expiry: null,
      users_license_purchased: 10,
    },
  }
}
