import { ConfigurationError } from '../http/errors.ts'

/** A key that can be used. */
export interface EncryptionKey {
  /** The first 8 hexadecimal digits of its SHA-256: tells keys apart and says nothing about them. */
  readonly id: string
  readonly key: Awaited<ReturnType<typeof crypto.subtle.importKey>>
}

const BYTES = 32
const HINT = 'Make a key with `openssl rand -base64 32`, and keep it in a vault.'

/**
 * The bytes of the keys, in their order.
 * @param from What errors call them.
 * @throws ConfigurationError where there is none, or one is not 32 bytes; a key is never repeated.
 */
export function parseKeys(keys: unknown, from: string): readonly Uint8Array<ArrayBuffer>[] {
  const texts: readonly unknown[] = Array.isArray(keys) ? keys : [keys]
  const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[\s,]+/) : [null]))
  const given = parts.filter((part) => part !== '')
  if (given.length === 0 || keys === undefined) throw new ConfigurationError(`${from} has no key`, HINT)
  return given.map((part, index) => {
    const bytes = part === null ? null : bytesOf(part)
    if (bytes?.length === BYTES) return bytes
    const which = given.length === 1 ? 'the key' : `key ${index + 1}`
    throw new ConfigurationError(`${which} of ${from} is not 32 bytes in base64 or hexadecimal`, HINT)
  })
}

/** Makes keys ready for use. */
export function importKeys(keys: readonly Uint8Array<ArrayBuffer>[]): Promise<readonly EncryptionKey[]> {
  return Promise.all(
    keys.map(async (bytes) => {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 4)
      const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return {
        id,
        key: await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']),
      }
    }),
  )
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[0-9a-f]{64}$/i.test(text)) return fromBase64(text)
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}

/** The bytes of a text in base64 or base64url, or `null` where it is neither. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** Bytes in base64url, without padding. */
export function toBase64(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
