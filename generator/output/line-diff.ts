/** A line of a difference: one that stays, comes or goes. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Lines that differ, with some that do not around them. */
export interface Hunk {
  /** Number of its first line in the new text, from 1. */
  readonly line: number
  readonly lines: readonly DiffLine[]
}

/** Lines that stay, around those that differ. */
const CONTEXT = 1
/** More edits than this are told in one piece: the search takes time by the square of their number. */
const MOST_EDITS = 400

/**
 * How a text differs from another, line by line, with as few lines as possible (Myers, "An O(ND) Difference Algorithm
 * and Its Variations", 1986); of texts that hardly have a line in common not the fewest.
 */
export function lineDiff(before: string, after: string): readonly Hunk[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  const start = commonLength(a, b)
  const end = commonLength(a.slice(start).reverse(), b.slice(start).reverse())
  const edits = editsBetween(a.slice(start, a.length - end), b.slice(start, b.length - end))
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  return hunksOf([...a.slice(0, start).map(same), ...edits, ...a.slice(a.length - end).map(same)])
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((line, index) => line !== b[index])
  return differing === -1 ? a.length : differing
}

function editsBetween(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const trace = furthest(a, b)
  if (trace !== null) return backtrack(a, b, trace)
  return [
    ...a.map((text): DiffLine => ({ kind: 'removed', text })),
    ...b.map((text): DiffLine => ({ kind: 'added', text })),
  ]
}

/** By number of edits, how far into `a` one gets on each diagonal (index in `a` minus index in `b`). */
type Trace = readonly ReadonlyMap<number, number>[]

function furthest(a: readonly string[], b: readonly string[]): Trace | null {
  const trace: Map<number, number>[] = []
  for (let edits = 0; edits <= Math.min(MOST_EDITS, a.length + b.length); edits++) {
    const reached = new Map<number, number>()
    trace.push(reached)
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = begin(trace, edits, diagonal).x
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++
      reached.set(diagonal, x)
      if (x >= a.length && x - diagonal >= b.length) return trace
    }
  }
  return null
}

/** Where a path with so many edits gets onto a diagonal: by a line of `b` (down), or by leaving out one of `a`. */
function begin(
  trace: Trace,
  edits: number,
  diagonal: number,
): { readonly x: number; readonly isAdded: boolean } {
  if (edits === 0) return { x: 0, isAdded: false }
  const last = trace[edits - 1]
  const [above, below] = [last?.get(diagonal + 1) ?? -1, last?.get(diagonal - 1) ?? -1]
  const isAdded = diagonal === -edits || (diagonal !== edits && below < above)
  return { x: isAdded ? above : below + 1, isAdded }
}

function backtrack(a: readonly string[], b: readonly string[], trace: Trace): readonly DiffLine[] {
  const lines: DiffLine[] = []
  let [x, y] = [a.length, b.length]
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const { x: entry, isAdded } = begin(trace, edits, x - y)
    for (; x > entry; x--, y--) lines.push({ kind: 'same', text: a[x - 1] ?? '' })
    if (edits === 0) break
    if (isAdded) lines.push({ kind: 'added', text: b[--y] ?? '' })
    else lines.push({ kind: 'removed', text: a[--x] ?? '' })
  }
  return lines.reverse()
}

function hunksOf(lines: readonly DiffLine[]): readonly Hunk[] {
  const hunks: { line: number; end: number; lines: DiffLine[] }[] = []
  let line = 1
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'same') {
      const from = Math.max(0, index - CONTEXT)
      const until = Math.min(lines.length, index + CONTEXT + 1)
      const last = hunks.at(-1)
      if (last !== undefined && from <= last.end) {
        last.lines.push(...lines.slice(last.end, until))
        last.end = Math.max(last.end, until)
      } else hunks.push({ line: line - (index - from), end: until, lines: lines.slice(from, until) })
    }
    if (kind !== 'removed') line++
  }
  return hunks.map(({ line: first, lines: all }) => ({ line: first, lines: all }))
}
