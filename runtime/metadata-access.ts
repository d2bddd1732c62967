import type { Client } from './client.ts'
import type { FetchOptions } from './http/fetch.ts'
import type { TransportOptions } from './http/transport.ts'
import type { ClientMetadata } from './metadata/client-metadata.ts'
import type { Metadata as OrganizationMetadata } from './metadata/model.ts'
import type { CheckedOptions } from './options.ts'
import type { ModuleClass } from './records/choices.ts'

/** What a refresh did. */
export interface Refreshed {
  /** Calls of the API that were made. */
  readonly calls: number
  /** API names of the modules whose metadata is not what it was. */
  readonly changed: readonly string[]
  /** Parts that were left for later, since the budget did not reach for them. */
  readonly postponed: number
}

/** How metadata is refreshed. */
export interface RefreshOptions {
  /** Whether everything is read again. */
  readonly force?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** The metadata of a client; what it takes is loaded when it is first used. */
export interface Metadata {
  /** What this process read last: at the last refresh, its own or the background's. `null` before that. */
  readonly current: () => OrganizationMetadata | null
  /**
   * Reads now what the hourly refresh reads: the list of modules, the fields of those in use, and what moved or is older
   * than a day; with `force` everything.
   * @throws an error of the ladder where the API refuses or cannot be reached.
   */
  readonly refresh: (options?: RefreshOptions) => Promise<Refreshed>
}

/** What a client asks of its metadata. */
export interface MetadataAccess extends Metadata, Pick<Client, 'use' | 'prepare'> {
  /** Starts what goes on in the background, where it is wanted and does not go on yet. */
  readonly wake: () => void
}

/** What the metadata of a client stands on. */
export interface MetadataOptions
  extends Pick<CheckedOptions, 'config' | 'resourcePath' | 'logger' | 'onDrift'> {
  readonly client: Pick<Client, 'request' | 'signIn' | 'identity'>
  /** What its calls go by, for others that go beside them. */
  readonly transport: Omit<TransportOptions, 'loadFetch'> & { readonly loader: FetchOptions }
  /** When the client was made, in milliseconds since 1970: the code that uses it is older. */
  readonly since: number
}

/** The metadata of a client, of which nothing is read or loaded yet. */
export function createMetadata(options: MetadataOptions): MetadataAccess {
  const { pickListValidation, wireValue, autoRefreshFields } = options.config
  const used = new Map<string, ModuleClass>()
  let loading: Promise<ClientMetadata> | undefined
  let loaded: ClientMetadata | undefined
  const load = () => {
    loading ??= import('#node/metadata/client-metadata').then(({ ClientMetadata }) => {
      loaded = new ClientMetadata(options, used)
      return loaded
    })
    return loading
  }
  const setsWireOf = (apiName: string) =>
    typeof wireValue === 'object'
      ? Object.keys(wireValue).some((field) => field.startsWith(`${apiName}.`))
      : wireValue !== undefined
  let isAwake = !autoRefreshFields
  return {
    current: () => loaded?.current ?? null,
    refresh: async (given = {}) => (await load()).refresh(given),
    wake: () => {
      if (isAwake) return
      isAwake = true
      load().then(
        (metadata) => metadata.keepFresh(),
        (error: unknown) =>
          options.logger.warn({ reason: String(error) }, 'the metadata cannot be refreshed'),
      )
    },
    use: (module) => {
      used.set(module.apiName, module)
    },
    prepare: async (module) => {
      if (!module.choices || !(pickListValidation || setsWireOf(module.apiName))) return (row) => row
      const [{ rowCheck }, choices] = await Promise.all([import('./records/check.ts'), module.choices()])
      const seen = loaded?.seen(module.apiName) ?? null
      return rowCheck({ module: module.apiName, choices, seen, config: options.config })
    },
  }
}
