import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '@zcrm/runtime'
import {
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

/** `zcrm emulate`: a local Zoho until SIGINT or SIGTERM. Prints one line of JSON when it is ready. */
export async function emulateCommand(flags: EmulateFlags, print: (line: string) => void): Promise<number> {
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
  await ended
  await emulator.close()
  return 0
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

/** A file's content, or the text itself where there is no such file. */
async function readFaults(text: string): Promise<NonNullable<EmulatorOptions['faults']>> {
  return parseFaults(text.endsWith('.json') ? await readFile(text, 'utf8').catch(() => text) : text)
}

function endOfProcess(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
