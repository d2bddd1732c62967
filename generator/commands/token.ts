import { readFile } from 'node:fs/promises'
import {
  ConfigurationError,
  createClient,
  OAuthToken,
  type StoredToken,
  type TokenStore,
} from '@zcrm/runtime'
import { isEncrypted } from '@zcrm/runtime/stores'
import { environmentOf, namesEnvironment } from '../environment.ts'
import { prepareResourceFolder } from '../output/resource-folder.ts'
import { callSettings } from '../session.ts'
import { openRawTokenStore, openTokenStore } from '../token-store.ts'
import { importTokens } from '../tokens/import.ts'
import { type OfficialRow, parseOfficialFile } from '../tokens/official-rows.ts'
import type { CommandContext } from './command.ts'
import type { TokenAction } from './token-actions.ts'
import { plural } from './words.ts'

/** What is done to stored tokens, and to which. */
export interface TokenFlags {
  readonly action: TokenAction
  /** The id of a token, or what is imported: a file, or the URL of a database. */
  readonly subject: string | undefined
}

type Context = CommandContext<TokenFlags>

/** `zcrm token`: shows, imports, revokes and removes stored tokens. */
export async function tokenCommand(context: Context): Promise<number> {
  await ACTIONS[context.flags.action](context)
  return 0
}

const ACTIONS: Readonly<Record<TokenAction, (context: Context) => Promise<void>>> = {
  list: listTokens,
  import: importOfficial,
  revoke: revokeToken,
  remove: removeToken,
}

async function listTokens({ config, terminal }: Context): Promise<void> {
  const store = await openRawTokenStore(config)
  const rows = (await store.list()).map(shown)
  terminal.result(rows)
  if (rows.length === 0) terminal.line('no token is stored: zcrm login stores one')
  for (const { id, ...facts } of rows) {
    terminal.line(id)
    for (const [name, value] of Object.entries(facts)) {
      const label = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      terminal.line(`  ${label.padEnd(13)} ${value ?? 'not known'}`)
    }
  }
}

/** A token as it may be shown: its secrets are masked. */
function shown(row: StoredToken): Readonly<Record<string, string | null>> & { readonly id: string } {
  return {
    id: row.id,
    environment: row.environment,
    user: row.user,
    organization: row.organization,
    clientId: row.clientId,
    clientSecret: masked(row.clientSecret),
    refreshToken: masked(row.refreshToken),
    accessToken: `${masked(row.accessToken)}, ${ending(row.expiresAt)}`,
    scopes: row.scopes,
  }
}

/** The last four characters of a secret, which tell it from others; none of a short one. */
function masked(secret: string): string {
  if (secret === '') return 'none'
  if (isEncrypted(secret)) return 'encrypted'
  return secret.length < 20 ? '…' : `…${secret.slice(-4)}`
}

function ending(expiresAt: number): string {
  const minutes = Math.ceil((expiresAt - Date.now()) / 60_000)
  return minutes > 0 ? `for ${plural(minutes, 'minute')} more` : 'ended'
}

async function importOfficial(context: Context): Promise<void> {
  const { config, terminal } = context
  const from = subjectOf(context, 'the file or the table of the official SDK: its path, or mysql://…')
  const rows = await officialRows(from)
  prepareResourceFolder(config.resourcePath)
  const store = await openTokenStore(config)
  const imported = await importTokens(store, rows, namesEnvironment(config) ? environmentOf(config) : null)
  for (const { from: id, id: stored, skipped } of imported) {
    terminal.line(stored === null ? `  ${id} was not imported: ${skipped}` : `  ${id} is stored as ${stored}`)
  }
  terminal.line(
    `${plural(imported.filter(({ id }) => id !== null).length, 'token')} imported of ${rows.length}`,
  )
  terminal.result(imported)
}

async function officialRows(from: string): Promise<readonly OfficialRow[]> {
  const scheme = /^([a-z]{2,}):/i.exec(from)?.[1]?.toLowerCase()
  if (scheme === 'mysql' || scheme === 'mariadb') {
    const { readOfficialTable } = await import('../tokens/official-table.ts')
    return readOfficialTable(from)
  }
  if (scheme !== undefined) {
    // The rest may hold a password.
    throw new ConfigurationError(
      `tokens cannot be imported from ${scheme}:…`,
      'Name the token file of the official SDK, or its database: mysql://user:password@host:3306/database.',
    )
  }
  const text = await readFile(from, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `${from} cannot be read: ${reason}`,
      'Name the token file of the official SDK.',
      cause,
    )
  })
  return parseOfficialFile(from, text)
}

async function revokeToken(context: Context): Promise<void> {
  const store = await openTokenStore(context.config)
  const { id } = await namedToken(context, store)
  const client = createClient({ token: OAuthToken.id({ id }), store, ...callSettings(context.config) })
  await client.revoke()
  context.terminal.line(`${id} was revoked at Zoho and removed`)
  context.terminal.result({ revoked: id })
}

async function removeToken(context: Context): Promise<void> {
  const store = await openRawTokenStore(context.config)
  const { id } = await namedToken(context, store)
  await store.remove(id)
  context.terminal.line(`${id} was removed; at Zoho it is still good (zcrm token revoke ends it there)`)
  context.terminal.result({ removed: id })
}

async function namedToken(context: Context, store: TokenStore): Promise<StoredToken> {
  const id = subjectOf(context, 'the id of a token, as zcrm token list shows it')
  const row = await store.find({ id })
  if (row !== null) return row
  const ids = (await store.list()).map((one) => one.id)
  const known = ids.length === 0 ? 'No token is stored.' : `Stored are ${ids.join(', ')}.`
  throw new ConfigurationError(`no token with the id ${JSON.stringify(id)} is stored`, known)
}

function subjectOf({ flags }: Context, what: string): string {
  if (flags.subject !== undefined) return flags.subject
  throw new ConfigurationError(`zcrm token ${flags.action} needs an argument`, `Add ${what}.`)
}
