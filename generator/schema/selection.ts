/**
 * Whether a module is among those that patterns select: `*` stands for any letters, and what is behind `!` is left out.
 * Only exclusions mean: all but these.
 */
export function isSelected(apiName: string, patterns: readonly string[]): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  const matches = (pattern: string) => patternOf(pattern).test(apiName)
  return (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches)
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'su')
}
