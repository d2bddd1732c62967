import { closest } from '@zcrm/runtime/metadata'

/**
 * What to do about a name that is not known: to take the nearest one that is.
 * @param otherwise What is said where none is near.
 * @param ending What the names end in where they are written.
 */
export function nearestHint(name: string, known: readonly string[], otherwise: string, ending = ''): string {
  const nearest = closest(name, known)
  return nearest === null ? otherwise : `Did you mean ${nearest}${ending}?`
}

/** Texts in a row; of many the first few, and how many more there are. */
export function firstFew(texts: readonly string[], most: number, separator = ', '): string {
  const rest = texts.length > most ? ` and ${texts.length - most} more` : ''
  return texts.slice(0, most).join(separator) + rest
}
