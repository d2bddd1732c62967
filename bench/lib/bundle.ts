import { join } from 'node:path'

/** What a bundler makes of some code, as an app loads it. */
export interface Bundle {
  /** What is loaded at once: the code, and all that it imports statically. */
  readonly atOnce: Part
  /** What `import()` loads beside that, by the file that it names; two of these may have a part in common. */
  readonly later: ReadonlyMap<string, Part>
}

/** Minified code, and the files that it comes from. */
export interface Part {
  readonly text: string
  readonly files: readonly string[]
}

/** What is bundled. */
export interface BundleOptions {
  /** The folder in whose project the code stands. */
  readonly folder: string
  readonly code: string
  readonly conditions: readonly string[]
  /** Packages that stay outside, beside Node's own and those that the runtime stands on. */
  readonly external?: readonly string[]
}

/** As much of esbuild's `build` as is used here. */
export type Build = (options: object) => Promise<{
  readonly outputFiles?: readonly { readonly path: string; readonly text: string }[] | undefined
  readonly metafile?: { readonly outputs: Readonly<Record<string, Output>> } | undefined
}>

interface Output {
  readonly entryPoint?: string | undefined
  readonly inputs: Readonly<Record<string, object>>
  readonly imports: readonly {
    readonly path: string
    readonly kind: string
    readonly external?: boolean | undefined
  }[]
}

type Outputs = Readonly<Record<string, Output>>

const ENTRY = /^(entry\.ts|<stdin>)$/

/** Bundles and minifies some code as if it were a file of a project. */
export async function bundle(build: Build, options: BundleOptions): Promise<Bundle> {
  const { folder, code, conditions, external = [] } = options
  const { outputFiles = [], metafile } = await build({
    stdin: { contents: code, resolveDir: folder, sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: folder,
    outdir: folder,
    conditions,
    packages: 'bundle',
    external: ['node:*', 'node-fetch', 'pino', ...external],
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
  const outputs: Outputs = metafile?.outputs ?? {}
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]))
  const partOf = (names: Iterable<string>): Part => ({
    text: [...names].map((name) => texts.get(join(folder, name)) ?? '').join(''),
    files: [...names].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {})),
  })
  const entries = Object.entries(outputs).flatMap(([name, { entryPoint }]) =>
    entryPoint === undefined ? [] : [[name, entryPoint] as const],
  )
  const atOnce = new Set(
    entries.flatMap(([name, entry]) => (ENTRY.test(entry) ? [...withImports(outputs, name)] : [])),
  )
  const later = entries
    .filter(([, entry]) => !ENTRY.test(entry))
    .map(([name, entry]): readonly [string, Part] => {
      const own = [...withImports(outputs, name)].filter((each) => !atOnce.has(each))
      return [entry, partOf(own)]
    })
  return { atOnce: partOf(atOnce), later: new Map(later) }
}

/** The names of an output, and of all that it imports statically. */
function withImports(outputs: Outputs, entry: string): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const output = outputs[name]
    if (output === undefined || found.has(name)) return
    found.add(name)
    for (const each of output.imports)
      if (each.kind === 'import-statement' && each.external !== true) visit(each.path)
  }
  visit(entry)
  return found
}
