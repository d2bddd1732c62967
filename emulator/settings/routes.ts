import type { Answer } from '../answers.ts'
import type { Metadata, OrgFolder } from '../org-folder.ts'
import type { ApiCall, Route } from '../routes.ts'
import type { Sights } from '../sight.ts'
import { visibleTo } from '../visible-org.ts'
import { asItIs, moduleBody, oneOf } from './bodies.ts'
import { listCustomViews, oneCustomView } from './custom-views.ts'
import { listFields, oneField } from './fields.ts'
import { listAssociations, listGlobalPicklists } from './global-picklists.ts'
import { type DependencyValues, listDependencies, oneDependency } from './map-dependency.ts'
import { listModules, type ModuleIncludes, oneModule } from './modules.ts'
import { listPipelines, onePipeline } from './pipelines.ts'

/** What the routes of the metadata work with. */
export interface SettingsContext {
  readonly folder: OrgFolder
  readonly sights: Sights
  readonly moduleIncludes: ModuleIncludes
  readonly dependencyValues: DependencyValues
}

type Handle = (org: Metadata, call: ApiCall) => Answer

/** The routes of the organisation's metadata, which serve the bodies of the org folder as they are. */
export function settingsRoutes(context: SettingsContext): readonly Route[] {
  const { folder, sights, moduleIncludes, dependencyValues } = context
  const route = (path: string, area: string, handle: Handle): Route => ({
    method: 'GET',
    path: `settings/${path}`,
    areas: () => [`settings.${area}`],
    handle: (call) => handle(visibleTo(sights.of(call.user), folder), call),
  })
  const all =
    (kind: 'layouts' | 'related_lists'): Handle =>
    (org, call) =>
      asItIs(moduleBody(org, kind, call))
  const one =
    (kind: 'layouts' | 'related_lists'): Handle =>
    (org, call) =>
      oneOf(moduleBody(org, kind, call), kind, call.params[0])
  return [
    route('modules', 'modules', (org, call) => listModules(org, call, moduleIncludes)),
    route('modules/:module', 'modules', (org, call) => oneModule(org, call.params[0] ?? '')),
    route('fields', 'fields', listFields),
    route('fields/:field', 'fields', oneField),
    route('layouts', 'layouts', all('layouts')),
    route('layouts/:layout', 'layouts', one('layouts')),
    route('layouts/:layout/map_dependency', 'map_dependency', (org, call) =>
      listDependencies(org, call, dependencyValues),
    ),
    route('layouts/:layout/map_dependency/:dependency', 'map_dependency', oneDependency),
    route('related_lists', 'related_lists', all('related_lists')),
    route('related_lists/:list', 'related_lists', one('related_lists')),
    route('custom_views', 'custom_views', listCustomViews),
    route('custom_views/:view', 'custom_views', oneCustomView),
    route('pipeline', 'pipeline', listPipelines),
    route('pipeline/:pipeline', 'pipeline', onePipeline),
    route('global_picklists', 'global_picklist', listGlobalPicklists),
    route('global_picklists/:picklist', 'global_picklist', (org, call) =>
      oneOf(org.document('global_picklists'), 'global_picklists', call.params[0]),
    ),
    route('global_picklists/:picklist/actions/associations', 'global_picklist', listAssociations),
  ]
}
