import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { benchDir, emptyScratch } from '../lib/paths.ts'
import type { Schema } from '../lib/schema.ts'
import { strictOptions } from '../lib/tsc.ts'
import { fileName, type Shape, type ShapeFile, shapeFiles } from './shape.ts'

/** A scratch project with the record types of a schema in one shape, over the stand-in runtime. */
export interface ShapeProject {
  readonly folder: string
  /** All generated files, relative to the folder. */
  readonly files: readonly string[]
  readonly bytes: { readonly types: number; readonly docs: number; readonly picklists: number }
}

/** Writes the project; the lines of documentation are in it and counted apart. */
export function writeProject(shape: Shape, schema: Schema, name: string): ShapeProject {
  const folder = emptyScratch(join('shapes', name, shape.id))
  writeRuntime(folder)
  mkdirSync(join(folder, 'generated'))
  const files = schema.modules.map((module) => shapeFiles(shape, module, true))
  const bare = schema.modules.map((module) => shapeFiles(shape, module, false)[0])
  const index = schema.modules.map(({ name }) => indexLine(name)).join('')
  for (const file of [...files.flat(), { path: 'index.ts', content: index }]) {
    writeFileSync(join(folder, 'generated', file.path), file.content)
  }
  const types = size(bare)
  return {
    folder,
    files: ['generated/index.ts', ...files.flat().map((file) => `generated/${file.path}`)],
    bytes: {
      types,
      docs: size(files.map((pair) => pair[0])) - types,
      picklists: size(files.map((pair) => pair[1])),
    },
  }
}

function writeRuntime(folder: string): void {
  const runtime = join(folder, 'node_modules', '@zcrm', 'runtime')
  mkdirSync(runtime, { recursive: true })
  copyFileSync(join(benchDir, 'shapes', 'runtime.d.ts'), join(runtime, 'index.d.ts'))
  writeFileSync(
    join(runtime, 'package.json'),
    '{ "name": "@zcrm/runtime", "type": "module", "types": "./index.d.ts" }\n',
  )
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: strictOptions, include: ['**/*.ts'] }),
  )
}

function indexLine(name: string): string {
  return `export { ${name}, type ${name}Record, type ${name}Create, type ${name}Update } from './${fileName(name)}.js'\n`
}

function size(files: readonly ShapeFile[]): number {
  return files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0)
}
