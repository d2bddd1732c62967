import { Ajv2020 } from 'ajv/dist/2020.js'

const DATE = /^\d{4}-\d\d-\d\d$/
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const JSON_BODY = ['content', 'application/json', 'schema']
const BASE = 'document://openapi'

/** A document, as far as tests look into one. */
export interface Document {
  readonly servers: readonly object[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Component>>
    // biome-ignore lint/suspicious/noExplicitAny: it is compared with what is expected
    readonly securitySchemes: any
  }
}

/** An operation of a document. */
export interface Operation {
  readonly operationId: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>
}

/** A schema of a document's components. */
export interface Component {
  readonly type?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, unknown>>
  readonly enum?: readonly string[]
}

/** Judges values by the schemas of a document. What is wrong is told as `path message`: nothing, where a value is valid. */
export interface Judge {
  readonly document: Document
  schema(name: string, value: unknown): readonly string[]
  request(path: string, method: string, body: unknown): readonly string[]
  answer(path: string, method: string, status: number, body: unknown): readonly string[]
}

/** What judges values by a document. */
export function judgeOf(source: string): Judge {
  const document = JSON.parse(source) as Document
  // The words beside values, x-enum-varnames and the like, are not for validators.
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { date: DATE, 'date-time': DATE_TIME } })
  ajv.addSchema({ ...document, $id: BASE })
  const judge = (place: readonly string[], value: unknown): readonly string[] => {
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    const validate = ajv.getSchema(`${BASE}#/${pointer.join('/')}`)
    if (validate === undefined) throw new Error(`there is no schema at ${place.join(' → ')}`)
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return {
    document,
    schema: (name, value) => judge(['components', 'schemas', name], value),
    request: (path, method, body) => judge(['paths', path, method, 'requestBody', ...JSON_BODY], body),
    answer: (path, method, status, body) => {
      const answer = document.paths[path]?.[method]?.responses[status]
      if (answer === undefined) return [`${method} ${path} is not said to answer ${status}`]
      if (status === 204 || status === 304) return body === null ? [] : ['there is a body']
      const place = answer.$ref?.split('/').slice(1) ?? ['paths', path, method, 'responses', `${status}`]
      return judge([...place, ...JSON_BODY], body)
    },
  }
}
