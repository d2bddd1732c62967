import { type Change, GRADES, type Grade, worse } from './change.ts'
import type { Condition } from './rules/rule.ts'
import { type Kind, RULES } from './rules/rules.ts'

/** What is to be told of a change, beside its kind. */
export interface Facts {
  /** How to name in a sentence what has changed. */
  readonly place: string
  readonly module?: string | null
  readonly field?: string | null
  readonly item?: string | null
  readonly id?: string | null
  readonly before?: string | null
  readonly after?: string | null
  /** Names of the generated code, for the sentences. */
  readonly names?: Readonly<Record<string, string>>
  /** The conditions of the rules that hold. */
  readonly when?: readonly (Condition | false)[]
  /** Whether code is generated of it. Default: yes. */
  readonly isGenerated?: boolean
  /** Whether it can be written at all. Default: yes. */
  readonly isWritten?: boolean
}

const NOT_GENERATED = 'No code is generated of it.'

/** The changes that were found, each graded by the table of rules. */
export class Changes {
  readonly #changes: Change[] = []
  readonly #hiddenFrom: string | null

  /** @param hiddenFrom The profile that sees what is after, where another one saw what was before. */
  constructor(hiddenFrom: string | null = null) {
    this.#hiddenFrom = hiddenFrom
  }

  /** Tells a change. */
  tell(kind: Kind, facts: Facts): void {
    const { module = null, field = null, item = null, id = null, before = null, after = null } = facts
    const { read, write, why } = graded(kind, facts)
    const what = filled(RULES[kind].what, wordsOf(facts))
    const told = { module, field, item, id, before, after, what }
    this.#changes.push({
      kind,
      grade: worse(read, write),
      read,
      write,
      ...told,
      why: why + this.#doubt(kind),
    })
  }

  #doubt(kind: Kind): string {
    if (this.#hiddenFrom === null || !/\.(removed|undescribed)$/.test(kind)) return ''
    return ` It may only be hidden from the profile ${quoted(this.#hiddenFrom)}.`
  }

  /** All of them, the worst first. */
  sorted(): readonly Change[] {
    const keyed = this.#changes.map((change) => ({ change, key: keyOf(change) }))
    keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    return keyed.map(({ change }) => change)
  }
}

function keyOf({ grade, module, field, item, kind, id, what }: Change): string {
  return JSON.stringify([GRADES.indexOf(grade), module ?? '', field ?? '', kind, item ?? '', id ?? '', what])
}

function graded(
  kind: Kind,
  { isGenerated = true, isWritten = true, when = [], ...facts }: Facts,
): { readonly read: Grade; readonly write: Grade; readonly why: string } {
  if (!isGenerated) return { read: 'safe', write: 'safe', why: NOT_GENERATED }
  const { cases } = RULES[kind]
  const found = cases.find((one) => one.when === null || when.includes(one.when))
  if (found === undefined) throw new Error(`no grade for ${kind}`)
  return { ...found, write: isWritten ? found.write : 'safe', why: filled(found.why, wordsOf(facts)) }
}

function wordsOf({ place, item, id, before, after, names }: Facts): Readonly<Record<string, string>> {
  return {
    place,
    item: quoted(item),
    id: id ?? 'without an id',
    before: before ?? 'nothing',
    after: after ?? 'nothing',
    old: quoted(before),
    new: quoted(after),
    ...names,
  }
}

/** A text that people have chosen, told apart from the sentence around it. */
export function quoted(text: string | null | undefined): string {
  return text === null || text === undefined ? 'nothing' : JSON.stringify(text)
}

/** In one go: what is filled in may hold braces. */
function filled(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (all, name: string) =>
    Object.hasOwn(words, name) ? String(words[name]) : all,
  )
}
