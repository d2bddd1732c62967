import type { FieldSpec } from './bodies.ts'
import { address, description, fieldsOf, owned, pictured, type Row, tagged } from './demo-fields.ts'
import { STANDARD } from './demo-picklists.ts'

const products: FieldSpec[] = fieldsOf([
  ...owned('Product'),
  ['Product_Name', 'text', { length: 200, mandatory: true, names: true, quick: 1 }],
  ['Product_Code', 'text', { length: 40, quick: 2 }],
  ['Product_Active', 'boolean'],
  ['Product_Category', 'picklist', { options: STANDARD['productCategory'] ?? [] }],
  ['Vendor_Name', 'lookup', { to: 'Vendors', list: 'Products' }],
  ['Unit_Price', 'currency', { quick: 3 }],
  ['Tax', 'multiselectpicklist', { options: STANDARD['tax'] ?? [] }],
  ['Taxable', 'boolean'],
  ['Usage_Unit', 'picklist', { options: STANDARD['usageUnit'] ?? [] }],
  ['Qty_in_Stock', 'double', { label: 'Quantity in Stock' }],
  ['Qty_in_Demand', 'double', { label: 'Quantity in Demand' }],
  ['Handler', 'userlookup'],
  description,
  ...tagged,
  ...pictured('Product'),
])

const vendors: FieldSpec[] = fieldsOf([
  ...owned('Vendor'),
  ['Vendor_Name', 'text', { length: 120, mandatory: true, names: true, quick: 1 }],
  ['Email', 'email', { quick: 2 }],
  ['Phone', 'phone', { quick: 3 }],
  ['Website', 'website'],
  ['GL_Account', 'picklist', { options: STANDARD['glAccount'] ?? [] }],
  ['Category', 'text', { length: 50 }],
  ...address('', 'Zip_Code'),
  description,
  ...tagged,
])

const priceBooks: FieldSpec[] = fieldsOf([
  ...owned('Price Book'),
  ['Price_Book_Name', 'text', { length: 200, mandatory: true, names: true, quick: 1 }],
  ['Active', 'boolean'],
  ['Pricing_Model', 'picklist', { options: STANDARD['pricingModel'] ?? [] }],
  ['Pricing_Details', 'textarea', { json: 'jsonarray', length: 2000 }],
  description,
])

const totals: readonly Row[] = [
  ['Sub_Total', 'formula', { returns: 'currency' }],
  ['Discount', 'currency'],
  ['Tax', 'currency'],
  ['Adjustment', 'currency'],
  ['Grand_Total', 'formula', { returns: 'currency' }],
  ['Terms_and_Conditions', 'textarea', { length: 2000 }],
]

/** What quotes, orders and invoices share: subject, customer, billing address, items, totals. */
function document(
  singular: string,
  items: string,
  customer: readonly Row[],
  own: readonly Row[],
): FieldSpec[] {
  return fieldsOf([
    ...owned(singular),
    ['Subject', 'text', { length: 255, mandatory: true, names: true, quick: 1 }],
    ...customer,
    ...own,
    [items, 'subform', { of: items, mandatory: true }],
    ...totals,
    ['Billing_City', 'text', { length: 100 }],
    ['Billing_Country', 'text', { length: 100 }],
    ...tagged,
  ])
}

const customer = (list: string): Row[] => [
  ['Account_Name', 'lookup', { to: 'Accounts', list, mandatory: true }],
  ['Contact_Name', 'lookup', { to: 'Contacts', list }],
  ['Deal_Name', 'lookup', { to: 'Deals', list }],
]

/** One line of a document. */
const items = (document: string, more: readonly Row[] = []): FieldSpec[] =>
  fieldsOf([
    ['id', 'bigint', { label: 'Record Id', access: 'locked' }],
    ['Parent_Id', 'lookup', { to: document, access: 'locked' }],
    ['Product_Name', 'lookup', { to: 'Products', mandatory: true }],
    ['Quantity', 'double', { mandatory: true }],
    ['List_Price', 'currency'],
    ['Discount', 'currency'],
    ['Total', 'formula', { returns: 'currency' }],
    ['Line_Tax', 'linetax'],
    ['Description', 'textarea', { size: 'small', length: 2000, ui: 110 }],
    ...more,
  ])

/** The fields of the modules about goods and papers. */
export const INVENTORY: Readonly<Record<string, readonly FieldSpec[]>> = {
  Products: products,
  Vendors: vendors,
  Price_Books: priceBooks,
  Quotes: document('Quote', 'Quoted_Items', customer('Quotes'), [
    ['Quote_Number', 'bigint', { access: 'locked' }],
    ['Quote_Stage', 'picklist', { options: STANDARD['quoteStage'] ?? [] }],
    ['Carrier', 'picklist', { options: STANDARD['carrier'] ?? [] }],
    ['Valid_Till', 'date', { label: 'Valid Until' }],
  ]),
  Sales_Orders: document('Sales Order', 'Ordered_Items', customer('Sales Orders'), [
    ['SO_Number', 'bigint', { access: 'locked' }],
    ['Quote_Name', 'lookup', { to: 'Quotes', list: 'Sales Orders' }],
    ['Status', 'picklist', { options: STANDARD['orderStatus'] ?? [] }],
    ['Due_Date', 'date'],
    ['Excise_Duty', 'currency'],
  ]),
  Purchase_Orders: document(
    'Purchase Order',
    'Purchase_Items',
    [['Vendor_Name', 'lookup', { to: 'Vendors', list: 'Purchase Orders', mandatory: true }]],
    [
      ['PO_Number', 'text', { length: 100 }],
      ['Status', 'picklist', { options: STANDARD['orderStatus'] ?? [] }],
      ['PO_Date', 'date'],
      ['Tracking_Number', 'text', { length: 30 }],
    ],
  ),
  Invoices: document('Invoice', 'Invoiced_Items', customer('Invoices'), [
    ['Invoice_Number', 'bigint', { access: 'locked' }],
    ['Sales_Order', 'lookup', { to: 'Sales_Orders', list: 'Invoices' }],
    ['Status', 'picklist', { options: STANDARD['orderStatus'] ?? [] }],
    ['Invoice_Date', 'date'],
    ['Due_Date', 'date'],
  ]),
  Quoted_Items: items('Quotes', [['Sequence_Number', 'integer', { access: 'locked' }]]),
  Ordered_Items: items('Sales_Orders'),
  Purchase_Items: items('Purchase_Orders'),
  Invoiced_Items: items('Invoices'),
}
