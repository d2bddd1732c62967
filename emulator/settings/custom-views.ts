import { type Answer, noContent } from '../answers.ts'
import { idPrefix, madeId } from '../ids.ts'
import { isObject, type JsonObject, member, objectOf, objects, text } from '../json.ts'
import { type Document, documentOf, type Metadata } from '../org-folder.ts'
import type { ApiCall } from '../routes.ts'
import { moduleParam, nameOf, pageOf } from './bodies.ts'
import { usedFields } from './fields.ts'

/** What only the answer for a single view has. */
const DETAILS: ReadonlySet<string> = new Set([
  'criteria',
  'cross_filters',
  'fields',
  'shared_to',
  'sort_by',
  'sort_order',
])

const COLUMNS = 5

/** Answers `GET settings/custom_views`. */
export function listCustomViews(org: Metadata, call: ApiCall): Answer {
  return pageOf(listedViews(org, moduleParam(org, call)), 'custom_views', call)
}

/** Answers `GET settings/custom_views/{id}`. */
export function oneCustomView(org: Metadata, call: ApiCall): Answer {
  const { body } = wholeViews(org, moduleParam(org, call))
  const found = objects(body, 'custom_views').find((view) => text(view, 'id') === call.params[0])
  if (!found) return noContent
  const translation = member(member(body, 'info'), 'translation')
  const info = translation === undefined ? {} : { info: { translation } }
  return { status: 200, body: { custom_views: [found], ...info } }
}

/** The views of a module as a list has them: without what only a single one says. */
export function listedViews(org: Metadata, module: JsonObject): Document {
  const document = wholeViews(org, module)
  const views = objects(document.body, 'custom_views')
  const listed = views.map((view) => objectOf(Object.entries(view).filter(([key]) => !DETAILS.has(key))))
  const isListed = views.every(
    (view, index) => Object.keys(view).length === Object.keys(listed[index] ?? {}).length,
  )
  return isListed ? document : documentOf({ ...document.body, custom_views: listed })
}

/** The views of a module with all that is known of them. */
export function customViewsOf(org: Metadata, module: JsonObject): readonly JsonObject[] {
  return objects(wholeViews(org, module).body, 'custom_views')
}

/** The recorded views of a module; a module without has the one that every module is made with. */
function wholeViews(org: Metadata, module: JsonObject): Document {
  return org.moduleDocument('custom_views', nameOf(module)) ?? documentOf(builtViews(org, module))
}

function builtViews(org: Metadata, module: JsonObject): JsonObject {
  const id = madeId(idPrefix(org), 'custom view', text(module, 'id') ?? nameOf(module))
  const name = `All ${text(module, 'plural_label') ?? nameOf(module)}`
  const never = { created_time: null, created_by: null, modified_time: null, modified_by: null }
  const columns = (usedFields(org, nameOf(module)) ?? []).filter(isObject).slice(0, COLUMNS)
  const view = {
    id,
    name,
    display_value: name,
    system_name: 'ALLVIEWS',
    system_defined: true,
    default: true,
    category: 'public_views',
    access_type: 'public',
    ...never,
    last_accessed_time: null,
    locked: false,
    favorite: null,
    criteria: null,
    shared_to: null,
    sort_by: null,
    sort_order: null,
    fields: columns.map((field) => ({
      api_name: text(field, 'api_name') ?? null,
      _pin: false,
      id: text(field, 'id') ?? null,
    })),
  }
  return {
    custom_views: [view],
    info: { per_page: 200, default: id, count: 1, page: 1, more_records: false },
  }
}
