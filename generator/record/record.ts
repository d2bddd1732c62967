import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError, isZohoError } from '@zcrm/runtime'
import { openResourceCache, type PullResult, pullMetadata, ResourceCache } from '@zcrm/runtime/metadata'
import type { ResolvedConfig } from '../config/resolve.ts'
import type { PullSettings } from '../index.ts'
import { openClient } from '../session.ts'
import { anonymized } from './anonymize.ts'
import { AnswerStore } from './answer-store.ts'
import { checkFolder, replaceFolder } from './folder.ts'
import type { Identities } from './identities.ts'
import { type OrgFiles, orgFile, orgFilesOf } from './org-files.ts'
import { noMoreCalls, readStaff } from './staff.ts'
import { remnantIn, type SharedWords, sharedWords } from './verify.ts'

/** What a recording is made of. */
export interface Recording {
  readonly calls: number
  /** Parts that were there already from a recording that was interrupted. */
  readonly resumed: number
  readonly metadata: PullResult['metadata']
  /** What could not be read, and why; of modules too. */
  readonly notSeen: PullResult['metadata']['notSeen']
  /** `null` where nothing was written, since something could not be read. */
  readonly written: Written | null
}

/** What was written. */
export interface Written {
  readonly files: number
  readonly replaced: Identities['counts']
  readonly sharedWords: SharedWords
}

/** How an organisation is recorded. */
export interface RecordSettings extends Pick<PullSettings, 'maxCalls' | 'onPlan' | 'onProgress'> {
  /** Whether nothing is written where anything could not be read. */
  readonly strict?: boolean
}

/**
 * Organisation → org folder, which the emulator plays: every body that a pull reads, and those of the organisation and its
 * users, with users replaced. The resource cache of pulls and the snapshot are not touched.
 * @throws ConfigurationError where the folder has something else in it, or what was to be replaced would be in a file;
 * an error of the ladder as a pull does.
 */
export async function record(
  config: ResolvedConfig,
  folder: string,
  settings: RecordSettings = {},
): Promise<Recording> {
  checkFolder(folder)
  const client = await openClient(config)
  const opened = await openResourceCache(client, config.resourcePath)
  const { maxCalls = Number.POSITIVE_INFINITY, strict = false, ...reporting } = settings
  const staff = await readStaff(client, maxCalls)
  const place = join(opened.folder, 'record')
  const store = new AnswerStore(join(place, 'answers'))
  const pulled = pullMetadata(store.over(client), new ResourceCache(place), {
    ...reporting,
    force: true,
    includes: false,
    profile: opened.profile,
    concurrency: config.concurrency,
    ...(settings.maxCalls === undefined ? {} : { maxCalls: maxCalls - staff.calls }),
  })
  const result = await pulled.catch((error: unknown) => {
    // The pull knows only what was left of them.
    throw isZohoError(error) && error.code === 'MAX_CALLS' ? noMoreCalls(maxCalls) : error
  })
  const notSeen = [...staff.notSeen, ...result.metadata.notSeen, ...withoutFiles(result)]
  const said = { resumed: result.resumed, metadata: result.metadata, notSeen }
  const calls = opened.calls + staff.calls + result.calls
  try {
    const files = new Map([...orgFilesOf(store.answers()), ...staff.files])
    if (!files.has('modules')) throw takenAway()
    return { calls, ...said, written: strict && notSeen.length > 0 ? null : write(folder, files) }
  } finally {
    // What the API said of users is nowhere once it has been read.
    rmSync(place, { recursive: true, force: true })
  }
}

/** The modules whose names are too long for the names of some of their files. */
function withoutFiles({ metadata }: PullResult): Recording['notSeen'] {
  return metadata.modules
    .filter(({ apiName }) => orgFile('related_lists', apiName) === undefined)
    .map(({ apiName }) => ({ part: `parts of ${apiName}`, reason: 'no file can have so long a name' }))
}

function write(folder: string, bodies: OrgFiles): Written {
  const { files, identities } = anonymized(bodies)
  const texts = new Map([...files].map(([name, body]) => [`${name}.json`, body === null ? '' : textOf(body)]))
  replaceFolder(folder, texts, (written) => {
    const remnant = remnantIn(written, identities)
    if (remnant !== null) throw remains(remnant.what, remnant.file)
  })
  return { files: texts.size, replaced: identities.counts, sharedWords: sharedWords(texts, identities) }
}

/** A line for each element of the body's lists, so that a difference between two recordings can be read. */
function textOf(body: object): string {
  const members = Object.entries(body).map(([key, value]) => {
    const elements = Array.isArray(value) ? value.map((one) => JSON.stringify(one)).join(',\n') : null
    return `${JSON.stringify(key)}:${elements === null ? JSON.stringify(value) : `[\n${elements}\n]`}`
  })
  return `{${members.join(',')}}\n`
}

function remains(what: string, file: string): ConfigurationError {
  return new ConfigurationError(
    `the recording would still tell ${what} of the organisation, in ${file}; nothing was written`,
    'It is a fault of zcrm: please report it, with what is special about that name or address and not with itself.',
  )
}

function takenAway(): ConfigurationError {
  return new ConfigurationError(
    'another process recorded the organisation at the same time',
    'Run it again when that one is done.',
  )
}
