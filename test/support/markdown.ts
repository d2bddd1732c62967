/** A block of code in a page. */
export interface CodeBlock {
  readonly language: string
  /** The name of the file that it is: behind the language, or in a comment on its first line. Empty where it has none. */
  readonly title: string
  readonly code: string
  /** Line of the page that the block begins in. */
  readonly line: number
}

/** The blocks of code in the text of a page. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = '', info = '', code = ''] = match
    const title = info === '' ? (/^\/\/ (\S+\.\w+)\n/.exec(code)?.[1] ?? '') : info
    return { language, title, code, line: markdown.slice(0, match.index).split('\n').length }
  })
}

/** The names that a program takes as given: `declare const leads: Leads, id: string` has two. */
export function givenNames(code: string): readonly string[] {
  return [...code.matchAll(/^declare (?:const|let) (.*)$/gm)].flatMap(([, declared = '']) =>
    [...declared.matchAll(/(?:^|, )(\w+):/g)].map(([, name = '']) => name),
  )
}

/** The rows of the tables in a page, as cells without what makes them code. */
export function rowsOf(markdown: string): readonly (readonly string[])[] {
  return [...markdown.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.replaceAll('`', '').split(' | '))
}

/** The anchors of headings, as the hosts of repositories make them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const prose = markdown.replace(/^```[\s\S]*?^```$/gm, '')
  const headings = [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** The command lines of `zcrm` in a shell script, or in the `run:` lines of a pipeline, as lists of arguments. */
export function zcrmCommands(script: string): readonly (readonly string[])[] {
  const lines = script.replaceAll(/\\\n\s*/g, ' ').split('\n')
  return lines.flatMap((line) =>
    line
      .replace(/(^|\s)#.*$/, '')
      .split(/&&|\|\||[|;>]/)
      .flatMap((part) => {
        const command = COMMAND.exec(part)?.[1]
        return command === undefined ? [] : [wordsOf(command)]
      }),
  )
}

/** Behind what a pipeline has before commands, and the variables that are set for it. */
const COMMAND = /^\s*(?:- )?(?:run: )?(?:[A-Z_]+=\S+ )*(?:npx |npm run )?zcrm (?!:)(.*)$/

/** The words of a command line; quotes hold one together. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
}
