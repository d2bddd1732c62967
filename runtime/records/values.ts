/** Whether a type describes what the API returns, what creates a record or what changes one. */
export type Mode = 'read' | 'create' | 'update'

declare const target: unique symbol
declare const kind: unique symbol
declare const nothing: unique symbol

/** What creates or changes a record of a module that has no field to set: an object without properties. */
export interface Nothing {
  readonly [nothing]?: never
}

/** A record that another one points to, as it is read. `M` is the API name of its module, never its type. */
export interface Ref<M extends string> {
  readonly id: string
  readonly name: string | null
  readonly [target]?: M
}

/** A record to point to, as it is written: its id. A {@link Ref} that was read will do. */
export interface RefInput<M extends string> {
  readonly id: string
  readonly [target]?: M
}

/** The value of a lookup to module `M`. */
export type Lookup<M extends string, W extends Mode> = W extends 'read' ? Ref<M> : RefInput<M>

/** A user, as records name one. */
export interface UserRef extends Ref<'users'> {
  readonly email?: string
}

/** A string with the kind of its field, which decides how it can be queried. Any string is assignable to it. */
type Text<K extends TextKind> = string & { readonly [kind]?: K }

/** The kinds of fields whose values are strings of which not everything can be asked that can be of a text. */
type TextKind = 'date' | 'datetime' | 'digits' | 'long' | 'option'

/** A day, `yyyy-MM-dd`. */
export type ISODate = Text<'date'>

/** A moment, `yyyy-MM-ddTHH:mm:ss±HH:mm`, in the time zone of the user. */
export type ISODateTime = Text<'datetime'>

/** A whole number beyond 2^53, as its digits. */
export type Digits = Text<'digits'>

/** A text of several lines; COQL cannot compare it. */
export type LongText = Text<'long'>

/** The value of an owner or user lookup. */
export type UserLookup<W extends Mode> = W extends 'read' ? UserRef : RefInput<'users'>

/** A record of one of several modules, with the module that it is of. */
export interface AnyRef<M extends string> extends Ref<M> {
  readonly module?: { readonly api_name: M; readonly id: string }
}

/** A record of one of several modules, as it is written. */
export interface AnyRefInput<M extends string> extends RefInput<M> {
  readonly module?: { readonly api_name: M; readonly id?: string }
}

/** The value of a lookup to one of several modules. */
export type AnyLookup<M extends string, W extends Mode> = W extends 'read' ? AnyRef<M> : AnyRefInput<M>

/** A value of an open picklist: the options of today, and whatever is added tomorrow. */
export type Open<V extends string> = V | (string & {})

/** The value of a picklist: open when read, since organisations add options every day, and closed when written. */
export type Choice<V extends string, W extends Mode> = W extends 'read' ? V | Text<'option'> : V

/** Whether a string type has literals in it. */
type HasLiterals<T> = true extends (T extends string ? (string extends T ? false : true) : never)
  ? true
  : false

/** What can be asked of a field whose values are of type `T`. */
export type KindOf<T> = unknown extends T
  ? 'other'
  : [T] extends [null | undefined]
    ? 'other'
    : // NonNullable would make a plain string of an open picklist.
      KindOfValue<Exclude<T, null | undefined>>

type KindOfValue<T> = [T] extends [boolean]
  ? 'boolean'
  : [T] extends [number]
    ? 'number'
    : [T] extends [string]
      ? HasLiterals<T> extends true
        ? 'option'
        : typeof kind extends keyof T
          ? NonNullable<T[typeof kind]>
          : 'text'
      : [T] extends [readonly string[]]
        ? 'options'
        : [T] extends [{ readonly id: string }]
          ? 'lookup'
          : 'other'

/** The options that the values of a picklist field are compared with: of an open one those of today. */
export type OptionOf<T> = T extends string
  ? string extends T
    ? typeof kind extends keyof T
      ? never
      : T
    : T
  : T extends readonly (infer E)[]
    ? OptionOf<E>
    : never

