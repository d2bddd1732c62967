import type { Limits } from './coql-options.ts'
import { isComparable } from './kinds.ts'
import type { Column, Source } from './plan.ts'
import { type Clause, limitExceeded, unknownColumn, unsupportedColumn } from './query-error.ts'
import type { Relation } from './relation.ts'

/** Columns follows the paths of a query, and notes which relations they lead through. */
export class Columns {
  readonly #limits: Limits
  readonly #base: Source
  readonly #joined: Map<string, Source> = new Map()
  /** The paths of what is joined for more than to be selected. */
  readonly #needed: Set<string> = new Set()

  constructor(base: Relation, limits: Limits) {
    this.#limits = limits
    this.#base = { index: 0, relation: base }
  }

  get sources(): readonly Source[] {
    return [this.#base, ...this.#joined.values()]
  }

  /** Where a path ends; refuses one that leads nowhere, or to what the clause cannot use. */
  find(path: string, clause: Clause): Column {
    const steps = this.#stepsOf(path)
    let source = this.#base
    let walked = ''
    while (steps.length > 1 && source.relation.kindOf(steps.join('.')) === undefined) {
      const step = steps.shift() ?? ''
      walked = `${walked}.${step}`
      source = this.#joined.get(walked) ?? this.#join(source, step, walked, path)
      if (clause !== 'select') this.#needed.add(walked)
    }
    const name = steps.join('.')
    const kind = source.relation.kindOf(name)
    if (kind === undefined) throw unknownColumn(path)
    if (kind === 'absent') throw unsupportedColumn(path, 'select')
    // What a criterion cannot use is told with its comparator and value.
    if (clause !== 'select' && clause !== 'where' && !isComparable(kind))
      throw unsupportedColumn(path, clause)
    return { path, source, name, kind }
  }

  /** Refuses a query that joins too much; asked when all its paths were followed. */
  refuseTooMany(): void {
    const needed = this.#needed.size
    if (needed > this.#limits.baseJoins) throw limitExceeded(this.#limits.baseJoins, 'where')
    if (this.#joined.size - needed > this.#limits.selectJoins)
      throw limitExceeded(this.#limits.selectJoins, 'select')
  }

  /** The steps of a path; the module itself can stand before them: `!Leads.Owner`. */
  #stepsOf(path: string): string[] {
    const prefix = `!${this.#base.relation.name}.`
    return (path.startsWith(prefix) ? path.slice(prefix.length) : path).split('.')
  }

  #join(source: Source, step: string, walked: string, path: string): Source {
    if (walked.split('.').length - 1 > this.#limits.depth) throw limitExceeded(this.#limits.depth, 'select')
    const [name = '', module] = step.split('->')
    const relation = source.relation.target(name, module)
    if (!relation) throw unknownColumn(path)
    const via: Column = { path: walked, source, name, kind: 'reference' }
    const joined = { index: this.#joined.size + 1, relation, via }
    this.#joined.set(walked, joined)
    return joined
  }
}
