import { ConfigurationError } from '@zcrm/runtime'
import { type Origin, whereOf } from './check.ts'
import { isWithin, placeOf } from './place.ts'
import type { ResolvedConfig } from './resolve.ts'

/**
 * Refuses a resource folder that holds what belongs into version control: Git is told to ignore all of the folder, which
 * with `.` would be the whole project.
 * @throws ConfigurationError that names what is in it.
 */
export function checkResourcePath(origin: Origin, config: ResolvedConfig): void {
  const { resourcePath, out, snapshot, templates, configFile } = config
  const committed = [
    ['the configuration', configFile],
    ['the output folder', out],
    ['the snapshot', snapshot],
    ['the folder of templates', templates],
  ] as const
  for (const [what, path] of committed) {
    if (path === null || path === undefined || !isWithin(path, resourcePath)) continue
    const isSame = placeOf(path) === placeOf(resourcePath)
    throw new ConfigurationError(
      `${whereOf(origin)} is ${resourcePath}, which ${isSame ? 'is' : 'holds'} ${what}${isSame ? '' : ` (${path})`}`,
      'Use a folder for it that has nothing else in it, such as .zcrm: Git is told to ignore all of it.',
    )
  }
}
