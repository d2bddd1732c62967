import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import type { TemplateText } from './emit/compile.ts'
import { fileFailure } from './files/failure.ts'

const ENDING = '.hbs'

/**
 * Reads the templates of a folder, those in its folders too, by their paths without the ending. Notes (`.md`), hidden
 * files and what editors leave are passed over.
 * @param folder None is said where there are no templates but zcrm's own.
 * @throws ConfigurationError where it is no folder, or where something else is in it.
 */
export function readTemplateFolder(folder: string | undefined): readonly TemplateText[] {
  if (folder === undefined) return []
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ConfigurationError(
      `${folder} is no folder, and templates in the configuration says so`,
      'Make it, or correct the path; it is relative to the configuration’s file.',
    )
  }
  return namesIn(folder, '').map((name) => readTemplate(folder, name))
}

/** What editors leave beside a file, and hidden files. */
const PASSED_OVER = /^[.#]|~$/

function namesIn(folder: string, prefix: string): readonly string[] {
  const place = join(folder, prefix)
  const names = orUnreadable(place, () => readdirSync(place))
  return names
    .filter((name) => !PASSED_OVER.test(name))
    .sort()
    .flatMap((name) => {
      const path = `${prefix}${name}`
      const file = join(folder, path)
      if (orUnreadable(file, () => statSync(file)).isDirectory()) return namesIn(folder, `${path}/`)
      if (path.endsWith('.md')) return []
      if (path.endsWith(ENDING)) return [path.slice(0, -ENDING.length)]
      throw new ConfigurationError(
        `${file} is no template`,
        `Let its name end in ${ENDING}, or move it out of the folder.`,
      )
    })
}

function readTemplate(folder: string, name: string): TemplateText {
  const file = join(folder, `${name}${ENDING}`)
  const text = orUnreadable(file, () => readFileSync(file, 'utf8'))
  // A checkout on Windows may have turned the line ends, and an editor may have put a mark before the text.
  return { name, file, text: text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n') }
}

function orUnreadable<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw fileFailure(path, 'read', cause)
  }
}
