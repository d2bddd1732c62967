import { ConfigurationError } from './http/errors.ts'

// What takes the place of `#node/*` in a browser: bundlers read whatever a page could load, and a page that only has
// picklists must not make them look for modules of Node.

/** Stands for `http/node-fetch.ts`. */
export function nodeFetch(): never {
  throw needsNode('sending calls', 'In a runtime that is neither Node nor a browser, pass a fetch.')
}

/** Stands for `stores/file-rows.ts`. */
export class FileRows {
  constructor() {
    throw needsNode(
      'the FileStore',
      'In a runtime that is neither Node nor a browser, pass a MemoryStore or a store of your own.',
    )
  }
}

/** Stands for `log-file.ts`. */
export function openLogFile(): never {
  throw needsNode('a log file', 'Pass a logger of your own.')
}

/** Stands for `metadata/client-metadata.ts`. */
export class ClientMetadata {
  constructor() {
    throw needsNode('refreshing metadata')
  }
}

function needsNode(what: string, instead = ''): ConfigurationError {
  const hint = `Call Zoho from a server: it takes no calls from pages, and secrets do not belong there. ${instead}`
  return new ConfigurationError(`${what} needs Node, and this was bundled for a browser`, hint.trimEnd())
}
