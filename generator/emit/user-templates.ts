import { ConfigurationError } from '@zcrm/runtime'
import Handlebars from 'handlebars'
import { Code } from '../schema/literals.ts'
import { nearestHint } from '../wording.ts'
import { checkTemplate, parseTemplate } from './check-template.ts'
import { optionsFor, PARTIALS, partialOf, type TemplateText } from './compile.ts'
import { expressions, type Helper } from './helpers.ts'
import { type OutputKind, TYPESCRIPT } from './kinds.ts'
import { type Template, TemplateFailure } from './print.ts'
import type { TemplateName, Templates } from './typescript.ts'
import { checkViewVersion } from './view-version.ts'

const NAMES: readonly TemplateName[] = ['module', 'picklists', 'index']

/** What the names of our own begin with where a template in their place includes them. */
const ORIGINALS = 'zcrm/'

/** A template that an extra output names, by its path without the ending. */
export interface NamedTemplate {
  readonly name: string
  /** How messages name the output. */
  readonly origin: string
}

/** The template of a file, and the kind of file that it prints. */
export interface OutputTemplate extends NamedTemplate {
  readonly kind: OutputKind
}

/** The templates of a project that has its own. */
export interface UserTemplates {
  readonly sdk: Templates
  /** The template of an extra output. */
  readonly of: (output: OutputTemplate) => Template
}

/**
 * Compiles the project's own templates with those of a user in their place, and those of extra outputs.
 * @param named The templates that the outputs of the configuration name.
 * @param outputs Those of them that print files of this organisation.
 * @throws ConfigurationError with file and line where a template is wrong, and with the nearest name where nothing uses it.
 */
export function compileUserTemplates(
  own: readonly TemplateText[],
  theirs: readonly TemplateText[],
  named: readonly NamedTemplate[],
  outputs: readonly OutputTemplate[],
): UserTemplates {
  for (const { name, file, text } of theirs) {
    if (name.startsWith(`${PARTIALS}${ORIGINALS}`)) throw keptForOurs(file)
    checkViewVersion(file, text)
  }
  for (const one of named) checkThere(one, theirs)
  // Where an organisation has nothing that an output is made for, its template is no mistake.
  const used = new Set(named.map(({ name }) => name))
  const sdk = new TemplateSet(
    new Map([...byName(own), ...byName(theirs), ...byName(own.map(asOriginal))]),
    TYPESCRIPT,
    used,
  )
  const compiled = Object.fromEntries(NAMES.map((name) => [name, sdk.compile(name)]))
  // The project's own partials print TypeScript.
  const sets = new Map([[TYPESCRIPT, sdk]])
  const ofOutputs = new Map<string, Template>()
  for (const output of outputs) {
    const { name, kind } = output
    const set = sets.get(kind) ?? new TemplateSet(byName(theirs), kind, used)
    sets.set(kind, set)
    ofOutputs.set(keyOf(output), set.compile(name))
  }
  checkUsed(theirs, used, own)
  return {
    sdk: compiled as Record<TemplateName, Template>,
    of: (output) => {
      const template = ofOutputs.get(keyOf(output))
      if (template === undefined) throw new Error(`not compiled: ${output.name}`)
      return template
    },
  }
}

function checkThere({ name, origin }: NamedTemplate, theirs: readonly TemplateText[]): void {
  const names = theirs.map((one) => one.name)
  if (names.includes(name)) return
  const known =
    names.length === 0 ? 'It is empty.' : `There are ${names.map((one) => `${one}.hbs`).join(', ')}.`
  throw new ConfigurationError(
    `${origin} names ${name}.hbs, which is not in the folder of templates`,
    nearestHint(name, names, known, '.hbs'),
  )
}

function keyOf({ name, kind }: Omit<OutputTemplate, 'origin'>): string {
  return `${kind.name} ${name}`
}

/** A template of ours under a name that stays ours: a template in its place can include it and print more. */
function asOriginal({ name, ...rest }: TemplateText): TemplateText {
  return { ...rest, name: `${PARTIALS}${ORIGINALS}${partialOf(name) ?? name}` }
}

function keptForOurs(file: string): ConfigurationError {
  return new ConfigurationError(
    `${file} is in a folder that is kept for the templates of zcrm itself`,
    `Move it out of ${ORIGINALS}: a template in the place of one of zcrm's has the same name without it.`,
  )
}

function byName(texts: readonly TemplateText[]): ReadonlyMap<string, TemplateText> {
  return new Map(texts.map((text) => [text.name, text]))
}

function checkUsed(
  theirs: readonly TemplateText[],
  used: ReadonlySet<string>,
  own: readonly TemplateText[],
): void {
  for (const { name, file } of theirs) {
    // Where nothing includes a partial of ours any more, its replacement is no mistake.
    if (used.has(name) || own.some((one) => one.name === name)) continue
    const isPartial = partialOf(name) !== null
    const others = [...own.map((one) => one.name), ...used]
    throw new ConfigurationError(
      `${file} is used by nothing: ${isPartial ? 'no template includes it' : 'it is no template of zcrm, and no output names it'}`,
      nearestHint(name, others, `Remove it, or ${isPartial ? 'include it' : 'name it in outputs'}.`, '.hbs'),
    )
  }
}

