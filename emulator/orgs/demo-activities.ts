import type { FieldSpec } from './bodies.ts'
import { description, fieldsOf, owned, type Row, tagged } from './demo-fields.ts'
import { STANDARD } from './demo-picklists.ts'

const related: readonly Row[] = [
  ['Who_Id', 'lookup', { label: 'Contact Name', ui: 4, to: 'Contacts', list: 'Activities' }],
  ['What_Id', 'lookup', { label: 'Related To', ui: 4, to: 'se_module' }],
]

const tasks: FieldSpec[] = fieldsOf([
  ...owned('Task'),
  ['Subject', 'text', { ui: 62, mandatory: true, names: true, quick: 1, options: STANDARD['subject'] ?? [] }],
  ['Due_Date', 'date', { quick: 2 }],
  ...related,
  ['Status', 'picklist', { options: STANDARD['taskStatus'] ?? [] }],
  ['Priority', 'picklist', { options: STANDARD['taskPriority'] ?? [] }],
  ['Send_Notification_Email', 'boolean'],
  ['Remind_At', 'ALARM', { label: 'Reminder' }],
  ['Recurring_Activity', 'RRULE', { label: 'Repeat' }],
  ['Closed_Time', 'datetime', { access: 'system', ui: 786 }],
  description,
  ...tagged,
])

const events: FieldSpec[] = fieldsOf([
  ...owned('Meeting'),
  ['Event_Title', 'text', { label: 'Title', mandatory: true, names: true, quick: 1 }],
  ['Start_DateTime', 'datetime', { label: 'From', mandatory: true, quick: 2 }],
  ['End_DateTime', 'datetime', { label: 'To', mandatory: true, quick: 3 }],
  ['All_day', 'boolean'],
  ['Venue', 'text', { label: 'Location' }],
  ...related,
  ['Participants', 'bigint', { json: 'jsonarray', ui: 41, length: 100 }],
  ['Remind_At', 'multireminder', { label: 'Reminder' }],
  ['Remind_Participants', 'event_reminder', { label: 'Participants Reminder' }],
  ['Recurring_Activity', 'RRULE', { label: 'Repeat' }],
  ['Check_In_Time', 'datetime', { access: 'locked' }],
  ['Latitude', 'double', { access: 'locked', decimals: 9 }],
  description,
  ...tagged,
])

const calls: FieldSpec[] = fieldsOf([
  ...owned('Call'),
  ['Subject', 'text', { mandatory: true, names: true, quick: 1 }],
  ['Call_Type', 'picklist', { mandatory: true, options: STANDARD['callType'] ?? [] }],
  ['Call_Purpose', 'picklist', { options: STANDARD['callPurpose'] ?? [] }],
  ['Call_Result', 'picklist', { options: STANDARD['callResult'] ?? [] }],
  ['Outgoing_Call_Status', 'picklist', { options: STANDARD['callStatus'] ?? [] }],
  ['Call_Start_Time', 'datetime', { mandatory: true }],
  ['Call_Duration', 'text', { length: 30, access: 'create' }],
  ['Call_Duration_in_seconds', 'integer', { access: 'locked' }],
  ...related,
  [
    'Reminder',
    'picklist',
    { options: ['-None-', '5 minutes before', '10 minutes before', '15 minutes before'] },
  ],
  description,
  ...tagged,
])

const notes: FieldSpec[] = fieldsOf([
  ...owned('Note'),
  ['Note_Title', 'text', { length: 120, names: true }],
  ['Note_Content', 'textarea', { length: 65535 }],
  ['Parent_Id', 'lookup', { ui: 4, to: 'se_module', mandatory: true, access: 'create' }],
])

const attachments: FieldSpec[] = fieldsOf([
  ...owned('Attachment'),
  ['File_Name', 'text', { mandatory: true, names: true }],
  ['Size', 'bigint', { access: 'locked' }],
  ['Parent_Id', 'lookup', { ui: 4, to: 'se_module' }],
  ['se_module', 'module', { label: 'Parent Module', access: 'locked' }],
])

const cases: FieldSpec[] = fieldsOf([
  ...owned('Case'),
  ['Case_Number', 'autonumber', { access: 'locked', auto: { prefix: 'C-', start: '1001', suffix: '' } }],
  ['Subject', 'text', { mandatory: true, names: true, quick: 1 }],
  ['Status', 'picklist', { mandatory: true, options: STANDARD['caseStatus'] ?? [] }],
  ['Case_Origin', 'picklist', { mandatory: true, options: STANDARD['caseOrigin'] ?? [] }],
  ['Priority', 'picklist', { options: STANDARD['casePriority'] ?? [] }],
  ['Type', 'picklist', { options: STANDARD['caseType'] ?? [] }],
  ['Case_Reason', 'picklist', { options: STANDARD['caseReason'] ?? [] }],
  ['Account_Name', 'lookup', { to: 'Accounts', list: 'Cases' }],
  ['Deal_Name', 'lookup', { to: 'Deals', list: 'Cases' }],
  ['Product_Name', 'lookup', { to: 'Products', list: 'Cases' }],
  ['Related_To', 'lookup', { to: 'Contacts', list: 'Cases' }],
  ['Email', 'email'],
  ['Phone', 'phone'],
  ['Internal_Comments', 'textarea', { length: 3000 }],
  ['Solution', 'textarea'],
  ['No_of_comments', 'integer', { access: 'locked' }],
  description,
  ...tagged,
])

const solutions: FieldSpec[] = fieldsOf([
  ...owned('Solution'),
  ['Solution_Number', 'autonumber', { access: 'locked', auto: { prefix: 'S-', start: '101', suffix: '' } }],
  ['Solution_Title', 'text', { mandatory: true, names: true, quick: 1 }],
  ['Status', 'picklist', { options: STANDARD['solutionStatus'] ?? [] }],
  ['Product_Name', 'lookup', { to: 'Products', list: 'Solutions' }],
  ['Question', 'textarea'],
  ['Answer', 'textarea'],
  ['Published', 'boolean'],
])

/** The fields of the modules about what people do for customers. */
export const ACTIVITIES: Readonly<Record<string, readonly FieldSpec[]>> = {
  Tasks: tasks,
  Events: events,
  Calls: calls,
  Notes: notes,
  Attachments: attachments,
  Cases: cases,
  Solutions: solutions,
}
