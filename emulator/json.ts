/** A Json is any value that a JSON document can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JsonObject is an object of a JSON document; its keys come from an organisation and can be any string. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Tells whether a value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own member of an object by name; undefined where there is none. */
export function member(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The member along a path of names, each step of which may be missing. */
export function memberAt(value: unknown, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => member(found, key), value as Json | undefined)
}

/** The member as a string; undefined where it is something else. */
export function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = memberAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The member as a list of objects; elements that are not objects are left out. */
export function objects(value: unknown, key: string): readonly JsonObject[] {
  const found = member(value, key)
  return Array.isArray(found) ? found.filter(isObject) : []
}

/** An object from entries; unlike an assignment, it keeps a key such as `__proto__`. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries)
}