/** Templates that include each other and print one kind of file. */
class TemplateSet {
  readonly #texts: ReadonlyMap<string, TemplateText>
  readonly #kind: OutputKind
  readonly #used: Set<string>
  readonly #handlebars = Handlebars.create()
  readonly #partials: readonly string[]
  readonly #compiled = new Map<string, Template>()

  constructor(texts: ReadonlyMap<string, TemplateText>, kind: OutputKind, used: Set<string>) {
    this.#texts = texts
    this.#kind = kind
    this.#used = used
    this.#partials = [...texts.keys()].flatMap((name) => partialOf(name) ?? [])
    register(this.#handlebars, kind)
  }

  /** A template, with the partials that it includes. */
  compile(name: string): Template {
    const known = this.#compiled.get(name)
    if (known !== undefined) return known
    const source = this.#texts.get(name)
    if (source === undefined) throw new Error(`there is no template ${name}`)
    const { file, text } = source
    this.#used.add(name)
    const program = parseTemplate(file, text)
    const included = checkTemplate(file, program, { helpers: this.#kind.helpers, partials: this.#partials })
    const template = located(file, this.#handlebars.compile(program, optionsFor(this.#kind.helpers)))
    this.#compiled.set(name, template)
    for (const partial of included) {
      this.#handlebars.registerPartial(partial, this.compile(`${PARTIALS}${partial}`) as Handlebars.Template)
    }
    return template
  }
}

/** A template whose failures name its file, and which sees only what it is given. */
function located(file: string, template: Template): Template {
  return (view) => {
    try {
      return template(view)
    } catch (error) {
      if (error instanceof TemplateFailure) throw error
      const line = lineOf(error)
      throw new TemplateFailure(line === undefined ? file : `${file}:${line}`, reasonOf(error), error)
    }
  }
}

const lines = new WeakMap<object, number>()

function lineOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { lineNumber } = error as { readonly lineNumber?: unknown }
  return lines.get(error) ?? (typeof lineNumber === 'number' ? lineNumber : undefined)
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it includes itself without an end'
  const message = error instanceof Error ? error.message : String(error)
  const missing = /^"(.*?)" not defined in /s.exec(message)?.[1]
  return missing === undefined
    ? message.replace(/ - \d+:\d+$/, '')
    : `there is no ${missing} in what it is given`
}

type Delegate = (this: unknown, ...args: never[]) => unknown

/** Gives Handlebars the helpers of a kind; what they throw gets the line of the template. */
function register(handlebars: typeof Handlebars, kind: OutputKind): void {
  const blocks: Readonly<Record<string, Delegate>> = Object.fromEntries(
    ['each', 'if', 'unless', 'with'].map((name) => [name, onWhatIsThere(name, handlebars.helpers[name])]),
  )
  const printers = Object.entries(kind.helpers).map(([name, print]) => [name, onText(name, print)])
  const all: Readonly<Record<string, Delegate>> = {
    ...Object.fromEntries(printers),
    ...expressions,
    ...blocks,
  }
  for (const [name, helper] of Object.entries(all))
    handlebars.registerHelper(name, withLine(helper) as Handlebars.HelperDelegate)
}

/** Helpers that print one text. What zcrm's own templates give them is known, and is not looked at on every call. */
const OF_TEXT = new Set(['literal', 'key', 'name', 'doc', 'comment', 'markdown', 'html'])

/** A helper that refuses lists and objects where it prints a text: JavaScript makes one of them, `[object Object]`. */
function onText(name: string, print: Helper): Helper {
  if (!OF_TEXT.has(name)) return print
  return (value) => {
    if (typeof value === 'object' && value !== null && !(value instanceof Code)) {
      throw new Error(
        Array.isArray(value)
          ? `{{${name} …}} prints a text, and is given a list: go through it by {{#each …}}`
          : `{{${name} …}} prints a text, and is given an object: name one of its members`,
      )
    }
    return print(value)
  }
}

/** A block that refuses what is not there, which Handlebars passes over: a misspelt name would print nothing. */
function onWhatIsThere(name: string, helper: Handlebars.HelperDelegate | undefined): Delegate {
  return function (this: unknown, ...args: readonly unknown[]) {
    if (args[0] === undefined) throw new Error(`{{#${name} …}} of something that is not there`)
    return helper?.apply(this, args as Parameters<Handlebars.HelperDelegate>)
  }
}

function withLine(helper: Delegate): Delegate {
  return function (this: unknown, ...args: never[]) {
    try {
      return helper.apply(this, args)
    } catch (error) {
      const options = args.at(-1) as
        | { readonly loc?: { readonly start: { readonly line: number } } }
        | undefined
      const line = options?.loc?.start.line
      if (typeof error === 'object' && error !== null && line !== undefined && lineOf(error) === undefined)
        lines.set(error, line)
      throw error
    }
  }
}
