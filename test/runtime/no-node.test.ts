import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { root, scratchFolder } from '../support/scratch.ts'

/** What is told of each error by somebody who does in a page what needs Node, and of calls by a fetch of one's own. */
const page = `
import { createClient, EUDataCenter, MemoryStore, OAuthToken } from '@zcrm/runtime'

const environment = EUDataCenter.PRODUCTION()
const token = OAuthToken.access({ accessToken: 'token' })
const clientOf = (options) => createClient({ environment, token, store: new MemoryStore(), ...options })
const refreshing = OAuthToken.refresh({ clientId: 'id', clientSecret: 'secret', refreshToken: 'refresh' })
const answer = JSON.stringify({ org: [{ id: '1', company_name: 'Acme' }] })
const told = (work) => work.then(({ company_name }) => company_name, ({ name, message, hint }) => [name, message, hint].join(' · '))

export const results = await Promise.all([
  told(clientOf({ token: refreshing, store: undefined }).org()),
  told(clientOf({}).org()),
  told(clientOf({ logger: { filePath: 'zcrm.log' } }).org()),
  told(clientOf({}).metadata.refresh()),
  told(clientOf({ fetch: async () => new Response(answer) }).org()),
])
`

test('what needs Node says so where it was bundled for a browser, and a fetch of one’s own is enough for calls', async () => {
  const outfile = join(await scratchFolder(), 'page.mjs')
  const { warnings } = await build({
    stdin: { contents: page, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    conditions: ['@zcrm/source'],
    logLevel: 'silent',
  })
  expect(warnings).toEqual([])
  const { results } = (await import(pathToFileURL(outfile).href)) as { readonly results: readonly string[] }
  const refused = (what: string, hint = '') =>
    expect.stringMatching(
      `^ConfigurationError · ${what} needs Node, and this was bundled for a browser · Call Zoho from a server: .*${hint}$`,
    )
  expect(results).toEqual([
    refused('the FileStore', 'pass a MemoryStore or a store of your own.'),
    refused('sending calls', 'pass a fetch.'),
    refused('a log file', 'Pass a logger of your own.'),
    refused('refreshing metadata'),
    'Acme',
  ])
})
