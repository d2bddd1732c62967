/** A stand-in for the runtime: what the shapes need of it, and the signatures that are typed into. */

export type Mode = 'read' | 'write'

/** A reference to a record, by the name of its module. */
export interface Ref<Module extends string> {
  readonly id: string
  readonly name: string | null
  readonly module?: Module
}

/** What a lookup is set with. */
export interface RefInput<Module extends string> {
  readonly id: string
  readonly module?: Module
}

/** A picklist as it is read: an organisation adds options every day. */
export type Open<Value extends string> = Value | (string & {})

/** A system field that every record has. */
export interface RecordId {
  readonly id: string
}

// Of the mode, by a conditional type.
export type LookupTo<Module extends string, M extends Mode> = M extends 'read'
  ? Ref<Module>
  : RefInput<Module>
export type PicklistOf<Value extends string, M extends Mode> = M extends 'read' ? Open<Value> : Value
export type PicklistsOf<Value extends string, M extends Mode> = M extends 'read'
  ? Open<Value>[]
  : readonly Value[]

// Of the mode, by looking it up in a map.
export type LookupAt<Module extends string, M extends Mode> = {
  read: Ref<Module>
  write: RefInput<Module>
}[M]
export type PicklistAt<Value extends string, M extends Mode> = { read: Open<Value>; write: Value }[M]
export type PicklistsAt<Value extends string, M extends Mode> = {
  read: Open<Value>[]
  write: readonly Value[]
}[M]

// A map of triples and the types that are mapped from it.
export interface Column<Read, Create, Update> {
  readonly read: Read
  readonly create: Create
  readonly update: Update
}
export type System<T> = Column<T, never, never>
export type Mandatory<T> = Column<T, T, T>
export type Optional<T> = Column<T | null, T | null | undefined, T | null>
export type Lookup<Module extends string> = Column<
  Ref<Module> | null,
  RefInput<Module> | null | undefined,
  RefInput<Module> | null
>
export type Pick1<Value extends string> = Column<Open<Value> | null, Value | null | undefined, Value | null>
export type Pick2<Value extends string> = Column<
  Open<Value>[] | null,
  readonly Value[] | null | undefined,
  readonly Value[] | null
>
type AnyColumn = Column<unknown, unknown, unknown>
type RequiredKeys<F> = {
  [K in keyof F]: F[K] extends AnyColumn
    ? [F[K]['create']] extends [never]
      ? never
      : undefined extends F[K]['create']
        ? never
        : K
    : never
}[keyof F]
type OptionalKeys<F> = {
  [K in keyof F]: F[K] extends AnyColumn ? (undefined extends F[K]['create'] ? K : never) : never
}[keyof F]
type WritableKeys<F> = {
  [K in keyof F]: F[K] extends AnyColumn ? ([F[K]['update']] extends [never] ? never : K) : never
}[keyof F]
export type ReadOf<F> = { [K in keyof F]: F[K] extends AnyColumn ? F[K]['read'] : never }
export type CreateOf<F> = { [K in RequiredKeys<F>]: F[K] extends AnyColumn ? F[K]['create'] : never } & {
  [K in OptionalKeys<F>]?: F[K] extends AnyColumn ? Exclude<F[K]['create'], undefined> : never
}
export type UpdateOf<F> = { [K in WritableKeys<F>]?: F[K] extends AnyColumn ? F[K]['update'] : never }

// A read interface, unions of its keys and the types that are mapped from them. What is written cannot
// be inferred from an open picklist, so the open part of one carries a tag by which it is dropped.
export interface OpenTag {
  readonly '~open': true
}
export type OpenPicklist<Value extends string> = Value | (string & OpenTag)
type Written<T> =
  T extends Ref<infer Module>
    ? RefInput<Module>
    : T extends readonly (infer Item)[]
      ? readonly Written<Item>[]
      : T extends OpenTag
        ? never
        : T
export type CreateFrom<R, System extends keyof R, Mandatory extends keyof R> = {
  [K in Mandatory]: Written<R[K]>
} & {
  [K in Exclude<keyof R, System | Mandatory>]?: Written<R[K]>
}
export type UpdateFrom<R, System extends keyof R> = { [K in Exclude<keyof R, System>]?: Written<R[K]> }

/** The door to a module. */
export declare class Module<R, C, U> {
  constructor(client: object)
  get(id: string): Promise<R | null>
  get<K extends FieldOf<R>>(
    id: string,
    options: { fields: readonly K[] },
  ): Promise<Pick<R, Extract<K, keyof R>> | null>
  list<K extends FieldOf<R>>(options: { fields: readonly K[] }): AsyncIterable<Pick<R, Extract<K, keyof R>>>
  create(record: C): Promise<{ id: string }>
  update(id: string, changes: U): Promise<{ id: string }>
}
export type FieldOf<R> = (keyof R & string) | `${string}.${string}`

/** One option of a picklist. */
export interface PicklistOption<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly used: boolean
}

/** The base of picklist classes; decodes the text table of a class when first asked. */
export declare class Picklist {
  protected static readonly table: string
  static is(value: unknown): boolean
}
