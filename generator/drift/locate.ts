import type { Change } from './change.ts'

const NAME = /"(?:apiName|layout|name|display|actual)":("(?:[^"\\]|\\.)*")/
const ID = /"id":("(?:[^"\\]|\\.)*")/
const SECTION = /"(\w+)": ?\[$/

/** What gives the line of a snapshot's text that a change is about: of the thing itself, else of what it is in. */
export function locator(text: string): (change: Change) => number {
  const lines = linesOf(text)
  return (change) => {
    for (const key of keysOf(change)) {
      const line = lines.get(JSON.stringify(key))
      if (line !== undefined) return line
    }
    return 1
  }
}

/** The number of the line of each thing, by where it is and by its name or its id. A snapshot has a line for each. */
function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  let [list, module, part, item] = ['', '', '', '']
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const indent = line.search(/\S/)
    const [name, id] = [textOf(NAME, line), textOf(ID, line)]
    const note = (...path: readonly string[]) => {
      for (const one of [name, id === null ? null : `#${id}`]) {
        const key = JSON.stringify([...path, one])
        if (one !== null && !lines.has(key)) lines.set(key, index + 1)
      }
    }
    const section = SECTION.exec(line)?.[1] ?? ''
    if (indent === 0) list = section || list
    else if (indent === 2) {
      part = section
      if (name === null) continue
      module = name
      note(list)
    } else if (indent === 4 && list === 'globalPicklists') note(list, module, 'options')
    else if (indent === 4) {
      if (name !== null) item = name
      note(list, module, part)
    } else if (indent === 6) note(list, module, part, item, 'options')
  }
  return lines
}

function textOf(pattern: RegExp, line: string): string | null {
  const [, text] = pattern.exec(line) ?? []
  return text === undefined ? null : (JSON.parse(text) as string)
}

const PARTS: Readonly<Record<string, string>> = {
  layout: 'layouts',
  dependency: 'layouts',
  list: 'relatedLists',
  view: 'customViews',
}

/** Where a change may be found, the nearest first; what was renamed has its new name in the text of after. */
function keysOf({ kind, module, field, item, id, after }: Change): readonly (readonly string[])[] {
  const own = (...path: readonly string[]) =>
    [id === null ? null : `#${id}`, item, after].flatMap((name) => (name === null ? [] : [[...path, name]]))
  const [subject = ''] = kind.split('.')
  if (module === null) {
    const list = ['globalPicklists', ...(field === null ? [] : [field])]
    return [...(subject === 'option' ? own(...list, 'options') : own('globalPicklists')), list]
  }
  const inModule = ['modules', module]
  if (subject === 'module') return [...own('modules'), inModule]
  const part = PARTS[subject]
  if (part !== undefined) return [...own(...inModule, part), inModule]
  const inField = [...inModule, 'fields', field ?? '']
  const near = subject === 'option' ? own(...inField, 'options') : own(...inModule, 'fields')
  return [...near, inField, inModule]
}
