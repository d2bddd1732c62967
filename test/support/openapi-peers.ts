import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { root } from './scratch.ts'

const folder = join(root, 'test/openapi-peers')

/** The folder of the packages that judge a document. */
export const peerPackages: string = join(folder, 'node_modules')

/** Installs them where they are not there yet. */
export async function peersInstalled(): Promise<void> {
  if (!existsSync(peerPackages)) await promisify(execFile)('npm', ['ci'], { cwd: folder })
}

// biome-ignore lint/suspicious/noExplicitAny: the packages are not among the project's own, so that nothing knows their types here
async function load(file: string): Promise<any> {
  return import(pathToFileURL(join(peerPackages, file)).href)
}

/** What the linter of Redocly says of a document by its recommended rules, errors and warnings: nothing, where all is well. */
export async function lint(
  source: string,
  rules: Readonly<Record<string, 'off'>> = {},
): Promise<readonly string[]> {
  const { createConfig, lintFromString } = await load('@redocly/openapi-core/lib/index.js')
  const config = await createConfig({ extends: ['recommended'], rules })
  const problems: readonly {
    severity: string
    ruleId: string
    message: string
    location: { pointer: string }[]
  }[] = await lintFromString({ source, absoluteRef: '/openapi.json', config })
  return problems.map(
    ({ severity, ruleId, message, location }) => `${severity} ${ruleId} ${location[0]?.pointer}: ${message}`,
  )
}

/** The types that openapi-typescript makes of a document. */
export async function generateTypes(source: string): Promise<string> {
  const { default: openapiTS, astToString } = await load('openapi-typescript/dist/index.mjs')
  return astToString(await openapiTS(JSON.parse(source)))
}

/** A call of a client of openapi-fetch. */
type FetchCall = (
  path: string,
  init: object,
) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>

/** The client of openapi-fetch for a server. */
export async function fetchClient(
  options: object,
): Promise<Readonly<Record<'GET' | 'POST' | 'PUT', FetchCall>>> {
  const { default: createClient } = await load('openapi-fetch/dist/index.mjs')
  return createClient(options)
}
