import { ConfigurationError } from './errors.ts'

/** A proxy: its URL, with user and password in it, percent-encoded, or beside it, as they are. */
export type ProxyOption =
  | string
  | URL
  | { readonly url: string | URL; readonly user?: string; readonly password?: string }

/**
 * The URL of a proxy, with its credentials percent-encoded in it.
 * @throws ConfigurationError where it is no http or https URL; a password is never repeated.
 */
export function parseProxy(option: ProxyOption): URL {
  const { url, user, password } = isBare(option) ? { url: option } : (option ?? {})
  const text = String(url ?? '')
  const parsed = URL.canParse(text) ? new URL(text) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/') {
    throw new ConfigurationError(
      'proxy is no URL of a proxy',
      'Pass http:// or https://, host and port, such as http://proxy.example.com:3128.',
    )
  }
  if (user !== undefined) parsed.username = encodeURIComponent(user)
  if (password !== undefined) parsed.password = encodeURIComponent(password)
  return parsed
}

function isBare(option: ProxyOption): option is string | URL {
  return typeof option === 'string' || option instanceof URL
}
