import { htmlText, markdownText } from '../escape.ts'
import { commentText, jsonText } from '../schema/literals.ts'
import { type Helper, helpers, helpersOf } from './helpers.ts'

/** A kind of file: which endings it has, and how text is escaped in it. */
export interface OutputKind {
  readonly name: string
  readonly endings: readonly string[]
  readonly helpers: Readonly<Record<string, Helper>>
  /** Whether its first line says that it is generated. Of every other kind the manifest knows the hashes. */
  readonly isSigned: boolean
}

function word(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) return value
  throw new Error(`not a name of letters, digits and _: ${JSON.stringify(value)}`)
}

const html = (value: unknown): string => htmlText(String(value))
const markdown = (value: unknown): string => markdownText(String(value))
const json = (value: unknown): string => jsonText(value)
const hashComment = (value: string): string => `# ${commentText(value)}`

/** The files that generated code is. */
export const TYPESCRIPT: OutputKind = {
  name: 'TypeScript and JavaScript',
  endings: ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'],
  helpers,
  isSigned: true,
}

const KINDS: readonly OutputKind[] = [
  TYPESCRIPT,
  { name: 'JSON', endings: ['.json'], helpers: helpersOf({ json }), isSigned: false },
  { name: 'Markdown', endings: ['.md'], helpers: helpersOf({ markdown }), isSigned: false },
  { name: 'HTML', endings: ['.html'], helpers: helpersOf({ html }), isSigned: false },
  {
    name: 'YAML',
    endings: ['.yaml', '.yml'],
    helpers: helpersOf({ json, comment: hashComment }),
    isSigned: false,
  },
  {
    name: 'GraphQL',
    endings: ['.graphql'],
    helpers: helpersOf({ json, name: word, comment: hashComment }),
    isSigned: false,
  },
]

/** The endings of files that can be made. */
export const outputEndings: readonly string[] = KINDS.flatMap(({ endings }) => endings)

/** The kind of a file by its ending; `null` where there is none of it. */
export function kindOf(path: string): OutputKind | null {
  return KINDS.find(({ endings }) => endings.some((ending) => path.endsWith(ending))) ?? null
}
