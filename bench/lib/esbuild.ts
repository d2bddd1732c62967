import { pathToFileURL } from 'node:url'
import { peerFile } from './peers.ts'

/** As much of esbuild as is used here; its own types are there only once the peers are installed. */
export interface Esbuild {
  build(options: object): Promise<BuildResult>
}

/** What a build with `metafile` answers. */
export interface BuildResult {
  readonly outputFiles?: readonly { readonly path: string; readonly text: string }[]
  readonly metafile: { readonly outputs: Readonly<Record<string, Output>> }
}

/** A file that a build wrote, and what it imports. */
export interface Output {
  readonly entryPoint?: string
  readonly bytes: number
  readonly inputs: Readonly<Record<string, object>>
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[]
}

/** The esbuild that was installed beside the peers. */
export async function esbuild(): Promise<Esbuild> {
  return (await import(pathToFileURL(peerFile('esbuild', 'lib', 'main.js')).href)) as Esbuild
}

/** Conditions under which packages are resolved: the sources themselves where they are measured. */
export const conditions: readonly string[] = process.env['ZCRM_BENCH'] === 'sources' ? ['@zcrm/source'] : []
