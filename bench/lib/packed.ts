import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyScratch, rootDir } from './paths.ts'

/** A zcrm that projects under its folder can use, as if it were installed there. */
export interface InstalledCli {
  /** What was installed: the packed build, or the sources as they are. */
  readonly kind: 'packed' | 'sources'
  /** A folder whose `node_modules` hold zcrm and its runtime. */
  readonly folder: string
  /** The file that Node runs. */
  readonly bin: string
}

let installed: InstalledCli | undefined

/**
 * The CLI and the runtime as users install them: packed and installed, once per run of the benches.
 * `ZCRM_BENCH=sources` measures the sources instead, for a look while there is no build.
 */
export function packedCli(): InstalledCli {
  installed ??= process.env['ZCRM_BENCH'] === 'sources' ? linkSources() : installPacked()
  return installed
}

function installPacked(): InstalledCli {
  console.log('packing zcrm and its runtime, and installing them')
  const folder = emptyScratch('installed')
  const tarballs = join(folder, 'tarballs')
  mkdirSync(tarballs)
  npm(rootDir, 'pack', '--pack-destination', tarballs, '--silent')
  npm(join(rootDir, 'runtime'), 'pack', '--pack-destination', tarballs, '--silent')
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const files = readdirSync(tarballs).map((name) => join(tarballs, name))
  npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', ...files)
  return { kind: 'packed', folder, bin: join(folder, 'node_modules', 'zcrm', 'generator', 'bin.js') }
}

function linkSources(): InstalledCli {
  const folder = emptyScratch('installed')
  const scope = join(folder, 'node_modules', '@zcrm')
  mkdirSync(scope, { recursive: true })
  symlinkSync(join(rootDir, 'runtime'), join(scope, 'runtime'), 'junction')
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  return { kind: 'sources', folder, bin: join(rootDir, 'generator', 'bin.js') }
}

function npm(cwd: string, ...args: readonly string[]): void {
  const windows = process.platform === 'win32'
  if (!existsSync(cwd)) throw new Error(`${cwd} is missing`)
  execFileSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  })
}
