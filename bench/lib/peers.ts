import { execFileSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { benchDir, rootDir } from './paths.ts'

const modules = join(benchDir, 'node_modules')

/** Installs the peers and the compilers, exactly as locked, if they are missing. */
export function installPeers(): void {
  installLocked(benchDir, 'the peers and the compilers')
}

/** The URL of the official SDK, the one that the emulator is tested with; installed, exactly as locked, if it is missing. */
export function officialSdk(): string {
  const folder = join(rootDir, 'test', 'official-sdk')
  installLocked(folder, 'the official SDK')
  const from = createRequire(join(folder, 'package.json'))
  return pathToFileURL(from.resolve('@zohocrm/typescript-sdk-8.0')).href
}

function installLocked(folder: string, what: string): void {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return
  console.log(`installing ${what} (once)`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['ci', '--prefix', folder], { stdio: 'inherit', shell: process.platform === 'win32' })
}

/** The path of a file of an installed peer. */
export function peerFile(...path: readonly string[]): string {
  return join(modules, ...path)
}

/** Lets the code in a scratch folder import the peers. */
export function benchLink(folder: string): void {
  symlinkSync(modules, join(folder, 'node_modules'), 'junction')
}

/** A TypeScript that benches compile with. */
export interface Compiler {
  readonly name: '5.9' | '7'
  readonly file: string
  readonly args: readonly string[]
}

/** The two compilers: 5.9 in Node, 7 as the native program itself, without the launcher in Node. */
export async function compilers(): Promise<readonly [typescript59: Compiler, typescript7: Compiler]> {
  return [
    { name: '5.9', file: process.execPath, args: [peerFile('typescript59', 'lib', 'tsc.js')] },
    { name: '7', file: await nativeTypeScript(), args: [] },
  ]
}

/** The path of TypeScript 7's native program. */
export async function nativeTypeScript(): Promise<string> {
  const url = pathToFileURL(peerFile('typescript7', 'lib', 'getExePath.js')).href
  const { default: getExePath } = (await import(url)) as { default: () => string }
  return getExePath()
}

/** The path of the language server of TypeScript 5.9. */
export const tsserver59: string = peerFile('typescript59', 'lib', 'tsserver.js')
