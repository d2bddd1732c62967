import type { OpenAPIV3_1 } from 'openapi-types'
import { description } from '../../escape.ts'
import { jsonText } from '../../schema/literals.ts'
import type { ModuleSchema, Schema } from '../../schema/schema.ts'
import { SIGNATURE } from '../typescript.ts'
import { ERROR_RESPONSES, ERROR_SCHEMAS } from './errors.ts'
import { type Names, namesOf, QUERIES } from './names.ts'
import { type ComponentSchema, sorted } from './objects.ts'
import { hasPath, modulePaths, type OperationParts, operationOf } from './operations.ts'
import { PARAMETERS } from './parameters.ts'
import { picklistSchema } from './picklists.ts'
import { queryOperation } from './query.ts'
import { type RecordOptions, recordSchemas, recordScope } from './records.ts'
import { withoutUnused } from './references.ts'
import { securityOf, securitySchemes } from './security.ts'
import { type Hosts, serversOf } from './servers.ts'
import { SHARED_SCHEMAS } from './shared.ts'

/** How the document is written. */
export interface OpenApiOptions extends RecordOptions {
  readonly hosts: Hosts
}

const API_VERSION = '/crm/v8'

const ABOUT = `The records of a Zoho CRM organisation: its modules, fields and picklists. ${SIGNATURE} from its metadata.`

/** The organisation as a document of OpenAPI 3.1. */
export function openApiDocument(schema: Schema, options: OpenApiOptions): OpenAPIV3_1.Document {
  const names = namesOf(schema)
  const modules = schema.modules.filter(hasPath)
  const operations = pathsOf(modules, names)
  const scopes = operations.flatMap(([, item]) => Object.values(item).flatMap((parts) => parts.scopes))
  const { servers, accountsUrl } = serversOf(options.hosts)
  return withoutUnused({
    openapi: '3.1.0',
    info: {
      title: 'Zoho CRM',
      description: ABOUT,
      version: schema.hash,
      license: { name: 'Terms of service of Zoho', url: 'https://www.zoho.com/terms.html' },
    },
    externalDocs: {
      description: 'The API in Zoho’s own words.',
      url: 'https://www.zoho.com/crm/developer/docs/api/v8/',
    },
    servers,
    tags: tagsOf(modules, names),
    paths: Object.fromEntries(operations.map(([path, item]) => [`${API_VERSION}${path}`, pathItem(item)])),
    components: {
      schemas: sorted([
        ...Object.entries(SHARED_SCHEMAS),
        ...Object.entries(ERROR_SCHEMAS),
        ...moduleSchemas(schema, names, options),
      ]),
      responses: sorted(Object.entries(ERROR_RESPONSES)),
      parameters: sorted(Object.entries(PARAMETERS)),
      securitySchemes: securitySchemes(accountsUrl, scopes),
    },
  })
}

/** The document as text: the same for the same organisation, to the byte. */
export function emitOpenApi(schema: Schema, options: OpenApiOptions): string {
  return `${jsonText(openApiDocument(schema, options), 2)}\n`
}

type PathOperations = Readonly<Record<string, OperationParts>>

function pathsOf(modules: readonly ModuleSchema[], names: Names): readonly [string, PathOperations][] {
  const paths = new Map<string, PathOperations>()
  for (const module of modules)
    for (const [path, item] of Object.entries(modulePaths(module, names.module(module.apiName))))
      paths.set(path, item)
  // Zoho has queries under this name: records of a module that is called so cannot be created.
  paths.set('/coql', { ...paths.get('/coql'), post: queryOperation })
  return Object.entries(sorted(paths))
}

function pathItem(operations: PathOperations): OpenAPIV3_1.PathItemObject {
  return Object.fromEntries(
    Object.entries(operations).map(([method, parts]) => [
      method,
      { ...operationOf(parts), security: securityOf(parts.scopes) },
    ]),
  )
}

function tagsOf(modules: readonly ModuleSchema[], names: Names): OpenAPIV3_1.TagObject[] {
  const tags = modules.map(({ apiName, label, generatedType }): [string, OpenAPIV3_1.TagObject] => {
    const { record: name } = names.module(apiName)
    const called = label === apiName ? '' : ` (${description(apiName)})`
    const about = `The ${description(generatedType)} module ${description(label)}${called}.`
    return [name, { name, description: about }]
  })
  const queries: [string, OpenAPIV3_1.TagObject] = [
    QUERIES,
    { name: QUERIES, description: 'Queries in COQL, over all modules.' },
  ]
  return Object.values(sorted([...tags, queries]))
}

function moduleSchemas(
  schema: Schema,
  names: Names,
  options: OpenApiOptions,
): readonly (readonly [string, ComponentSchema])[] {
  const scope = recordScope(schema, names, options)
  const own = schema.modules.flatMap((module) => [
    ...recordSchemas(module, scope),
    ...module.picklists.map(
      (picklist) => [names.picklist(module.apiName, picklist.apiName), picklistSchema(picklist)] as const,
    ),
  ])
  const global = schema.globalPicklists.map(
    (picklist) => [names.picklist(null, picklist.apiName), picklistSchema(picklist)] as const,
  )
  return [...own, ...global]
}
