/** What encrypted values begin with: the form, before the key's id, the initialization vector and the ciphertext. */
export const ENCRYPTED = 'zcrm1.'

/** Whether a column of a stored token is encrypted, by an {@link EncryptedStore}. */
export function isEncrypted(text: string): boolean {
  return text.startsWith(ENCRYPTED)
}
