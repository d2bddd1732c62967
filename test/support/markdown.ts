/** A block of code in a page. */
export interface CodeBlock {
  readonly language: string
  /** What stands behind the language: the name of a file, most often. */
  readonly title: string
  readonly code: string
  /** Line of the page that the block begins in. */
  readonly line: number
}

/** The blocks of code in the text of a page. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = '', title = '', code = ''] = match
    return { language, title, code, line: markdown.slice(0, match.index).split('\n').length }
  })
}

/** The command lines of `zcrm` in a shell script, or in the `run:` lines of a pipeline, as lists of arguments. */
export function zcrmCommands(script: string): readonly (readonly string[])[] {
  const lines = script.replaceAll(/\\\n\s*/g, ' ').split('\n')
  return lines.flatMap((line) =>
    line
      .replace(/(^|\s)#.*$/, '')
      .split(/&&|\|\||[|;>]/)
      .flatMap((part) => {
        const command = /(?:^|\s)(?:npx |npm run )?zcrm (?!:)(.*)$/.exec(part)?.[1]
        return command === undefined ? [] : [wordsOf(command)]
      }),
  )
}

/** The words of a command line; quotes hold one together. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
}
