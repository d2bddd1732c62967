import type { Answer } from './answers.ts'

const JSON_TYPE = 'application/json;charset=UTF-8'

/** An answer as the HTTP response that it is; text is JSON where its headers do not say otherwise. */
export function respond(answer: Answer): Response {
  const { status, body, text = body === undefined ? undefined : JSON.stringify(body) } = answer
  const isEmpty = text === undefined || status === 204 || status === 304
  const type = isEmpty ? {} : { 'Content-Type': JSON_TYPE }
  return new Response(isEmpty ? null : text, { status, headers: { ...type, ...answer.headers } })
}
