import { expect } from 'vitest'
import { ConfigurationError } from '../../runtime/index.ts'
import type { CliResult } from './cli.ts'

/** An expected failure: its exit code, what is wrong and what to do, in two lines. */
export function expectFailure(result: CliResult, code: number, wrong: RegExp, remedy: RegExp): void {
  expect(result.code, result.stderr).toBe(code)
  const lines = result.stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(wrong)
  expect(lines[1]).toMatch(remedy)
}

/** That none of some secrets was printed. */
export function expectNotPrinted({ stdout, stderr }: CliResult, secrets: readonly string[]): void {
  for (const secret of secrets) {
    if (secret === '') throw new Error('an empty text is no secret')
    expect(stdout + stderr).not.toContain(secret)
  }
}

/** The ConfigurationError that something fails with. */
export async function failureOf(act: () => unknown): Promise<ConfigurationError> {
  try {
    await act()
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('it did not fail')
}
