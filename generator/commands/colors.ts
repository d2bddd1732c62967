/** How a text is meant; it is coloured by that where there are colours. */
export type Style = 'good' | 'doubtful' | 'bad' | 'added' | 'removed' | 'quiet'

/** Numbers of the colours, as terminals know them. */
const COLORS: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  good: [32, 39],
  doubtful: [33, 39],
  bad: [31, 39],
  added: [32, 39],
  removed: [31, 39],
  quiet: [2, 22],
}

/** A text in the colour of its style, where there are colours. */
export function painted(text: string, style: Style | undefined, hasColors: boolean): string {
  if (!hasColors || style === undefined) return text
  const [on, off] = COLORS[style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

/**
 * Whether there are colours: as it is said on the command line, else by `FORCE_COLOR` and `NO_COLOR`, of which Node too
 * believes the first, else on a terminal that is not dumb.
 */
export function hasColors(
  said: unknown,
  env: Readonly<Record<string, string | undefined>>,
  { isTTY }: { readonly isTTY?: boolean },
): boolean {
  if (typeof said === 'boolean') return said
  const { FORCE_COLOR: forced = '', NO_COLOR: none = '', TERM: term } = env
  if (forced !== '') return forced !== '0' && forced !== 'false'
  return none === '' && isTTY === true && term !== 'dumb'
}
