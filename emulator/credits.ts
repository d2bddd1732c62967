import { type Answer, Refusal } from './answers.ts'

const MINUTE = 60_000
const WINDOW = 24 * 60

/** What was spent in one minute of the window. */
interface Spending {
  readonly minute: number
  spent: number
}

/**
 * Credits are what an organisation may spend on API calls in any 24 hours; each is free again 24 hours after it was spent.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */
export class Credits {
  readonly #total: number
  #spendings: Spending[] = []

  constructor(total: number) {
    this.#total = total
  }

  /**
   * Does the work and charges for it, or refuses it where too little is left. The answer says what is left once half is
   * spent.
   */
  async charge(cost: number, work: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#spend(cost) ? await work() : new Refusal('TOO_MANY_REQUESTS').answer
    const spent = this.#spent()
    if (spent * 2 < this.#total) return answer
    const left = { 'X-API-CREDITS-REMAINING': String(this.#total - spent) }
    return { ...answer, headers: { ...answer.headers, ...left } }
  }

  /** Nothing counts as spent. */
  reset(): void {
    this.#spendings = []
  }

  #spend(cost: number): boolean {
    if (this.#spent() + cost > this.#total) return false
    const minute = Math.floor(Date.now() / MINUTE)
    const latest = this.#spendings.at(-1)
    if (latest?.minute === minute) latest.spent += cost
    else this.#spendings.push({ minute, spent: cost })
    return true
  }

  #spent(): number {
    const oldest = Math.floor(Date.now() / MINUTE) - WINDOW
    while (this.#spendings[0] && this.#spendings[0].minute <= oldest) this.#spendings.shift()
    return this.#spendings.reduce((sum, { spent }) => sum + spent, 0)
  }
}
