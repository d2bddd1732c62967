import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, fileFailure } from '../output/file-failure.ts'
import type { Answers } from './answers.ts'
import { configText } from './config-text.ts'
import { addIgnored, IGNORED } from './ignore-line.ts'
import { addScripts } from './package-scripts.ts'

/** A file that `zcrm init` writes, or leaves as it is. */
export interface Change {
  readonly path: string
  /** Its new text; `null` where it stays as it is. */
  readonly text: string | null
  /** What became of it, as a predicate: `was written`. */
  readonly said: string
  /** Scripts that were in the way. */
  readonly kept: readonly string[]
}

/** What would be written into the folder of a project. Nothing is written yet, so that a failure leaves no half. */
export function planInit(folder: string, answers: Answers): readonly Change[] {
  const config = {
    path: join(folder, 'zcrm.config.ts'),
    text: configText(answers),
    said: 'was written',
    kept: [],
  }
  return [config, ignoreChange(join(folder, '.gitignore')), scriptsChange(join(folder, 'package.json'))]
}

function ignoreChange(path: string): Change {
  const before = textOf(path)
  const after = addIgnored(before ?? '')
  return before === after
    ? { path, text: null, said: `ignores ${IGNORED} already`, kept: [] }
    : { path, text: after, said: `ignores ${IGNORED} now`, kept: [] }
}

function scriptsChange(path: string): Change {
  const before = textOf(path)
  if (before === null) return { path, text: null, said: 'is not here: no scripts were added', kept: [] }
  const scripts = addScripts(before)
  if (scripts === null) {
    return { path, text: null, said: 'is no object in JSON: no scripts were added', kept: [] }
  }
  const { text, added, kept } = scripts
  return added.length === 0
    ? { path, text: null, said: 'has the scripts already', kept }
    : { path, text, said: `has the scripts ${added.join(', ')} now`, kept }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    throw fileFailure(path, 'read', cause, 'Move it away, or mend its permissions.')
  }
}
