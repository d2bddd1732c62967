import type { FieldMetadata, ModuleMetadata } from '@zcrm/runtime/metadata'
import type { Facts } from './changes.ts'
import type { Comparison } from './diff.ts'
import { tellFieldDetails } from './field-details.ts'
import { isReplaced } from './match.ts'
import { diffOptions, type Owner } from './options.ts'
import { readType } from './side.ts'

/** The modules that a field is in, on both sides. */
export interface Modules {
  readonly before: ModuleMetadata
  readonly after: ModuleMetadata
}

/** Tells what has changed of the fields of a module. */
export function diffFields(before: ModuleMetadata, after: ModuleMetadata, comparison: Comparison): void {
  const modules = { before, after }
  for (const pair of comparison.references.fieldPairs(before)) {
    if (pair.before === null) tellNew('field.added', pair.after, modules, comparison)
    else if (pair.after === null) tellGone('field.removed', pair.before, modules, comparison)
    else diffField(pair.before, pair.after, modules, comparison)
  }
}

function tellNew(
  kind: 'field.added' | 'field.used',
  field: FieldMetadata,
  modules: Modules,
  { before, after, changes }: Comparison,
): void {
  changes.tell(kind, {
    ...aboutField(field, modules, before),
    isGenerated: after.hasField(modules.after, field),
    when: [field.mandatory && field.creatable && 'demanded'],
  })
}

function tellGone(
  kind: 'field.removed' | 'field.unused',
  field: FieldMetadata,
  modules: Modules,
  { before, changes }: Comparison,
): void {
  changes.tell(kind, {
    ...aboutField(field, modules, before),
    isGenerated: before.hasField(modules.before, field),
    isWritten: isWritten(field),
  })
}

function isWritten({ creatable, updatable }: FieldMetadata): boolean {
  return creatable || updatable
}

function aboutField(
  { apiName, id }: FieldMetadata,
  { before: module }: Modules,
  before: Comparison['before'],
): Facts & { readonly names: Readonly<Record<string, string>> } {
  const names = { ...before.namesOf(module.apiName), field: apiName }
  const place = `${module.apiName}.${apiName}`
  return { place, module: module.apiName, field: apiName, id, names }
}

function diffField(
  before: FieldMetadata,
  after: FieldMetadata,
  modules: Modules,
  comparison: Comparison,
): void {
  const { before: old, after: fresh, changes, options } = comparison
  const about = aboutField(before, modules, old)
  const facts = {
    ...about,
    isGenerated: old.hasField(modules.before, before) && fresh.hasField(modules.after, after),
    isWritten: isWritten(before) || isWritten(after),
  }
  if (before.used !== after.used) {
    if (after.used) tellNew('field.used', after, modules, comparison)
    else tellGone('field.unused', before, modules, comparison)
  }
  if (before.apiName !== after.apiName) {
    changes.tell('field.renamed', {
      ...facts,
      before: before.apiName,
      after: after.apiName,
      names: { ...about.names, newField: after.apiName },
      when: [isNameTaken(before, modules.after) && 'nameTaken'],
    })
  }
  if (isReplaced(options, before, after))
    changes.tell('field.replaced', { ...facts, before: before.id, after: after.id })
  tellFieldDetails({ before, after, facts, about }, comparison)
  diffOptions(before.options, after.options, ownerOf(before, after, facts, modules, comparison), comparison)
}

/** Whether code that names a field that was renamed still compiles, since it now means another one. */
function isNameTaken(field: FieldMetadata, { fields }: ModuleMetadata): boolean {
  const other = fields.find((one) => one.used && one.apiName === field.apiName)
  if (other === undefined) return false
  const isAlike =
    readType(other).text === readType(field).text &&
    other.globalPicklist === field.globalPicklist &&
    !other.mandatory === !field.mandatory &&
    other.options.length + field.options.length === 0
  return isAlike && other.creatable === field.creatable && other.updatable === field.updatable
}

function ownerOf(
  before: FieldMetadata,
  after: FieldMetadata,
  facts: Facts,
  modules: Modules,
  { before: old, after: fresh, changes }: Comparison,
): Owner {
  const classes = [
    old.picklistClass(modules.before, before),
    fresh.picklistClass(modules.after, after),
  ] as const
  const [was, is] = classes
  const isClass = facts.isGenerated !== false && was !== null && is !== null
  const isOwn = before.globalPicklist === null && after.globalPicklist === null
  // A class is named after its field: where that was renamed, it is told already.
  if (isClass && isOwn && was.name !== is.name && before.apiName === after.apiName)
    changes.tell('picklist.class', { ...facts, before: was.name, after: is.name })
  return { facts: { ...facts, isGenerated: isClass }, before: was, after: is, isGlobal: false }
}
