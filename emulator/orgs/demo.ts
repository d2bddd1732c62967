import { fieldBody, globalPicklistBody, layoutBody, moduleBody, relatedListBody } from './bodies.ts'
import { customViewsBody } from './custom-view-bodies.ts'
import { FIELDS, fieldOf } from './demo-all-fields.ts'
import { LAYOUTS } from './demo-layouts.ts'
import { RELATED_LISTS } from './demo-lists.ts'
import { MODULES } from './demo-modules.ts'
import { ORG, USERS } from './demo-people.ts'
import { DEPENDENCIES, PIPELINES } from './demo-picklist-maps.ts'
import { GLOBALS } from './demo-picklists.ts'
import { CUSTOM_VIEWS } from './demo-views.ts'
import { type Body, idOf } from './ids.ts'
import { moduleFile, type OrgFiles } from './org-folder.ts'
import { dependenciesBody, pipelinesBody } from './picklist-map-bodies.ts'

/** The files of the demo organisation: a company that rents and services bicycles. */
export function demoOrg(): OrgFiles {
  const files: OrgFiles = new Map<string, Body | null>([
    ['modules.json', { modules: MODULES.map(moduleBody) }],
    [
      'global_picklists.json',
      {
        global_picklists: Object.entries(GLOBALS).map(([name, options]) => globalPicklistBody(name, options)),
      },
    ],
    ['org.json', ORG],
    ['users.json', USERS],
    ['fields_Email_Sentiment.json', null],
  ])
  const put = (kind: Parameters<typeof moduleFile>[0], module: string, bodies: Body[]): void => {
    const name = moduleFile(kind, module)
    if (name !== undefined) files.set(name, { [kind]: bodies })
  }
  for (const [module, fields] of Object.entries(FIELDS))
    put(
      'fields',
      module,
      fields.map((field) => fieldBody(module, field)),
    )
  for (const [module, lists] of Object.entries(RELATED_LISTS)) {
    put(
      'related_lists',
      module,
      lists.map((list, index) => relatedListBody(module, list, index + 1)),
    )
  }
  for (const module of new Set(LAYOUTS.map((layout) => layout.module))) {
    put('layouts', module, LAYOUTS.filter((layout) => layout.module === module).map(layoutBody))
  }
  for (const [module, views] of Object.entries(CUSTOM_VIEWS))
    files.set(`custom_views_${module}.json`, customViewsBody(module, views))
  for (const [module, layout, specs] of DEPENDENCIES)
    files.set(
      `map_dependency_${idOf('layout', module, layout)}.json`,
      dependenciesBody(module, layout, specs),
    )
  const [pipeline, stage] = [fieldOf('Deals', 'Pipeline'), fieldOf('Deals', 'Stage')]
  files.set(
    `pipeline_${idOf('layout', 'Deals', 'Standard__s')}.json`,
    pipelinesBody('Deals', pipeline, stage, PIPELINES),
  )
  return files
}
