import { MANIFEST_PATH } from '../emit/manifest.ts'
import type { OutputFile } from '../emit/typescript.ts'
import { type DiffLine, type Hunk, lineDiff } from '../output/line-diff.ts'
import type { Terminal } from './terminal.ts'
import { cut } from './width.ts'
import { plural } from './words.ts'

/** As many lines of differences are told of one file, and of all. */
const LINES_OF_FILE = 12
const LINES_OF_ALL = 40
/** Where lines go into a file or another program they are cut here: tables of picklists have long ones. */
const COLUMNS = 160

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '-' }
const STYLES = { same: 'quiet', added: 'added', removed: 'removed' } as const

/**
 * Prints how files on the disk differ from what would be generated: a few lines of each, and of the first files only.
 * The manifest, which differs whenever anything does, is told of only where nothing else differs.
 * @param read The text of a file on the disk.
 */
export function printDiff(
  files: readonly OutputFile[],
  read: (path: string) => string,
  terminal: Terminal,
): void {
  const telling = files.filter(({ path }) => path !== MANIFEST_PATH)
  const shown = telling.length === 0 ? files : telling
  let left = terminal.isVerbose ? Number.POSITIVE_INFINITY : LINES_OF_ALL
  for (const [index, { path, content }] of shown.entries()) {
    if (left <= 0) {
      terminal.line(`${plural(shown.length - index, 'more file')} differ; --verbose shows them`, 'quiet')
      return
    }
    const most = terminal.isVerbose ? Number.POSITIVE_INFINITY : Math.min(LINES_OF_FILE, left)
    left -= printFile(path, lineDiff(read(path), content), most, terminal)
  }
}

/** Gives the number of lines that were printed. */
function printFile(path: string, hunks: readonly Hunk[], most: number, terminal: Terminal): number {
  const lines = hunks.flatMap(({ line, lines: all }) => [
    { text: `${path}:${line}`, style: 'quiet' as const },
    ...all.map(({ kind, text }) => ({ text: `${SIGNS[kind]} ${text}`, style: STYLES[kind] })),
  ])
  const columns = terminal.columns ?? COLUMNS
  const shown = lines.slice(0, most)
  for (const { text, style } of shown) terminal.line(`  ${cut(text, columns - 2)}`, style)
  const rest = lines.length - shown.length
  if (rest > 0) terminal.line(`  … ${plural(rest, 'more line')} of ${path}`, 'quiet')
  return shown.length + (rest > 0 ? 1 : 0)
}
