import { ConfigurationError } from '@zcrm/runtime'
import Handlebars from 'handlebars'
import { nearestHint } from '../wording.ts'
import { expressions, type Helper } from './helpers.ts'
import { noTemplate } from './no-template.ts'

/** What a template may name. */
export interface Vocabulary {
  readonly helpers: Readonly<Record<string, Helper>>
  readonly partials: readonly string[]
}

const BLOCKS = new Set(['each', 'if', 'unless', 'with'])

/** What may stand in parentheses: it gives a value, and prints nothing. */
const EXPRESSIONS = new Set(['lookup', ...Object.keys(expressions)])

/** What Handlebars has, and prints as it is. */
const PRINTS = new Set([...BLOCKS, ...EXPRESSIONS, 'log'])

/**
 * Reads a template.
 * @throws ConfigurationError with file and line where the text is none.
 */
export function parseTemplate(file: string, text: string): hbs.AST.Program {
  try {
    return Handlebars.parse(text)
  } catch (cause) {
    throw noTemplate(file, text, cause)
  }
}

/**
 * Checks that whatever a template prints passes a helper that escapes, and gives the partials that it includes.
 * @throws ConfigurationError with file and line of what does not.
 */
export function checkTemplate(
  file: string,
  program: hbs.AST.Program,
  vocabulary: Vocabulary,
): readonly string[] {
  const check = new OutputCheck(file, vocabulary)
  check.accept(program)
  return check.included
}

class OutputCheck extends Handlebars.Visitor {
  /** Names of the partials that are included. */
  readonly included: string[] = []
  readonly #file: string
  readonly #vocabulary: Vocabulary

  constructor(file: string, vocabulary: Vocabulary) {
    super()
    this.#file = file
    this.#vocabulary = vocabulary
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const { helpers } = this.#vocabulary
    const name = nameOf(statement.path)
    if (!Object.hasOwn(helpers, name)) throw this.#noHelper(statement, name)
    if (statement.params.length === 0) {
      throw this.#refusal(
        statement,
        `{{${name}}} has no value, and would print nothing`,
        `Write ${name} and the value: {{${name} x}}.`,
      )
    }
    this.#checkArguments(statement)
  }

  override BlockStatement(statement: hbs.AST.BlockStatement): void {
    const name = nameOf(statement.path)
    if (!BLOCKS.has(name)) {
      throw this.#refusal(
        statement,
        `{{#${name}}} is not a block that is known`,
        `Use one of ${[...BLOCKS].map((block) => `{{#${block}}}`).join(', ')}.`,
      )
    }
    this.#checkArguments(statement)
    if (statement.program !== undefined) this.accept(statement.program)
    if (statement.inverse !== undefined) this.accept(statement.inverse)
  }

  override PartialStatement(statement: hbs.AST.PartialStatement): void {
    const { partials } = this.#vocabulary
    if (statement.name.type === 'SubExpression')
      throw this.#refusal(statement, 'the name of a partial is computed', 'Name the partial itself.')
    const name = nameOf(statement.name)
    if (!partials.includes(name)) {
      const known = partials.length === 0 ? 'There are none here.' : `There are ${partials.join(', ')}.`
      throw this.#refusal(
        statement,
        `there is no partial ${name} among the partials`,
        nearestHint(name, partials, known),
      )
    }
    this.included.push(name)
    for (const param of statement.params) this.#checkExpression(param)
    for (const { value } of statement.hash?.pairs ?? []) this.#checkExpression(value)
  }

  override PartialBlockStatement(statement: hbs.AST.PartialBlockStatement): void {
    throw this.#refusal(statement, 'partials have no block', 'Include it by {{> name}}.')
  }

  override Decorator(statement: hbs.AST.Decorator): void {
    throw this.#refusal(
      statement,
      'there are no decorators',
      'Put what is included into a partial of its own.',
    )
  }

  override DecoratorBlock(statement: hbs.AST.DecoratorBlock): void {
    throw this.#refusal(
      statement,
      'there are no decorators',
      'Put what is included into a partial of its own.',
    )
  }

  /** Of what has no argument nobody can tell whether it is meant as a value or as a helper. */
  #noHelper(statement: hbs.AST.MustacheStatement, name: string): ConfigurationError {
    const known = Object.keys(this.#vocabulary.helpers)
    const escaping = `Print through one of the helpers that escape: ${known.join(', ')}.`
    return statement.params.length === 0 || PRINTS.has(name)
      ? this.#refusal(statement, `{{${name}}} prints without escaping`, escaping)
      : this.#refusal(statement, `there is no helper ${name} here`, nearestHint(name, known, escaping))
  }

  #checkArguments(statement: hbs.AST.MustacheStatement | hbs.AST.BlockStatement): void {
    const name = nameOf(statement.path)
    if (statement.params.length !== 1 || (statement.hash?.pairs.length ?? 0) > 0)
      throw this.#refusal(statement, `${name} takes one value`, `Write ${name} and the value.`)
    for (const param of statement.params) this.#checkExpression(param)
  }

  #checkExpression(expression: hbs.AST.Expression): void {
    if (!isSubExpression(expression)) return
    const name = nameOf(expression.path)
    if (!EXPRESSIONS.has(name) || expression.params.length !== 2) {
      throw this.#refusal(
        expression,
        `(${name} …) is not an expression that is known`,
        'Use (lookup object name) or (eq a b).',
      )
    }
    for (const param of expression.params) this.#checkExpression(param)
  }

  #refusal(node: hbs.AST.Node, what: string, hint: string): ConfigurationError {
    return new ConfigurationError(`${this.#file}:${node.loc.start.line}: ${what}`, hint)
  }
}

function isSubExpression(expression: hbs.AST.Expression): expression is hbs.AST.SubExpression {
  return expression.type === 'SubExpression'
}

function nameOf(path: hbs.AST.Expression): string {
  return 'original' in path ? String(path.original) : '?'
}
