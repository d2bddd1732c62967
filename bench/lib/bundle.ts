import { pathToFileURL } from 'node:url'
import { peerFile } from './peers.ts'

/** What a bundler makes of an entry and of all that it imports statically. */
export interface Bundle {
  readonly text: string
}

/** As much of esbuild as is used here; its own types are there only once the peers are installed. */
interface Esbuild {
  build(options: object): Promise<{
    readonly outputFiles: readonly { readonly path: string; readonly text: string }[]
    readonly metafile: { readonly outputs: Readonly<Record<string, Output>> }
  }>
}

interface Output {
  readonly entryPoint?: string
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[]
}

/** Bundles and minifies some code as if it were a file of a project; what is imported lazily is left out. */
export async function bundle(folder: string, code: string, withoutRuntime: boolean): Promise<Bundle> {
  const { build } = (await import(pathToFileURL(peerFile('esbuild', 'lib', 'main.js')).href)) as Esbuild
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder, sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: folder,
    outdir: folder,
    conditions: process.env['ZCRM_BENCH'] === 'sources' ? ['@zcrm/source'] : [],
    external: ['node:*', 'node-fetch', 'https-proxy-agent', ...(withoutRuntime ? ['@zcrm/runtime'] : [])],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  const wanted = staticOutputs(metafile.outputs)
  const files = outputFiles.filter(({ path }) =>
    [...wanted].some((name) => path.replaceAll('\\', '/').endsWith(`/${name}`)),
  )
  return { text: files.map((file) => file.text).join('') }
}

function staticOutputs(outputs: Readonly<Record<string, Output>>): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const output = outputs[name]
    if (output === undefined || found.has(name)) return
    found.add(name)
    for (const each of output.imports)
      if (each.kind === 'import-statement' && each.external !== true) visit(each.path)
  }
  for (const [name, output] of Object.entries(outputs))
    if (output.entryPoint === 'entry.ts' || output.entryPoint === '<stdin>') visit(name)
  return found
}
