import { type Answer, Refusal } from '../answers.ts'
import { objects, text } from '../json.ts'
import type { Document, Metadata } from '../org-folder.ts'
import { type ApiCall, requiredParam } from '../routes.ts'
import { asItIs } from './bodies.ts'

/** The only module that has pipelines. */
const MODULE = 'Deals'

/** The first version of the API that has pipelines. */
const SINCE = 2.1

/** Answers `GET settings/pipeline`. */
export function listPipelines(org: Metadata, call: ApiCall): Answer {
  return asItIs(pipelinesOf(org, call))
}

/** Answers `GET settings/pipeline/{id}`. */
export function onePipeline(org: Metadata, call: ApiCall): Answer {
  const all = objects(pipelinesOf(org, call)?.body, 'pipeline')
  const found = all.find((pipeline) => text(pipeline, 'id') === call.params[0])
  if (!found) throw new Refusal('INVALID_DATA', { resource_path_index: 2 }, 'invalid pick_list_values id')
  return { status: 200, body: { pipeline: [found] } }
}

function pipelinesOf(org: Metadata, call: ApiCall): Document | undefined {
  if (call.version < SINCE) {
    const message = 'Pipeline is not supported in this API version'
    throw new Refusal('API_NOT_SUPPORTED', { supported_version: SINCE }, message)
  }
  const id = requiredParam(call, 'layout_id')
  org.module(MODULE)
  const layouts = objects(org.moduleDocument('layouts', MODULE)?.body, 'layouts')
  if (!layouts.some((layout) => text(layout, 'id') === id))
    throw new Refusal('INVALID_DATA', { param_name: 'layout_id' }, 'Invalid layoutid')
  return org.layoutDocument('pipeline', id, MODULE)
}
