import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '@zcrm/runtime'
import {
  DataFileError,
  type Emulator,
  type EmulatorOptions,
  FaultError,
  OrgFolderError,
  parseFaults,
  startEmulator,
} from '../../emulator/index.ts'

/** Flags of `zcrm emulate`. */
export interface EmulateFlags {
  readonly org: string | undefined
  readonly port: number
  readonly records: number
  readonly seed: number
  readonly latency: number
  readonly tokenTtl: number
  /** JSON, the name of a preset, or a file that holds JSON. */
  readonly faults: string | undefined
  readonly data: string | undefined
}

/** Where `zcrm emulate` prints. */
export interface EmulateOutput {
  /** A line for machines. */
  readonly print: (line: string) => void
  /** A line for whoever sits before it; not called where nobody does. */
  readonly tell: (line: string) => void
}

/** `zcrm emulate`: a local Zoho until SIGINT or SIGTERM. Prints one line of JSON when it is ready. */
export async function emulateCommand(flags: EmulateFlags, { print, tell }: EmulateOutput): Promise<number> {
  const ended = endOfProcess()
  const emulator = await start(flags)
  const { accountsUrl, apiUrl, fileUploadUrl, clientId, clientSecret, grantToken, refreshToken, zgid } =
    emulator
  print(
    JSON.stringify({
      accountsUrl,
      apiUrl,
      fileUploadUrl,
      clientId,
      clientSecret,
      grantToken,
      refreshToken,
      zgid,
    }),
  )
  for (const line of hints(emulator, flags)) tell(line)
  await ended
  await emulator.close()
  return 0
}

/** How to use it, for people. */
function hints({ apiUrl, env }: Emulator, { org }: EmulateFlags): readonly string[] {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  return [
    '',
    `A local Zoho at ${apiUrl}, of ${org === undefined ? 'the built-in demo organisation' : `the organisation in ${org}`}. In another shell:`,
    `  export ${variables.join(' ')}`,
    '  npx zcrm generate',
    `What it was asked is at ${apiUrl}/__emulator/calls. Ctrl-C ends it.`,
  ]
}

async function start({ org, faults, data, ...numbers }: EmulateFlags): ReturnType<typeof startEmulator> {
  try {
    return await startEmulator({
      ...numbers,
      ...(org === undefined ? {} : { org }),
      ...(data === undefined ? {} : { data }),
      ...(faults === undefined ? {} : { faults: await readFaults(faults) }),
    })
  } catch (cause) {
    if (cause instanceof OrgFolderError)
      throw new ConfigurationError(cause.message, 'Correct it, or name another folder with --org.', cause)
    if (cause instanceof DataFileError)
      throw new ConfigurationError(
        cause.message,
        'Correct or remove it, or name another file with --data.',
        cause,
      )
    if (cause instanceof FaultError)
      throw new ConfigurationError(cause.message, 'Correct the value of --faults.', cause)
    if (cause instanceof Error && 'syscall' in cause && cause.syscall === 'listen') {
      throw new ConfigurationError(
        `port ${numbers.port} cannot be listened on: ${cause.message}`,
        'Choose another with --port, or 0 for any.',
        cause,
      )
    }
    throw cause
  }
}

/** Faults as they are written, or those in a file. */
async function readFaults(text: string): Promise<NonNullable<EmulatorOptions['faults']>> {
  if (!text.endsWith('.json')) return parseFaults(text)
  const content = await readFile(text, 'utf8').catch((cause: unknown) => {
    throw new ConfigurationError(
      `the faults in ${text} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      'Name a file of JSON, or write a preset or the JSON itself after --faults.',
      cause,
    )
  })
  return parseFaults(content)
}

function endOfProcess(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
