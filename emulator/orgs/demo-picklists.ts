import type { OptionSpec } from './bodies.ts'

type Options = readonly (string | OptionSpec)[]

const list = (text: string): string[] => text.split(' | ')

const stage = (display: string, probability: number, forecast: string, category: string): OptionSpec => ({
  display,
  ...(display === 'Identify Decision Makers' ? { actual: 'Id. Decision Makers' } : {}),
  extra: {
    probability,
    forecast_type: forecast,
    forecast_category: { name: category, id: `10000000000000067${40 + category.length}` },
    deal_category: forecast,
  },
})

/** The option that means that nothing is chosen. */
export const NONE = '-None-'

/** Zoho's standard options by picklist, a few of them renamed, coloured or retired as organisations do. */
export const STANDARD: Readonly<Record<string, Options>> = {
  leadSource: [
    ...list(
      `${NONE} | Advertisement | Cold Call | Employee Referral | External Referral | Online Store | Partner`,
    ),
    ...list('Public Relations | Sales Email Alias | Seminar Partner | Internal Seminar | Trade Show'),
    ...list('Web Download | Web Research | Chat'),
    { display: 'Google+', unused: true },
  ],
  leadStatus: [
    NONE,
    { display: 'Attempted to Contact', colour: '#f5c72f' },
    { display: 'Contact in Future', colour: '#dfbbff' },
    { display: 'Contacted', colour: '#57b1fd' },
    { display: 'Junk Lead', colour: '#eb4d4d' },
    { display: 'Lost Lead', colour: '#545e7f' },
    { display: 'Not Contacted', colour: '#25b52a' },
    { display: 'Pre-Qualified', actual: 'Pre Qualified' },
    { display: 'Not Qualified' },
  ],
  industry: [
    ...list(
      `${NONE} | ASP (Application Service Provider) | Data/Telecom OEM | ERP (Enterprise Resource Planning)`,
    ),
    ...list('Government/Military | Large Enterprise | ManagementISV | MSP (Management Service Provider)'),
    ...list('Network Equipment Enterprise | Non-management ISV | Optical Networking | Service Provider'),
    ...list('Small/Medium Enterprise | Storage Equipment | Storage Service Provider | Systems Integrator'),
    'Wireless Industry',
  ],
  rating: list(`${NONE} | Acquired | Active | Market Failed | Project Cancelled | Shut Down`),
  salutation: list(`${NONE} | Mr. | Mrs. | Ms. | Dr. | Prof.`),
  unsubscribed: list(`${NONE} | Consent form | Manual | Unsubscribe link | Zoho campaigns`),
  accountType: [
    ...list(
      `${NONE} | Analyst | Competitor | Customer | Distributor | Integrator | Investor | Other | Partner`,
    ),
    ...list('Press | Prospect | Reseller | Supplier | Vendor'),
  ],
  ownership: list(
    `${NONE} | Other | Private | Public | Subsidiary | Partnership | Government | Privately Held`,
  ),
  dealType: list(`${NONE} | Existing Business | New Business`),
  stage: [
    stage('Qualification', 10, 'Open', 'Pipeline'),
    stage('Needs Analysis', 20, 'Open', 'Pipeline'),
    stage('Value Proposition', 40, 'Open', 'Pipeline'),
    stage('Identify Decision Makers', 60, 'Open', 'Pipeline'),
    stage('Proposal/Price Quote', 75, 'Open', 'Best Case'),
    stage('Negotiation/Review', 90, 'Open', 'Committed'),
    stage('Closed Won', 100, 'Closed Won', 'Closed'),
    stage('Closed Lost', 0, 'Closed Lost', 'Omitted'),
    stage('Closed-Lost to Competition', 0, 'Closed Lost', 'Omitted'),
  ],
  taskStatus: [
    ...list('Not Started | Deferred | In Progress | Completed'),
    { display: 'Waiting for input', actual: 'Waiting on someone else' },
  ],
  taskPriority: list('High | Highest | Low | Lowest | Normal'),
  subject: list('Email | Call | Meeting | Send Letter | Product Demo'),
  callType: list('Outbound | Inbound | Missed'),
  callPurpose: list(`${NONE} | Prospecting | Administrative | Negotiation | Demo | Project | Support`),
  callResult: [
    ...list(`${NONE} | Interested | Not interested | No response/Busy | Requested more info`),
    ...list('Requested call back | Invalid number'),
  ],
  callStatus: list('Scheduled | Completed | Overdue | Cancelled'),
  productCategory: list(`${NONE} | Hardware | Software | CRM Applications`),
  usageUnit: [
    ...list(`${NONE} | Box | Carton | Dozen | Each | Hours | Impressions | Lb | M | Pack | Pages | Pieces`),
    ...list('Quantity | Reams | Sheet | Spiral Binder | Sq Ft'),
  ],
  tax: list('Sales Tax | Vat'),
  glAccount: [
    ...list(`${NONE} | Sales-Software | Sales-Hardware | Rental Income | Interest Income`),
    ...list('Sales-Software Support | Sales-Other | Internet Sales | Service-Hardware Labor | Sales-Books'),
  ],
  pricingModel: list(`${NONE} | Flat | Differential`),
  quoteStage: list('Draft | Negotiation | Delivered | On Hold | Confirmed | Closed Won | Closed Lost'),
  carrier: list('FedEX | UPS | USPS | DHL | BlueDart'),
  orderStatus: list('Created | Approved | Delivered | Cancelled'),
  campaignType: [
    ...list(`${NONE} | Conference | Webinar | Trade Show | Public Relations | Partners | Referral Program`),
    ...list('Advertisement | Banner Ads | Direct mail | Email | Telemarketing | Others'),
  ],
  campaignStatus: list(`${NONE} | Planning | Active | Inactive | Complete`),
  caseStatus: list('New | On Hold | Escalated | Closed'),
  caseOrigin: list('Email | Phone | Web | Twitter | Facebook'),
  casePriority: list(`${NONE} | High | Medium | Low`),
  caseType: list(`${NONE} | Problem | Feature Request | Question`),
  caseReason: [
    ...list(`${NONE} | User did not attend any training | Complex functionality | Existing problem`),
    ...list('Instructions not clear | New problem'),
  ],
  solutionStatus: list(`${NONE} | Draft | Reviewed | Duplicate`),
  recordStatus: list('Available | Draft | Trash'),
}

/** The company's own global picklists, used by fields of several modules. */
export const GLOBALS: Readonly<Record<string, Options>> = {
  Depot: [
    NONE,
    ...list('Canal Street | Harbour Gate | North Station | Old Mill'),
    { display: 'Riverside Workshop', actual: 'Riverside' },
    { display: 'Pop-up Summer Stand', unused: true },
  ],
  Region: [
    NONE,
    ...list('City Centre | Harbour | North Side'),
    { display: 'Old Town', actual: 'Mill Quarter' },
    'Airport',
  ],
  Season: list('Spring | Summer | Autumn | Winter'),
  Retired_Frame_Colours: list('British Racing Green | Oxide Red | Enamel Cream'),
}
