import { ConfigurationError } from '@zcrm/runtime'

/**
 * The version of what templates are given. It rises when a member goes or means something else; a new member leaves
 * it as it is.
 */
export const VIEW_VERSION = 1

/** What changed with each version after the first, for who wrote a template for an older one. */
export const VIEW_CHANGES: Readonly<Record<number, string>> = {}

const LINE = /^\{\{!(?:--)?\s*zcrm view (\d{1,4})\s*(?:--)?\}\}/

/**
 * Checks that a template was written for what templates are given.
 * @throws ConfigurationError where it does not say, or says another version; then with what changed since.
 */
export function checkViewVersion(
  file: string,
  text: string,
  current: number = VIEW_VERSION,
  changes: Readonly<Record<number, string>> = VIEW_CHANGES,
): void {
  const line = `{{!-- zcrm view ${current} --}}`
  const said = LINE.exec(text)?.[1]
  if (said === undefined) {
    throw new ConfigurationError(
      `${file}:1: the first line does not say which view the template was written for`,
      `Begin it with ${line}`,
    )
  }
  const version = Number(said)
  if (version === current) return
  const what = `${file}:1: the template was written for view ${version}, and this zcrm gives view ${current}`
  if (version > current) throw new ConfigurationError(what, 'Update zcrm.')
  const changed = Object.entries(changes)
    .filter(([since]) => Number(since) > version)
    .map(([since, change]) => `${since}: ${change}`)
  throw new ConfigurationError(
    what,
    `Write it for what changed, and let it say ${line} (${changed.join('; ')})`,
  )
}
