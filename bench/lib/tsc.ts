import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Compiler, compilers } from './peers.ts'
import { median } from './stats.ts'
import { type Command, timeInTurns } from './time.ts'

/** Files that are compiled together, as paths relative to their project's folder. */
export interface Compilation {
  readonly name: string
  readonly folder: string
  readonly files: readonly string[]
}

/** What a compilation costs over an empty file in the same project, by compiler. */
export interface CompileCost {
  readonly name: string
  readonly compiler: Compiler['name']
  /** The median over the median of the baseline, in seconds; the runs are interleaved. */
  readonly seconds: number
  readonly baseline: number
  readonly peakMb?: number
}

/** The strictest project that generated code must compile in. */
export const strictOptions: Readonly<Record<string, unknown>> = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  types: [],
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
}

/** The costs of these compilations, all in turns, with each compiler, over an empty file. */
export async function compileCosts(
  compilations: readonly Compilation[],
  runs: number,
): Promise<readonly CompileCost[]> {
  const costs: CompileCost[] = []
  for (const compiler of await compilers()) {
    const commands = [emptyFile(compilations), ...compilations].map((each) => compileCommand(compiler, each))
    const [baseline, ...timings] = await timeInTurns(commands, runs)
    if (baseline === undefined) throw new Error('the empty file was not compiled')
    for (const timing of timings) {
      // The runs of one turn are neighbours in time: their difference loses the noise that they share.
      const over = timing.runs.map((wall, turn) => wall - (baseline.runs[turn] ?? baseline.wall.median))
      costs.push({
        name: timing.name,
        compiler: compiler.name,
        seconds: median(over) / 1000,
        baseline: baseline.wall.median / 1000,
        ...(timing.peakMb === undefined ? {} : { peakMb: timing.peakMb }),
      })
    }
  }
  return costs
}

/** The cost of that name with that compiler. */
export function costOf(costs: readonly CompileCost[], name: string, compiler: Compiler['name']): CompileCost {
  const cost = costs.find((candidate) => candidate.name === name && candidate.compiler === compiler)
  if (cost === undefined) throw new Error(`${name} was not compiled with ${compiler}`)
  return cost
}

function emptyFile([first]: readonly Compilation[]): Compilation {
  if (first === undefined) throw new Error('nothing to compile')
  writeFileSync(join(first.folder, 'empty.ts'), 'export {}\n')
  return { name: 'empty file', folder: first.folder, files: ['empty.ts'] }
}

function compileCommand(compiler: Compiler, compilation: Compilation): Command {
  const project = projectFile(compilation)
  return {
    name: compilation.name,
    file: compiler.file,
    args: [...compiler.args, '-p', project],
    cwd: compilation.folder,
  }
}

/** Writes a project of just these files and answers with its path. */
export function projectFile({ name, folder, files }: Compilation): string {
  const dir = join(folder, '.projects')
  mkdirSync(dir, { recursive: true })
  const file = join(dir, `tsconfig.${name.replace(/[^\w]+/g, '-')}.json`)
  const paths = files.map((path) => `../${path}`)
  writeFileSync(file, JSON.stringify({ compilerOptions: strictOptions, files: paths }))
  return file
}
