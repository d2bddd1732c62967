import type { InputKind, Issue, Validator } from '@zcrm/runtime'

/** A module class that has validators. */
export interface Validating {
  validator(kind: InputKind): Validator<object>
}

/** What is wrong with an input. */
export async function issuesOf(module: unknown, kind: InputKind, input: unknown): Promise<readonly Issue[]> {
  const result = await (module as Validating).validator(kind)['~standard'].validate(input)
  return result.issues ?? []
}

/** The same, as sentences. */
export async function messagesOf(
  module: unknown,
  kind: InputKind,
  input: unknown,
): Promise<readonly string[]> {
  return (await issuesOf(module, kind, input)).map(({ message }) => message)
}