/** A row to take out of a subform or multi-select lookup. */
export interface Removal {
  readonly id: string
  readonly _delete: null
}

/** A row of a subform whose module the API does not describe. */
export interface SubformRow {
  readonly id: string
}

/** A row of a subform to add (without an id) or change (with one), or to take out. */
export type SubformInput<C, U> =
  | (Unparented<C> & { readonly id?: never })
  | (Unparented<U> & { readonly id: string })
  | Removal

/** A row of a subform, which does not name the record that it is part of. */
type Unparented<T> = 'Parent_Id' extends keyof T ? Omit<T, 'Parent_Id'> : T

/**
 * The rows of a subform, from the three types of its module's records. A row is made with its parent, so it does not
 * name it.
 */
export type Subform<R, C, U, W extends Mode> = W extends 'read'
  ? readonly R[]
  : W extends 'create'
    ? readonly Omit<C, 'Parent_Id'>[]
    : readonly SubformInput<C, U>[]

/** A row of a multi-select lookup: the linking record, and under `K`, the connected field, what it points to. */
export type Link<K extends string, M extends string> = { readonly id: string } & {
  readonly [P in K]?: Ref<M> | null
}

/** A row to link, or to unlink. */
export type LinkInput<K extends string, M extends string> =
  | ([K] extends [never] ? { readonly id: string } : { readonly [P in K]: RefInput<M> })
  | Removal

/** The value of a multi-select lookup. */
export type Links<K extends string, M extends string, W extends Mode> = W extends 'read'
  ? readonly Link<K, M>[]
  : readonly LinkInput<K, M>[]

/** A file that is kept in a record. */
export interface FileRef {
  readonly id: string
  readonly File_Id__s?: string
  readonly File_Name__s?: string
  /** Bytes; the API sends a number or its digits. */
  readonly Size__s?: number | string
}

/** An uploaded file to put into a record, or one to take out. */
export type FileInput = { readonly File_Id__s: string } | Removal

/** The value of a file or image field. */
export type Files<W extends Mode> = W extends 'read' ? readonly FileRef[] : readonly FileInput[]

/** A tag of a record. */
export interface Tag {
  readonly name: string
  readonly id?: string
  readonly color_code?: string | null
}

/** Somebody who takes part in an event. */
export interface Participant {
  readonly type?: string
  readonly participant?: string
  readonly name?: string | null
  readonly Email?: string | null
  readonly invited?: boolean
  readonly status?: string | null
}

/** A reminder before an event. */
export interface Reminder {
  readonly unit?: string
  readonly period?: string | number
}

/** A reminder of a task, in Zoho's notation: `FREQ=NONE;ACTION=EMAIL;TRIGGER=DATE-TIME:…`. */
export interface Alarm {
  readonly ALARM: string
}

/** A repetition, in iCalendar's notation: `FREQ=DAILY;INTERVAL=1;…`. */
export interface Recurrence {
  readonly RRULE: string
}

/** A tax of a line item. */
export interface LineTax {
  readonly id?: string
  readonly name?: string
  readonly percentage?: number
  readonly value?: number
}

/** A module, as records name one. */
export interface ModuleRef {
  readonly api_name: string
  readonly id: string
}

/** A layout, as records name one. */
export type Layout<W extends Mode> = W extends 'read'
  ? { readonly id: string; readonly name: string; readonly display_label?: string }
  : { readonly id: string }

/**
 * The type of a field whose API name every object has by inheritance (`constructor`, `toString` …). Written, it
 * allows what is inherited: no object literal without the field would be assignable otherwise.
 */
// biome-ignore lint/complexity/noBannedTypes: it is the type of what every object inherits.
export type Shadowing<T, K extends keyof Object, W extends Mode> = W extends 'read' ? T : T | Object[K]

/** Fields that have to be there, and not null. */
export type Demanded<T, K extends keyof T = keyof T> = { [P in K]-?: NonNullable<T[P]> }

/** All properties optional. */
export type Optional<T> = Partial<T>
