import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import type { TemplateText } from './emit/compile.ts'

const ENDING = '.hbs'

/**
 * Reads the templates of a folder, those in its folders too, by their paths without the ending. Notes (`.md`) and what
 * begins with a dot are passed over.
 * @throws ConfigurationError where it is no folder, or where something else is in it.
 */
export function readTemplateFolder(folder: string): readonly TemplateText[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ConfigurationError(
      `${folder} is no folder, and templates in the configuration says so`,
      'Make it, or correct the path; it is relative to the configuration’s file.',
    )
  }
  return namesIn(folder, '').map((name) => readTemplate(folder, name))
}

function namesIn(folder: string, prefix: string): readonly string[] {
  return readdirSync(join(folder, prefix))
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const path = `${prefix}${name}`
      if (statSync(join(folder, path)).isDirectory()) return namesIn(folder, `${path}/`)
      if (path.endsWith('.md')) return []
      if (path.endsWith(ENDING)) return [path.slice(0, -ENDING.length)]
      throw new ConfigurationError(
        `${join(folder, path)} is no template`,
        `Let its name end in ${ENDING}, or move it out of the folder.`,
      )
    })
}

function readTemplate(folder: string, name: string): TemplateText {
  const file = join(folder, `${name}${ENDING}`)
  try {
    // A checkout on Windows may have turned the line ends, and an editor may have put a mark before the text.
    const text = readFileSync(file, 'utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n')
    return { name, file, text }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`${file} cannot be read: ${reason}`, 'Check its permissions.', cause)
  }
}
