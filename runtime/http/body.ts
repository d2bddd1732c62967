import type { FetchResponse } from './fetch.ts'

/** The text of an answer; each piece of it is progress. */
export async function textOf(response: FetchResponse, progress: () => void): Promise<string> {
  progress()
  const { body } = response
  if (!isByteStream(body)) return response.text()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const bytes of body) {
    progress()
    pieces.push(bytes)
    length += bytes.length
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const bytes of pieces) {
    whole.set(bytes, at)
    at += bytes.length
  }
  return new TextDecoder().decode(whole)
}

function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}
