/** The spread of a series of measurements, in milliseconds unless said otherwise. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
  readonly count: number
}

/** The spread of these figures. */
export function spread(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b)
  return {
    min: at(sorted, 0),
    median: quantile(sorted, 0.5),
    max: at(sorted, sorted.length - 1),
    count: sorted.length,
  }
}

/** The middle figure. */
export function median(figures: readonly number[]): number {
  return spread(figures).median
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share
  const low = at(sorted, Math.floor(position))
  const high = at(sorted, Math.ceil(position))
  return low + (high - low) * (position % 1)
}

function at(figures: readonly number[], index: number): number {
  const figure = figures[index]
  if (figure === undefined) throw new Error('no measurement was taken')
  return figure
}
