import type { Stats } from '../stats.ts'
import type { Terminal } from './terminal.ts'
import { cut, widthOf } from './width.ts'
import { plural } from './words.ts'

/** As many of the biggest are told. */
const BIGGEST = 5

/** What was generated in bytes, as lines: in all, by kind, and the biggest. */
export function statsLines(stats: Stats, { isVerbose, columns }: Terminal): readonly string[] {
  const { bytes, files, kinds, modules, picklists } = stats
  const count = isVerbose ? Number.POSITIVE_INFINITY : BIGGEST
  const width = columns === null ? 80 : columns
  return [
    `${kilobytes(bytes)} in ${plural(files, 'file')}`,
    ...table(
      [
        ['modules', kilobytes(kinds.modules.bytes), `${stats.moduleKilobytesPer1000Fields} KB/1k fields`],
        [
          'picklists',
          kilobytes(kinds.picklists.bytes),
          `${stats.picklistKilobytesPer1000Fields} KB/1k fields`,
        ],
        ['the rest', kilobytes(kinds.rest.bytes), ''],
      ],
      width,
    ),
    ...(modules.length === 0 ? [] : ['biggest modules']),
    ...table(
      modules
        .slice(0, count)
        .map(({ module, fields, moduleBytes, picklistBytes }) => [
          module,
          kilobytes(moduleBytes + picklistBytes),
          plural(fields, 'field'),
        ]),
      width,
    ),
    ...(picklists.length === 0 ? [] : ['biggest picklists']),
    ...table(
      picklists
        .slice(0, count)
        .map(({ module, picklist, options }) => [
          module === null ? picklist : `${module}.${picklist}`,
          plural(options, 'option'),
          '',
        ]),
      width,
    ),
  ]
}

type Row = readonly [name: string, size: string, more: string]

/** Rows under one another: names to the left and shortened, sizes to the right. */
function table(rows: readonly Row[], width: number): readonly string[] {
  const sizes = Math.max(0, ...rows.map(([, size]) => size.length))
  const more = Math.max(0, ...rows.map(([, , text]) => text.length))
  const room = Math.max(8, width - sizes - more - 6)
  const names = Math.min(room, Math.max(0, ...rows.map(([name]) => widthOf(name))))
  return rows.map(([name, size, text]) => {
    const short = cut(name, names)
    return `  ${short}${' '.repeat(names - widthOf(short))}  ${size.padStart(sizes)}  ${text}`.trimEnd()
  })
}

function kilobytes(bytes: number): string {
  const thousands = (bytes / 1000).toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ',')
  return `${thousands} KB`
}
