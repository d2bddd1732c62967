/** A Json is any value of a body of the API. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JsonObject is an object of a body; its keys come from an organisation and can be any string. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether a value is a JSON object: not `null`, no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own member of an object; `undefined` where there is none. */
export function member(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The objects in a list of an object; none where it has no such list. */
export function objectsIn(value: unknown, key: string): readonly JsonObject[] {
  const list = member(value, key)
  return Array.isArray(list) ? list.filter(isObject) : []
}

/** A text or the digits of a number, without space around it; an empty text for everything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

/** Every object within a value, with the key that it stands under; the outer ones come first. */
export function* objectsWithin(value: Json, key = ''): Generator<readonly [string, JsonObject]> {
  if (Array.isArray(value)) {
    for (const element of value) yield* objectsWithin(element, key)
  } else if (isObject(value)) {
    yield [key, value]
    for (const [name, inner] of Object.entries(value)) yield* objectsWithin(inner, name)
  }
}

/** Every text and number within a value, keys included. */
export function* textsWithin(value: Json): Generator<string> {
  if (typeof value === 'string' || typeof value === 'number') yield String(value)
  else if (Array.isArray(value)) for (const element of value) yield* textsWithin(element)
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      yield key
      yield* textsWithin(inner)
    }
  }
}
