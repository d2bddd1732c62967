import { OPTIONS, type OptionSpec, optionNames } from './options.ts'

/** The reference of all options as a table of Markdown: what each is, may be, and where else it can be said. */
export function optionsTable(): string {
  const rows = optionNames.map((name) => {
    const { env, flag, description } = OPTIONS[name]
    return [
      code(name),
      typeText(OPTIONS[name]),
      defaultText(OPTIONS[name]),
      env === undefined ? '' : code(env),
      flag === undefined ? '' : code(`--${flag}`),
      cell(description),
    ]
  })
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

const HEAD = ['option', 'value', 'default', 'variable', 'flag', 'what it is']

function typeText({ type, values, range, isPath, isPredicate, entries }: OptionSpec): string {
  if (values !== undefined) return values.map((value) => code(JSON.stringify(value))).join(', ')
  if (range !== undefined) return `whole number from ${range[0]} to ${range[1]}`
  if (type === 'list') return `list of texts${isPredicate === true ? ', or in code a function' : ''}`
  if (type === 'map')
    return `texts by name${entries?.parts === undefined ? '' : `, or objects with ${partsText(entries.parts)}`}`
  if (type === 'object') return 'see [templates](templates.md)'
  if (type === 'boolean') return `${code('true')}, ${code('false')}`
  return isPath === true ? 'path' : type === 'string' ? 'text' : type
}

function partsText(parts: object): string {
  return Object.keys(parts).map(code).join(', ')
}

function defaultText({ default: standard }: OptionSpec): string {
  return standard === undefined ? '' : code(JSON.stringify(standard))
}

function code(text: string): string {
  return `\`${cell(text)}\``
}

/** A text of ours in a cell of a table: what it has of Markdown is meant. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
