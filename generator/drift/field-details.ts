import type { FieldMetadata, TargetMetadata } from '@zcrm/runtime/metadata'
import { isPicklist } from '../schema/data-types.ts'
import { ANY_MODULE, own } from '../schema/field-facts.ts'
import type { Facts } from './changes.ts'
import type { Comparison } from './diff.ts'
import type { Condition } from './rules/rule.ts'
import { readType } from './side.ts'

/** A field that is on both sides. */
export interface FieldChange {
  readonly before: FieldMetadata
  readonly after: FieldMetadata
  readonly facts: Facts
  readonly about: { readonly names: Readonly<Record<string, string>> }
}

/** Tells what has changed of what a field is. */
export function tellFieldDetails(change: FieldChange, comparison: Comparison): void {
  tellTexts(change, comparison)
  tellType(change, comparison)
  tellLength(change, comparison)
  tellFlags(change, comparison)
  tellTarget(change, comparison)
  tellPicklist(change, comparison)
}

function tellTexts({ before, after, facts }: FieldChange, { changes }: Comparison): void {
  if (before.label !== after.label)
    changes.tell('field.label', { ...facts, before: before.label, after: after.label })
  if (before.tooltip !== after.tooltip)
    changes.tell('field.tooltip', { ...facts, before: before.tooltip, after: after.tooltip })
}

function tellType(change: FieldChange, comparison: Comparison): void {
  const { before, after, facts, about } = change
  const { changes, options } = comparison
  const [was, is] = [typeName(before), typeName(after)]
  if (was === is) return
  // What it points to is told by itself.
  const [type, newType] = [readType(before).text, readType({ ...after, target: before.target }).text]
  // A type that the configuration gives stays what it is.
  const given = own(options.fieldTypes, facts.place)
  const names = { ...about.names, type: given?.type ?? type, newType: given?.type ?? newType }
  changes.tell('field.type', {
    ...facts,
    before: was,
    after: is,
    names,
    when:
      given === undefined
        ? typeConditions(type, newType)
        : [losesOptions(change, comparison) && 'optionsGone', 'sameType'],
  })
}

/** Whether what was a picklist is none any more, and its class is not that of another field too. */
function losesOptions({ before, after }: FieldChange, comparison: Comparison): boolean {
  if (!isPicklist(before) || isPicklist(after)) return false
  return before.globalPicklist === null || comparison.after.globalClass(before.globalPicklist) === null
}

/** The kinds of texts that have fewer operators than a text. */
const KINDS_OF_TEXT = new Set(['z.ISODate', 'z.ISODateTime', 'z.Digits', 'z.LongText'])

function typeConditions(type: string, newType: string): readonly Condition[] {
  if (type === newType) return ['sameType']
  return newType === 'string' && KINDS_OF_TEXT.has(type) ? ['plainText'] : []
}

function typeName({ dataType, jsonType, returnType }: FieldMetadata): string {
  const details = [jsonType, returnType ?? ''].filter((detail) => detail !== '').join(' → ')
  const name = dataType === '' ? 'no type' : dataType
  return returnType !== null || details !== '' ? `${name} (${details})` : name
}

/** Data types whose length is of no account for what is written. */
const WITHOUT_LENGTH = /lookup$|picklist$|^(boolean|date|datetime|formula|rollup_summary|autonumber)$/

function tellLength({ before, after, facts }: FieldChange, { changes }: Comparison): void {
  if (before.length === after.length) return
  const [was, is] = [before.length ?? Number.POSITIVE_INFINITY, after.length ?? Number.POSITIVE_INFINITY]
  const isShorter = is < was && !WITHOUT_LENGTH.test(after.dataType)
  changes.tell('field.length', {
    ...facts,
    before: String(before.length ?? 'any number'),
    after: String(after.length ?? 'any number'),
    when: [isShorter && 'shorter'],
  })
}

function tellFlags({ before, after, facts }: FieldChange, { changes }: Comparison): void {
  if (before.richText !== after.richText) {
    const [was, is] = [textKind(before), textKind(after)]
    changes.tell('field.rich', { ...facts, before: was, after: is, when: [after.richText && 'becomesRich'] })
  }
  if (before.mandatory !== after.mandatory)
    changes.tell(after.mandatory ? 'field.mandatory' : 'field.optional', facts)
  if (before.unique !== after.unique) changes.tell(after.unique ? 'field.unique' : 'field.notUnique', facts)
  if (before.creatable !== after.creatable) {
    const kind = after.creatable ? 'field.creatable' : 'field.notCreatable'
    changes.tell(kind, { ...facts, when: [after.mandatory && 'demanded'] })
  }
  if (before.updatable !== after.updatable)
    changes.tell(after.updatable ? 'field.updatable' : 'field.notUpdatable', facts)
}

function textKind({ richText }: FieldMetadata): string {
  return richText ? 'rich text' : 'plain text'
}

function tellTarget(
  { before, after, facts }: FieldChange,
  { changes, references, options }: Comparison,
): void {
  const old = before.target && {
    ...before.target,
    modules: before.target.modules.map((one) => references.moduleName(one)),
  }
  const isSameKey = references.isSameField(old?.connectedField ?? null, after.target?.connectedField ?? null)
  if (JSON.stringify(old?.modules) === JSON.stringify(after.target?.modules) && isSameKey) return
  const target =
    after.target &&
    (isSameKey ? { ...after.target, connectedField: old?.connectedField ?? null } : after.target)
  changes.tell('field.target', {
    ...facts,
    before: targetText(before.target),
    after: targetText(after.target),
    when: Object.hasOwn(options.fieldTypes, facts.place)
      ? ['sameType']
      : targetConditions({ ...after, target: old }, { ...after, target }),
  })
}

function targetText(target: TargetMetadata | null): string {
  if (target === null) return 'nothing'
  const modules = target.modules.length === 0 ? 'any module' : target.modules.join(', ')
  return target.connectedField === null ? modules : `${modules} by ${target.connectedField}`
}

function targetConditions(before: FieldMetadata, after: FieldMetadata): readonly Condition[] {
  if (readType(before).text === readType(after).text) return ['sameType']
  if (before.dataType === 'subform' || before.target?.connectedField !== after.target?.connectedField)
    return []
  const [was, is] = [modulesOf(before), modulesOf(after)]
  if (is === null || was?.every((module) => is.includes(module)) === true) return ['wider']
  return was === null || is.every((module) => was.includes(module)) ? ['narrower'] : []
}

/** The modules that a lookup points to; `null` for any. */
function modulesOf({ target }: FieldMetadata): readonly string[] | null {
  const modules = target?.modules ?? []
  return modules.length === 0 || modules.includes(ANY_MODULE) ? null : modules
}

function tellPicklist({ before, after, facts, about }: FieldChange, comparison: Comparison): void {
  const { before: old, after: fresh, changes, references } = comparison
  const was = before.globalPicklist === null ? null : references.globalName(before.globalPicklist)
  if (was === after.globalPicklist) return
  const classOf = (side: typeof old, { apiName, globalPicklist }: FieldMetadata) =>
    globalPicklist === null ? apiName : (side.globalClass(globalPicklist)?.name ?? globalPicklist)
  changes.tell('field.picklist', {
    ...facts,
    before: before.globalPicklist ?? 'its own',
    after: after.globalPicklist ?? 'its own',
    names: { ...about.names, picklist: classOf(old, before), newPicklist: classOf(fresh, after) },
    when: [!(isPicklist(before) && isPicklist(after)) && 'idle'],
  })
}
