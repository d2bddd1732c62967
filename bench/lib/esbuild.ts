import { pathToFileURL } from 'node:url'
import type { Build } from './bundle.ts'
import { peerFile } from './peers.ts'

/** The esbuild that was installed beside the peers; its own types are there only then. */
export async function esbuild(): Promise<{ readonly build: Build }> {
  return (await import(pathToFileURL(peerFile('esbuild', 'lib', 'main.js')).href)) as { build: Build }
}

/** Conditions under which packages are resolved: the sources themselves where they are measured. */
export const conditions: readonly string[] = process.env['ZCRM_BENCH'] === 'sources' ? ['@zcrm/source'] : []
