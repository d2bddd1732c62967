import { ADMIN, type Body, idOf } from './ids.ts'

const theme = { font_color: '#FFFFFF', background: '#204060' }

function user(first: string, last: string, zuid: string, key: string, admin: boolean): Body {
  const name = `${first} ${last}`
  const profile = admin ? 'Administrator' : 'Standard'
  const role = admin ? 'CEO' : 'Manager'
  return {
    id: idOf('user', key),
    first_name: first,
    last_name: last,
    full_name: name,
    email: `${key}@kettle-lane.example.com`,
    zuid,
    role: { name: role, id: idOf('role', role) },
    profile: { name: profile, id: idOf('profile', profile) },
    status: 'active',
    status_reason__s: null,
    confirm: true,
    category: 'regular_user',
    type__s: 'Regular User',
    Isonline: admin,
    microsoft: false,
    personal_account: false,
    sandboxDeveloper: false,
    sort_order_preference__s: 'First Name,Last Name',
    name_format__s: 'Salutation,First Name,Last Name',
    language: 'en_US',
    locale: 'en_GB',
    country_locale: 'en_GB',
    time_zone: 'Europe/Berlin',
    offset: 3600000,
    date_format: 'dd/MM/yyyy',
    time_format: 'HH:mm',
    decimal_separator: 'Period',
    number_separator: 'Comma',
    default_tab_group: '0',
    created_time: '2024-01-08T08:00:00+01:00',
    created_by: { ...ADMIN },
    Modified_Time: '2025-03-04T09:00:00+01:00',
    Modified_By: { ...ADMIN },
    ...Object.fromEntries(
      [
        ...[
          'alias',
          'city',
          'country',
          'dob',
          'fax',
          'mobile',
          'phone',
          'signature',
          'state',
          'street',
          'website',
        ],
        ...['zip', '$current_shift', '$next_shift', '$shift_effective_from'],
      ].map((key) => [key, null]),
    ),
    customize_info: {
      notes_desc: null,
      show_right_panel: null,
      bc_view: null,
      show_home: false,
      show_detail_view: true,
      unpin_recent_item: null,
    },
    theme: {
      normal_tab: theme,
      selected_tab: theme,
      new_background: null,
      background: '#F2F2EE',
      screen: 'fixed',
      type: 'default',
    },
  }
}

/** Body of `GET /users`: the administrator who is signed in comes first. */
export const USERS: Body = {
  users: [
    user('Ada', 'Kettle', '700000101', 'ada', true),
    user('Bruno', 'Lane', '700000102', 'bruno', false),
  ],
  info: { per_page: 200, count: 2, page: 1, more_records: false },
}

/** Body of `GET /org`. */
export const ORG: Body = {
  org: [
    {
      company_name: 'Kettle Lane Cycles',
      id: idOf('org', 'kettle-lane'),
      zgid: '700000001',
      primary_zuid: '700000101',
      primary_email: 'ada@kettle-lane.example.com',
      domain_name: 'org700000001',
      alias: null,
      type: 'production',
      country: 'Germany',
      country_code: 'DE',
      city: 'Sampletown',
      state: null,
      street: '1 Kettle Lane',
      zip: '00000',
      phone: null,
      mobile: null,
      fax: null,
      website: 'https://kettle-lane.example.com',
      description: 'Rents bicycles and keeps them rolling',
      employee_count: '12',
      currency: 'Euro - EUR',
      currency_symbol: '€',
      currency_locale: 'de_DE',
      iso_code: 'EUR',
      time_zone: 'Europe/Berlin',
      created_time: '2024-01-08T08:00:00+01:00',
      hierarchy_preferences: { type: 'Role_Hierarchy' },
      license_details: {
        paid: true,
        paid_type: 'enterprise',
        paid_expiry: '2030-01-08T00:00:00+01:00',
        users_license_purchased: 5,
        portal_users_license_purchased: 0,
        trial_type: null,
        trial_expiry: null,
      },
      photo_id: null,
      mc_status: false,
      gapps_enabled: false,
      lite_users_enabled: false,
      translation_enabled: false,
      deletable_org_account: false,
      privacy_settings: true,
      hipaa_compliance_enabled: false,
      zia_portal_id: null,
    },
  ],
}
