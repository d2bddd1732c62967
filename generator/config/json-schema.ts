import { FORMS, type FormName } from './forms.ts'
import { type EntrySpec, OPTIONS, type OptionSpec, optionNames } from './options.ts'

type JsonSchema = Readonly<Record<string, unknown>>

/** The JSON Schema of a configuration's file in JSON or YAML, for editors. It takes what the tool takes there. */
export function configSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of zcrm',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Where this schema is' },
      profiles: {
        description: 'One configuration for each organisation or environment: --profile chooses one',
        type: 'object',
        propertyNames: { pattern: PROFILE_NAME },
        additionalProperties: { $ref: '#/definitions/options' },
      },
      defaultProfile: { type: 'string', description: 'The profile that counts where none is chosen' },
      ...optionSchemas(),
    },
    definitions: {
      options: { type: 'object', additionalProperties: false, properties: optionSchemas() },
    },
  }
}

/** What {@link readContent} takes as the name of a profile, devices of Windows left aside. */
const PROFILE_NAME = '^[A-Za-z][A-Za-z0-9_-]{0,39}$'

function optionSchemas(): JsonSchema {
  return Object.fromEntries(optionNames.map((name) => [name, optionSchema(OPTIONS[name])]))
}

function optionSchema(spec: OptionSpec): JsonSchema {
  const { description, default: standard } = spec
  return { description, ...valueSchema(spec), ...(standard === undefined ? {} : { default: standard }) }
}

/** A text without commas that are not followed by something is a list too. */
const LIST_TEXT = '^\\s*[^,\\s][^,]*(,\\s*[^,\\s][^,]*)*$'

function valueSchema({ type, values, range, isPath, entries, schema }: OptionSpec): JsonSchema {
  if (schema !== undefined) return schema
  if (type === 'list') {
    const item = { type: 'string', pattern: '\\S' }
    return {
      anyOf: [
        { type: 'array', items: item, minItems: 1 },
        { type: 'string', pattern: LIST_TEXT },
      ],
    }
  }
  if (type === 'map')
    return { type: 'object', additionalProperties: entries === undefined ? {} : entrySchema(entries) }
  if (values !== undefined) return { enum: values }
  if (range !== undefined) return { type: 'integer', minimum: range[0], maximum: range[1] }
  return isPath === true ? { type, minLength: 1 } : { type }
}

function entrySchema({ form, parts }: EntrySpec): JsonSchema {
  if (parts === undefined) return textSchema(form)
  const object = {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(parts).filter((part) => parts[part]?.isRequired === true),
    properties: Object.fromEntries(
      Object.entries(parts).map(([part, { form: own, description }]) => [
        part,
        { description, ...textSchema(own) },
      ]),
    ),
  }
  return { anyOf: [textSchema(form), object] }
}

function textSchema(form: FormName): JsonSchema {
  return { type: 'string', pattern: FORMS[form].pattern }
}
