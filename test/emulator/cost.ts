/**
 * How many times as long the second piece of work takes as the first. Both are done in turns, and the middle of each
 * counts: whatever else the machine does slows both.
 */
export async function costRatio(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  turns: number,
): Promise<number> {
  const times: readonly [number[], number[]] = [[], []]
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, work] of [first, second].entries()) {
      const before = performance.now()
      await work()
      times[index]?.push(performance.now() - before)
    }
  }
  const [a, b] = times.map(median)
  return (b ?? 0) / (a ?? 1)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
