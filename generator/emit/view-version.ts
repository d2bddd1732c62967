import { ConfigurationError } from '@zcrm/runtime'
import { VIEW_CHANGES, VIEW_VERSION } from './views.ts'

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
