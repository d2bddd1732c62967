import { text } from './json.ts'
import type { Metadata } from './org-folder.ts'

const DIGITS = 12

/** The digits that the ids of one organisation begin with. */
export function idPrefix(org: Metadata): string {
  const id = org.modules
    .map((module) => text(module, 'id'))
    .find((found) => /^[1-9]\d{15,18}$/.test(found ?? ''))
  return id?.slice(0, id.length - DIGITS) ?? '5540230'
}

/** An id of something that no file names, made from what it identifies: the same path gives the same id. */
export function madeId(prefix: string, ...path: readonly string[]): string {
  const [high, low] = [hash(`1/${path.join('\0')}`), hash(`2/${path.join('\0')}`)]
  return `${prefix}${String((high * 2 ** 20 + (low >>> 12)) % 10 ** DIGITS).padStart(DIGITS, '0')}`
}

/** FNV-1a: the same text gives the same number everywhere. */
export function hash(content: string): number {
  let value = 0x811c9dc5
  for (const character of content)
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return value
}
