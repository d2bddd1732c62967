import { usedOptions } from '../schema/picklists.ts'
import type { FieldSchema, ModuleSchema, PicklistField, PicklistSchema, Schema } from '../schema/schema.ts'
import type { FieldPicklistView, FieldView } from './views.ts'

/** The fields of a module but the id, by API name, with what the organisation says of each. */
export function fieldViews(module: ModuleSchema, schema: Schema): readonly FieldView[] {
  const picklists = new Map(module.picklistFields.map((field) => [field.apiName, field]))
  const own = byClassName(module.picklists)
  const shared = byClassName(schema.globalPicklists)
  return module.groups
    .flatMap((group) => group.fields)
    .sort((a, b) => (a.apiName < b.apiName ? -1 : 1))
    .map((field) => {
      const picklist = picklists.get(field.apiName)
      const source = picklist?.isGlobal === true ? shared : own
      return fieldView(field, picklist === undefined ? null : picklistView(picklist, source))
    })
}

function fieldView({ apiName, metadata }: FieldSchema, picklist: FieldPicklistView | null): FieldView {
  const { label, tooltip, dataType, length, mandatory, unique, creatable, updatable, target } = metadata
  return {
    apiName,
    label,
    tooltip: tooltip ?? '',
    dataType,
    maxLength: length,
    isMandatory: mandatory,
    isUnique: unique,
    isCreatable: creatable,
    isUpdatable: updatable,
    modules: target?.modules ?? [],
    picklist,
  }
}

function picklistView(
  { className, valueType, isGlobal }: PicklistField,
  source: ReadonlyMap<string, PicklistSchema>,
): FieldPicklistView {
  const picklist = source.get(className)
  return { className, valueType, isGlobal, options: picklist === undefined ? [] : usedOptions(picklist) }
}

function byClassName(picklists: readonly PicklistSchema[]): ReadonlyMap<string, PicklistSchema> {
  return new Map(picklists.map((picklist) => [picklist.className, picklist]))
}
