/**
 * The candidate that is most like a text, or `null` where none is like it: one that differs in two letters or a third
 * of them, and not in all.
 */
export function closest(text: string, candidates: readonly string[]): string | null {
  const wanted = text.toLowerCase()
  let best: string | null = null
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), least)
    if (distance < least && distance < Math.max(wanted.length, candidate.length)) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** How many letters have to be put in, taken out or replaced; `limit` where it is that many or more. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return Math.min(limit, row[right.length] ?? 0)
}
