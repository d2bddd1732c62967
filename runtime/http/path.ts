import { ConfigurationError } from './errors.ts'

/**
 * A path of the API with its values percent-encoded: `` path`/settings/modules/${name}` ``.
 * @throws ConfigurationError for an empty value, `.` or `..`, which would name another resource.
 */
export function path(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.reduce((text, part, index) => {
    const value = values[index - 1] ?? ''
    if (value === '' || value === '.' || value === '..') {
      throw new ConfigurationError(
        `${JSON.stringify(value)} cannot stand in the path ${strings.join('…')}`,
        'Pass the id or API name that is meant.',
      )
    }
    return text + encode(value) + part
  })
}

const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A value percent-encoded. Half a surrogate pair, which no URL can hold, becomes the replacement character. */
export function encode(value: string): string {
  return encodeURIComponent(value.replace(LONE_SURROGATES, '\ufffd'))
}
