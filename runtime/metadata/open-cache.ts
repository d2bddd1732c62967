import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Identity } from '../auth/authenticator.ts'
import { digest } from '../auth/fingerprint.ts'
import type { Client } from '../client.ts'
import { DAY, isYoung } from './age.ts'
import { ResourceCache } from './resource-cache.ts'

/** Whose metadata it is: what is seen depends on the organisation and on the user's profile. */
export interface Seer {
  /** `zgid`, or `null` where the token may not tell. */
  readonly organization: string | null
  /** Name of the profile, or `null` where the token may not tell. */
  readonly profile: string | null
  /** When that was asked, in milliseconds since 1970. */
  readonly askedAt: number
}

/** A cache, and whose it is. */
export interface OpenedCache {
  readonly cache: ResourceCache
  /** Where the cache lies. */
  readonly folder: string
  readonly profile: string | null
  /** Calls of the API that were made to find that out. */
  readonly calls: number
}

/** Signing in asks for the user and for the organisation. */
const CALLS = 2

/**
 * Opens the resource cache of a client's user: one for each organisation, environment and profile, so that a token
 * which may see less does not make fields vanish for the others. Who it is is asked once a day, and remembered.
 * @throws an error of the ladder where it has to be asked and Zoho refuses.
 */
export async function openResourceCache(
  client: Pick<Client, 'identity' | 'signIn'>,
  resourcePath: string,
): Promise<OpenedCache> {
  const known = await knownResourceCache(client, resourcePath)
  if (known !== null) return known
  const ask = () => askWhose(client, resourcePath)
  if ((await client.identity()) === null) return ask()
  // Of many processes with one token, one asks.
  const seers = new ResourceCache(join(resourcePath, 'resources/seers'))
  return seers.exclusively(() => knownResourceCache(client, resourcePath), ask)
}

async function askWhose(
  client: Pick<Client, 'identity' | 'signIn'>,
  resourcePath: string,
): Promise<OpenedCache> {
  const { user, organization } = await client.signIn()
  const seer: Seer = {
    organization: organization?.zgid ?? null,
    profile: user?.profile ?? null,
    askedAt: Date.now(),
  }
  const identity = await client.identity()
  if (identity !== null) await keepSeer(await seerFile(resourcePath, identity), seer)
  return { ...(await cacheOf(resourcePath, identity, seer)), calls: CALLS }
}

/** The resource cache of a client's user, where it is known whose it is without a call; else `null`. */
export async function knownResourceCache(
  client: Pick<Client, 'identity'>,
  resourcePath: string,
): Promise<OpenedCache | null> {
  const identity = await client.identity()
  if (identity === null) return null
  const seer = await readSeer(await seerFile(resourcePath, identity))
  // A user seldom gets another profile: who it is is asked once a day.
  return seer !== null && isYoung(seer.askedAt, DAY) ? cacheOf(resourcePath, identity, seer) : null
}

async function seerFile(resourcePath: string, { key, environment }: Identity): Promise<string> {
  return join(resourcePath, 'resources/seers', `${await digest(JSON.stringify([environment, key]))}.json`)
}

async function cacheOf(
  resourcePath: string,
  identity: Identity | null,
  { organization, profile }: Seer,
): Promise<OpenedCache> {
  // Where Zoho does not tell who it is, what is seen is this token's own.
  const own = organization === null || profile === null ? [identity?.key ?? null] : []
  const whose = JSON.stringify([identity?.environment ?? null, organization, profile, ...own])
  const folder = join(resourcePath, 'resources', await digest(whose))
  return { cache: new ResourceCache(folder), folder, profile, calls: 0 }
}

async function readSeer(file: string): Promise<Seer | null> {
  try {
    const seer = JSON.parse(await readFile(file, 'utf8')) as Partial<Seer> | null
    return typeof seer?.askedAt === 'number' ? (seer as Seer) : null
  } catch {
    return null
  }
}

/** Forgetting it costs two calls: a folder that cannot be written is told by whoever has more to keep. */
async function keepSeer(file: string, seer: Seer): Promise<void> {
  const temporary = `${file}.${crypto.randomUUID()}.tmp`
  try {
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(temporary, JSON.stringify(seer))
    await rename(temporary, file)
  } catch {}
}
