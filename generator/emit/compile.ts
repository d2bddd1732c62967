import { ConfigurationError } from '@zcrm/runtime'
import Handlebars from 'handlebars'
import { helpers } from './helpers.ts'

/** A template that is ready to print a view. */
export type Template = (view: object) => string

/**
 * How templates are compiled, here and when the package is built: an unknown name is an error, and what helpers
 * return is printed as it is, since each escapes for TypeScript rather than for HTML.
 */
export const compileOptions: CompileOptions = {
  noEscape: true,
  strict: true,
  preventIndent: true,
  // No @-variables: keeping them costs a frame for each of ten thousand fields.
  data: false,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
}

const BLOCKS = new Set(['each', 'if', 'unless', 'with'])

/**
 * Compiles a template.
 * @throws ConfigurationError with file and line where the text is no template, or where an output expression is not
 * one of the helpers that escape.
 */
export function compileTemplate(file: string, text: string): Template {
  const program = parse(file, text)
  new OutputCheck(file).accept(program)
  const handlebars = Handlebars.create()
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper)
  return handlebars.compile(program, compileOptions)
}

function parse(file: string, text: string): hbs.AST.Program {
  try {
    return Handlebars.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new ConfigurationError(
      `${file} is not a template: ${reason}`,
      'Correct it; the syntax is that of Handlebars.',
      cause,
    )
  }
}

class OutputCheck extends Handlebars.Visitor {
  readonly #file: string

  constructor(file: string) {
    super()
    this.#file = file
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const name = nameOf(statement.path)
    if (statement.params.length > 0 && Object.hasOwn(helpers, name)) return
    throw this.#refusal(statement, `{{${name}}} prints without escaping`)
  }

  override BlockStatement(statement: hbs.AST.BlockStatement): void {
    const name = nameOf(statement.path)
    if (!BLOCKS.has(name)) throw this.#refusal(statement, `{{#${name}}} is not a block that is known`)
    super.BlockStatement(statement)
  }

  override PartialStatement(statement: hbs.AST.PartialStatement): void {
    throw this.#refusal(statement, 'there are no partials')
  }

  override PartialBlockStatement(statement: hbs.AST.PartialBlockStatement): void {
    throw this.#refusal(statement, 'there are no partials')
  }

  #refusal(statement: hbs.AST.Node, what: string): ConfigurationError {
    const known = Object.keys(helpers).join(', ')
    return new ConfigurationError(
      `${this.#file}:${statement.loc.start.line}: ${what}`,
      `Print through one of the helpers that escape: ${known}.`,
    )
  }
}

function nameOf(path: hbs.AST.PathExpression | hbs.AST.Literal): string {
  return 'original' in path ? String(path.original) : '?'
}
