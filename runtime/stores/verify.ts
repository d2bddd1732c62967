import { ConfigurationError } from '../http/errors.ts'
import type { TokenStore } from './token-store.ts'
import { LEASE_RULES, SHARED_LEASE_RULES } from './verify-leases.ts'
import { ROW_RULES, SHARED_ROW_RULES } from './verify-rows.ts'
import { type Rule, Trial } from './verify-trial.ts'

/** How a store is verified. */
export interface VerifyOptions {
  /**
   * Whether stores that are made one after the other share what they keep, as those of two processes do. Default:
   * `true`; a MemoryStore does not.
   */
  readonly shared?: boolean
}

const LEASES = 'a store has lease and release, or says singleProcess: true'

/**
 * Puts a store through its contract, and gives the rules that it kept. It may hold tokens already: ids and
 * fingerprints are random, and what is saved is removed. Stores that are made are the caller's to close.
 * @throws ConfigurationError whose message names every rule that is broken, and how.
 *
 * @example
 * test('my store keeps the contract', () => verifyTokenStore(() => new RedisStore(url)))
 */
export async function verifyTokenStore(
  make: () => TokenStore | Promise<TokenStore>,
  { shared = true }: VerifyOptions = {},
): Promise<readonly string[]> {
  const one = await make()
  const other = shared ? await make() : one
  const rules = [...ROW_RULES, ...(shared ? SHARED_ROW_RULES : [])]
  const kept: string[] = []
  const broken: string[] = []
  const leases = canLease(one)
  if (leases) rules.push(...LEASE_RULES, ...(shared ? SHARED_LEASE_RULES : []))
  if (leases || ('singleProcess' in one && one.singleProcess === true)) kept.push(LEASES)
  else broken.push(LEASES)
  for (const rule of rules) {
    const failure = await failureOf(rule, one, other)
    if (failure === null) kept.push(rule.promise)
    else broken.push(`${rule.promise}: ${failure}`)
  }
  if (broken.length === 0) return kept
  const list = broken.map((sentence) => `\n- ${sentence}`).join('')
  throw new ConfigurationError(
    `the token store breaks ${broken.length} of ${broken.length + kept.length} rules of its contract:${list}`,
    'Mend the store; the rules are the comments of TokenRows and Leases.',
  )
}

function canLease(store: TokenStore): boolean {
  const { lease, release } = store as { lease?: unknown; release?: unknown }
  return typeof lease === 'function' && typeof release === 'function'
}

async function failureOf(rule: Rule, one: TokenStore, other: TokenStore): Promise<string | null> {
  const trial = new Trial(one, other)
  try {
    await rule.check(trial)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await trial.cleanUp()
  }
}
