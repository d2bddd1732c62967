import { type Answer, noContent, Refusal } from '../answers.ts'
import { type Json, type JsonObject, member, objects, text } from '../json.ts'
import type { Document, Metadata, ModuleDocument } from '../org-folder.ts'
import { type ApiCall, countParam, requiredParam } from '../routes.ts'

const PER_PAGE = 200

/** A body byte by byte; an empty one is a 204. */
export function asItIs(document: Document | undefined): Answer {
  return document && document.text !== '' ? { status: 200, text: document.text } : noContent
}

type ElementTest = (element: JsonObject) => boolean

/** The elements of a body's list that are wanted: the list itself where they all are. */
export function elementsOf(
  document: Document | undefined,
  list: string,
  wanted: ElementTest,
): readonly Json[] {
  const all = objects(document?.body, list)
  const kept = all.filter(wanted)
  const recorded = member(document?.body, list)
  return kept.length === all.length && Array.isArray(recorded) ? recorded : kept
}

/** A body with some of the elements of its list: the text itself where they are all wanted. */
export function withElements(document: Document | undefined, list: string, wanted: ElementTest): Answer {
  const all = objects(document?.body, list)
  const kept = all.filter(wanted)
  if (kept.length === all.length) return asItIs(document)
  return kept.length === 0 ? noContent : { status: 200, body: { ...document?.body, [list]: kept } }
}

/** One page of a body's list: the text itself where everything is on it. */
export function pageOf(document: Document | undefined, list: string, call: ApiCall): Answer {
  const all = objects(document?.body, list)
  const page = countParam(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = countParam(call, 'per_page', PER_PAGE, PER_PAGE)
  const shown = all.slice((page - 1) * perPage, page * perPage)
  if (shown.length === 0) return noContent
  if (shown.length === all.length && !call.query.has('per_page')) return asItIs(document)
  const info = {
    ...(member(document?.body, 'info') as JsonObject | undefined),
    per_page: perPage,
    count: shown.length,
    page,
    more_records: page * perPage < all.length,
  }
  return { status: 200, body: { ...document?.body, [list]: shown, info } }
}

/** A body with one element of its list, by id; a 204 where there is none. */
export function oneOf(document: Document | undefined, list: string, id: string | undefined): Answer {
  const found = objects(document?.body, list).find((element) => text(element, 'id') === id)
  return found ? { status: 200, body: { [list]: [found] } } : noContent
}

/** Refuses a module that the API lists but does not serve. */
export function refuseUnsupported(module: JsonObject): void {
  if (member(module, 'api_supported') === false) throw new Refusal('API_NOT_SUPPORTED')
}

/** The description of the module that the `module` parameter names. */
export function moduleParam(org: Metadata, call: ApiCall): JsonObject {
  const module = org.module(requiredParam(call, 'module'))
  if (!module) throw new Refusal('INVALID_MODULE', { param_name: 'module' })
  refuseUnsupported(module)
  return module
}

/** The body of the module that the `module` parameter names; undefined where there is none. */
export function moduleBody(org: Metadata, kind: ModuleDocument, call: ApiCall): Document | undefined {
  return org.moduleDocument(kind, nameOf(moduleParam(org, call)))
}

/** The API name of a module. */
export function nameOf(module: JsonObject): string {
  return text(module, 'api_name') ?? ''
}
